/** A link to a page, on every channel: it can be opened, and its address is whole. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OutboundMessage } from "../../../handlers/event.ts";
import { allChannels } from "../../support/all-channels.ts";
import { answer } from "../../support/answer.ts";
import type { Hand } from "../../support/hands.ts";

const link = {
  label: "打开表格",
  url: "https://jinengtong.test/survey/open?nonce=Zm9vYmFy_-9&draft=2026/91370302MA3C0XXX1A;x=1",
};
const buttons = [
  { id: "do:help", label: "怎么用" },
  { id: "do:menu", label: "菜单" },
];

let all: Awaited<ReturnType<typeof allChannels>>;
beforeAll(async () => {
  all = await allChannels();
});
afterAll(() => all.close());

describe.each(["telegram", "wecom", "kf", "bot"] as const)("on %s", (id) => {
  let someone: Hand;
  beforeAll(async () => {
    someone = all.sides[id].person("zhang-san");
    await someone.arrives?.();
    await all.settled();
  });
  beforeEach(async () => {
    all.clock.now += 60_000;
    await someone.says("你好");
    await all.settled();
    someone.seesNew();
  });

  it.each([
    ["alone", { text: "表格在这里填：", link }],
    ["with choices", { text: "表格在这里填：\n电脑上更方便。", link, buttons }],
    ["below a long text", { text: "政策里写的是这样一句话。".repeat(150), link, buttons }],
    ["without a word", { text: "", link }],
  ])("opens the whole address, %s", async (_how, message: OutboundMessage) => {
    await answer(all.server, id, message);
    await all.settled();
    const seen = someone.seesNew();
    expect(seen.flatMap(({ links = [] }) => links)).toEqual([link]);
    const read = seen.map(({ text }) => text.replaceAll("\u200b", "")).join("");
    expect(read.replaceAll(/\s/g, "")).toContain(message.text.replaceAll(/\s/g, ""));
    const labels = seen.flatMap(({ choices }) => choices);
    for (const { label } of message.buttons ?? []) expect(labels).toContain(label);
    expect(all.sides[id].refusals()).toEqual([]);
  });

  it("and stays there when a choice below it was picked", async () => {
    await answer(all.server, id, { text: "表格在这里填：", link, buttons });
    await all.settled();
    await someone.taps("怎么用");
    await all.settled();
    expect(someone.sees().findLast(({ links }) => links)?.links).toEqual([link]);
    expect(all.sides[id].refusals()).toEqual([]);
  });
});

it("is not given out with the person's data", async () => {
  const said = all.sides.wecom.person("zhang-san");
  await said.says("导出");
  await all.settled();
  const file = said.seesNew().find((one) => one.file)?.file;
  expect(file?.text).toContain(link.label);
  expect(file?.text).not.toContain("nonce");
});
