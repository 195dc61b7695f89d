import { describe, expect, it } from "vitest";
import { newConversation, readConversation } from "../../handlers/conversation.ts";

describe("a stored state", () => {
  it("comes back as it was", () => {
    const state = { ...newConversation(), greeted: true, lastAt: "2026-11-20T01:00:00.000Z" };
    expect(readConversation(JSON.stringify(state))).toEqual(state);
  });

  it("of a newer version, after a rollback, starts the talk anew instead of failing", () => {
    expect(readConversation(JSON.stringify({ version: 99, shape: "unknown" }))).toEqual(newConversation());
  });
});
