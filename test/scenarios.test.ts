/** Every scenario, on the bare engine and through the whole server over both databases. */
import { afterAll, beforeAll, describe, it } from "vitest";
import { d1ForTest, sqliteForTest, type TestDatabase } from "./support/databases.ts";
import { enginePlayer, serverPlayer } from "./support/drivers.ts";
import { playThrough, readScenarios } from "./support/scenario.ts";

const all = readScenarios();
const playedOn = (player: string) => all.filter(({ on }) => !on || on.includes(player));

describe("on the engine", () => {
  it.each(playedOn("engine").map((scenario) => [scenario.title, scenario] as const))(
    "%s",
    async (_title, scenario) => playThrough(scenario, await enginePlayer(scenario)),
  );
});

describe.each([
  ["SQLite", sqliteForTest],
  ["D1 in workerd", d1ForTest],
])("on the server over %s", (_name, open) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.dispose());

  it.each(playedOn("web").map((scenario, index) => [scenario.title, scenario, `s${index}-`] as const))(
    "%s",
    async (_title, scenario, prefix) =>
      playThrough(scenario, await serverPlayer(scenario, opened.database, prefix)),
  );
});
