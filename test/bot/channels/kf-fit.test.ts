/** What a turn looks like on 微信客服, within its sizes. */
import { describe, expect, it } from "vitest";
import { fit as fitTurn, HEAD_BYTES, TEXT } from "../../../bot/channels/kf/fit.ts";
import { pressedBy, render } from "../../../bot/channels/kf/render.ts";
import type { OutboundMessage } from "../../../handlers/event.ts";

const ID = "0123456789abcdef0123456789abcdef";
const bytes = (text: string | undefined) => Buffer.byteLength(text ?? "");
const buttons = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `b${at}`, label: `第${at}个` }));
const rendered = (...messages: OutboundMessage[]) =>
  fitTurn(messages).map((message) => render({ id: ID, message }));
/** As the last that may go before the person writes again. */
const renderedAsLast = (...messages: OutboundMessage[]) =>
  fitTurn(messages).map((message) => render({ id: ID, message, more: true }));
const tapsIn = (content: ReturnType<typeof render> | undefined) =>
  content?.msgtype === "msgmenu"
    ? content.msgmenu.list.flatMap((one) => (one.type === "click" ? [one.click] : []))
    : [];

describe("a turn", () => {
  it("becomes one message with its choices to tap", () => {
    const [only, ...more] = rendered(
      { text: "一", buttons: buttons(2) },
      { text: "二", buttons: buttons(3) },
    );
    expect(more).toEqual([]);
    expect(only).toMatchObject({ msgtype: "msgmenu", msgmenu: { head_content: "一\n\n二" } });
    expect(tapsIn(only).map(({ content }) => content)).toEqual(["第0个", "第1个", "第2个"]);
    expect(tapsIn(only).map(({ id }) => pressedBy(id))).toContainEqual({ message: ID, place: 2 });
  });

  it("stays two where together they could not be tapped", () => {
    const other = buttons(6).map(({ label }, at) => ({ id: `c${at}`, label: `另${label}` }));
    expect(rendered({ text: "一", buttons: buttons(6) }, { text: "二", buttons: other })).toHaveLength(2);
  });

  it("writes out with numbers what is too many to tap, or too long", () => {
    const [many] = rendered({ text: "选一个", buttons: buttons(11) });
    expect(many).toMatchObject({ msgtype: "text", text: { content: expect.stringContaining("11. 第10个") } });
    const long = { id: "long", label: "很长的一个".repeat(10) };
    expect(rendered({ text: "选一个", buttons: [long] })[0]).toMatchObject({ msgtype: "text" });
  });

  it("lets several be told by number, and the ways past them be tapped", () => {
    const options = buttons(3).map(({ id: value, label }) => ({ value, label }));
    const checklist = { question: "q", options, confirm: "好了", none: "都没有" };
    const [list] = rendered({ text: "有哪些", checklist, buttons: [{ id: "do:unsure", label: "不知道" }] });
    expect(list).toMatchObject({
      msgtype: "msgmenu",
      msgmenu: { head_content: expect.stringContaining("3. 第2个") },
    });
    expect(tapsIn(list)).toEqual([
      { id: `${ID}.3`, content: "都没有" },
      { id: `${ID}.4`, content: "不知道" },
    ]);
  });

  it("keeps within the sizes, whatever its length", () => {
    const checklist = { question: "q", options: [{ value: "v", label: "一" }], confirm: "好", none: "无" };
    for (const size of [0, 300, 900, 960, 1_000, 1_030, 1_960, 2_000, 2_040, 2_060, 5_000, 12_000, 30_000]) {
      const text = "政策里写的是这样一句话。".repeat(Math.ceil(size / 36));
      const turns = [
        { text, buttons: buttons(4) },
        { text, checklist },
        { text, buttons: buttons(11) },
      ];
      for (const content of turns.flatMap((turn) => [...rendered(turn), ...renderedAsLast(turn)])) {
        if (content.msgtype === "text") expect(bytes(content.text.content)).toBeLessThanOrEqual(TEXT.most);
        if (content.msgtype === "msgmenu")
          expect(bytes(content.msgmenu.head_content)).toBeLessThanOrEqual(HEAD_BYTES);
      }
    }
  });

  it("says that there is more where more waits, and only there", () => {
    const turns: OutboundMessage[] = [
      { text: "一" },
      { text: "一", buttons: buttons(2) },
      { text: "", buttons: buttons(2) },
    ];
    for (const turn of turns) {
      const [plain, last] = [rendered(turn), renderedAsLast(turn)];
      expect(JSON.stringify(plain)).not.toContain("回复“继续”");
      expect(JSON.stringify(last)).toContain("回复“继续”");
      expect(last.map(tapsIn)).toEqual(plain.map(tapsIn));
    }
  });

  it("takes nothing for markup", () => {
    const link = '<a href="https://x.invalid">点</a>';
    const option = { value: "v", label: link };
    const checklist = { question: "q", options: [option], confirm: "好", none: link };
    expect(
      JSON.stringify(rendered({ text: link, checklist, buttons: [{ id: "b", label: link }] })),
    ).not.toContain("<");
  });

  it("hands over with its last message", () => {
    const pieces = fitTurn([
      { text: "找人", handover: true },
      { text: "接着问", buttons: buttons(11) },
      { text: "", file: { name: "a.txt", type: "text/plain", text: "a file" } },
    ]);
    expect(pieces.map(({ handover }) => handover ?? false)).toEqual([
      ...pieces.slice(1).map(() => false),
      true,
    ]);
  });

  it("knows no click of another's menu", () => {
    expect(["", "abc", "a.b", `${ID}.`, `${ID}x.1`, `${ID}.1.2`].map(pressedBy)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});
