/** Every test fails on a console error or warning that it did not expect. */
import { afterEach, beforeEach, expect, vi } from "vitest";

let spies: { mock: { calls: unknown[][] } }[] = [];

beforeEach(() => {
  spies = (["error", "warn"] as const).map((level) => vi.spyOn(console, level));
});

afterEach(() => {
  const calls = spies.flatMap((spy) => spy.mock.calls);
  vi.restoreAllMocks();
  expect(calls, "unexpected console output").toEqual([]);
});
