import { expect, it } from "vitest";
import { bureauSchema } from "../../handlers/bureau.ts";
import { newConversation } from "../../handlers/conversation.ts";
import { converse } from "../../handlers/converse.ts";
import { kb } from "../support/knowledge.ts";
import { worldForTest } from "../support/world.ts";

const world = worldForTest({ kb, bureau: bureauSchema.parse({}) });

async function keptOf(text: string) {
  const event = {
    id: "1",
    from: { channel: "web" as const, external: "x" },
    at: "2026-11-20T01:00:00Z",
    happening: { kind: "said" as const, text },
  };
  const { effects } = await converse(newConversation(), event, world);
  return effects.flatMap((effect) => (effect.kind === "unanswered" ? [effect.question] : []));
}

it("keeps a question without an answer, and only what names nobody", async () => {
  expect(await keptOf("淄博有没有食堂补贴，王建国，13812345678")).toEqual(["淄博有没有食堂补贴"]);
});

it.each(["不想活了", "淄博欠薪，不想活了怎么办", "今天天气咋样", "王建国在哪", "谢谢"])(
  "%s is not kept",
  async (said) => {
    expect(await keptOf(said)).toEqual([]);
  },
);
