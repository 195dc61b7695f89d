/** Where choices are written out with numbers, saying a number is pressing what stands behind it, wherever one is. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { fitTo } from "../../bot/channels/fit.ts";
import { bureauSchema } from "../../handlers/bureau.ts";
import { choicesOf, happeningOf } from "../../handlers/choices.ts";
import { type Conversation, newConversation } from "../../handlers/conversation.ts";
import { converse } from "../../handlers/converse.ts";
import type { Happening, OutboundMessage } from "../../handlers/event.ts";
import { kb } from "../support/knowledge.ts";
import { worldForTest } from "../support/world.ts";

const world = worldForTest({ kb, bureau: bureauSchema.parse({}) });
const SAYINGS = [
  ...["菜单", "我的数据", "修改", "返回", "不知道", "继续", "取消", "删除", "绑定", "各地比一比", "帮助"],
  ...[
    "我在淄博一家民企当焊工，刚考下技师",
    "我是企业HR，在威海",
    "我们公司在台儿庄，有50人",
    "技师补贴多少钱",
  ],
  ...["淄博金蓝领一个人补多少？", "威海首席技师每月给多少", "师带徒", "改成泰安", "哦", "能领什么"],
];

const answer = (before: Conversation, happening: Happening) =>
  converse(
    structuredClone(before),
    { id: "e", from: { channel: "x", external: "y" }, at: "2026-11-20T09:00:00+08:00", happening },
    world,
  );

const limits = (folds: boolean) => ({
  text: { most: 100_000, unit: "utf16" as const },
  withChoices: 100_000,
  taps: () => false,
  folds,
});

function numbersIn(messages: readonly OutboundMessage[]): [string, string][] {
  const lists = messages.map(({ text }) => text.slice(Math.max(0, text.lastIndexOf("回复数字就行"))));
  return lists.flatMap((list) =>
    [...list.matchAll(/^(\d+)\. (.+)$/gm)].map(([, n = "", label = ""]) => [n, label] as [string, string]),
  );
}

async function compare(conversation: Conversation, sent: readonly OutboundMessage[], folds: boolean) {
  const choices = sent.flatMap(choicesOf);
  const shown = fitTo(limits(folds), sent);
  const asksForNumber = sent.findLast((message) => choicesOf(message).length > 0)?.typed;
  for (const [number, label] of asksForNumber ? [] : numbersIn(shown)) {
    const alike = choices.filter((one) => one.label === label);
    // Two of a list may read the same; which is meant, its number says.
    if (alike.length > 1 && !alike.every((one) => JSON.stringify(one) === JSON.stringify(alike[0]))) continue;
    const [choice] = alike;
    if (!choice) throw new Error(`${label} is listed, and nothing of the kind is offered`);
    const said = await answer(conversation, { kind: "said", text: number });
    const pressed = await answer(conversation, happeningOf(choice));
    expect([number, label, said]).toEqual([number, label, pressed]);
  }
}

it("is so in a thousand places of the talk", { timeout: 60_000 }, async () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.nat(40).map((place) => ({ place })) },
    { weight: 1, arbitrary: fc.constantFrom(...SAYINGS).map((text) => ({ text })) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 9 }), fc.boolean(), async (steps, folds) => {
      let conversation = newConversation();
      let offered: OutboundMessage[] = [];
      for (const one of [{ text: "看看我能领什么" }, ...steps]) {
        const choices = offered.flatMap(choicesOf);
        const choice = "place" in one ? choices[one.place % Math.max(choices.length, 1)] : undefined;
        const happening = choice
          ? happeningOf(choice)
          : { kind: "said" as const, text: "text" in one ? one.text : "菜单" };
        const turn = await answer(conversation, happening);
        ({ conversation } = turn);
        const sent = turn.effects.flatMap((effect) => (effect.kind === "send" ? [effect.message] : []));
        if (sent.length) offered = sent;
        await compare(conversation, sent, folds);
      }
    }),
    { numRuns: 150 },
  );
});
