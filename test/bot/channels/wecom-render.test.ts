/** Whatever the conversation says, the WeCom app can carry it, and nothing of it is lost. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wantedChannels } from "../../../bot/channels/definition.ts";
import { cardOf } from "../../../bot/channels/wecom/cards.ts";
import { wecomDefinition } from "../../../bot/channels/wecom/definition.ts";
import { contentOf, fitForWecom, inWords } from "../../../bot/channels/wecom/render.ts";
import { createPace } from "../../../bot/wecom/pace.ts";
import { choicesOf } from "../../../handlers/choices.ts";
import type { OutboundMessage } from "../../../handlers/event.ts";
import { readCard } from "../../emulators/wecom/cards.ts";

const words = (max: number) =>
  fc.string({
    unit: fc.constantFrom("技", "能", "a", " ", "。", "👩🏽‍🏭", "<", "1"),
    minLength: 1,
    maxLength: max,
  });
const text = fc.array(words(120), { minLength: 1, maxLength: 25 }).chain((parts) =>
  fc.array(fc.constantFrom("\n", "\n\n", "，"), { minLength: parts.length, maxLength: parts.length }).map(
    (marks) =>
      parts
        .map((part, at) => part + marks[at])
        .join("")
        .trim() || "好",
  ),
);
const label = words(24).map((one) => one.trim() || "好");
const buttons = fc
  .uniqueArray(label, { maxLength: 24 })
  .map((labels) => labels.map((one, at) => ({ id: `b:${at}`, label: one })));
const checklist = fc.uniqueArray(label, { minLength: 1, maxLength: 24 }).map((labels) => ({
  question: "q",
  options: labels.map((one, at) => ({ value: `v${at}`, label: one })),
  confirm: "选好了",
  none: "都没有",
}));
const link = fc
  .tuple(label, fc.webUrl({ withQueryParameters: true }))
  .map(([one, url]) => ({ label: one, url }));
const ANCHOR = /<a href="([^"<>]+)">([^<>]+)<\/a>$/;
const message: fc.Arbitrary<OutboundMessage> = fc.oneof(
  fc.record({ text }),
  fc.record({ text, buttons }),
  fc.record({ text, link }),
  fc.record({ text, link, buttons }),
  fc.record({ text, buttons, typed: fc.constant(true as const) }),
  fc.record({ text, checklist, buttons: buttons.map((some) => some.slice(0, 2)) }),
);
const plain = (one: string) => one.replaceAll(/\s/g, "").replaceAll("＜", "<");

describe("what the app is given", () => {
  it("is taken by WeCom as it documents it", () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 3 }), (messages) => {
        for (const [at, fitted] of fitForWecom(messages).entries()) {
          const content = contentOf(fitted, `id-${at}`);
          if ("template_card" in content) readCard(content.template_card, "send");
          else {
            expect(content.text.content).not.toBe("");
            expect(content.text.content.replace(ANCHOR, "")).not.toContain("<");
            const [, url, shown] = ANCHOR.exec(content.text.content) ?? [];
            if (fitted.link) expect({ url, label: shown }).toEqual(fitted.link);
            expect(Buffer.byteLength(content.text.content)).toBeLessThanOrEqual(2_048);
          }
          for (const one of inWords(fitted)) expect(Buffer.byteLength(one)).toBeLessThanOrEqual(2_048);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("holds every word and every choice, the choices in their order", () => {
    fc.assert(
      fc.property(message, (one) => {
        const fitted = fitForWecom([one]);
        const choices = choicesOf(one).map((choice) => ({
          ...choice,
          label: choice.label.replaceAll("<", "＜"),
        }));
        expect(fitted.flatMap(choicesOf)).toEqual(choices);
        const told = plain(fitted.map((part) => part.text).join(""));
        expect(told.startsWith(plain(one.text))).toBe(true);
        const shown = plain(fitted.map((part) => JSON.stringify(contentOf(part, "id"))).join(""));
        for (const { label: some } of choicesOf(one))
          expect(shown).toContain(plain(JSON.stringify(some)).slice(1, -1));
      }),
      { numRuns: 300 },
    );
  });

  it("holds the link, once, and apart from a card", () => {
    fc.assert(
      fc.property(fc.record({ text, link, buttons }), (one) => {
        const linked = fitForWecom([one]).filter((part) => part.link);
        expect(linked.map((part) => part.link?.url)).toEqual([one.link.url]);
        for (const part of linked) expect(cardOf(part, "id")).toBeNull();
      }),
    );
  });

  it("has the question's first line as the card's title, and what to look at below", () => {
    const question = {
      text: "7. 还在支持期内吗？\n看证书上写的起止时间。",
      buttons: [{ id: "a", label: "是" }],
    };
    expect(cardOf(question, "id")).toMatchObject({
      main_title: { title: "7. 还在支持期内吗？" },
      sub_title_text: "看证书上写的起止时间。",
    });
  });
});

describe("settings", () => {
  const whole = {
    WECOM_CORP_ID: "ww0000000000000001",
    WECOM_AGENT_ID: "1000002",
    WECOM_APP_SECRET: "secret",
    WECOM_APP_TOKEN: "Token",
    WECOM_APP_AES_KEY: "a".repeat(43),
  };

  it("are read, the address without its slash", () => {
    const [wanted] = wantedChannels([wecomDefinition], {
      ...whole,
      WECOM_API_ROOT: "https://proxy.example/wecom/",
    });
    expect(wanted?.settings).toMatchObject({
      WECOM_AGENT_ID: 1000002,
      WECOM_API_ROOT: "https://proxy.example/wecom",
    });
  });

  it.each(Object.keys(whole))("name %s where it is missing", (name) => {
    expect(() => wantedChannels([wecomDefinition], { ...whole, [name]: "" })).toThrow(`${name}: missing`);
  });

  it.each([
    ["WECOM_AGENT_ID", "app"],
    ["WECOM_APP_AES_KEY", "short"],
    ["WECOM_APP_TOKEN", "with a space"],
    ["WECOM_API_ROOT", "proxy"],
    ["WECOM_API_ROOT", "ftp://proxy.example"],
    ["WECOM_API_ROOT", "https://proxy.example/wecom?key=1"],
  ])("name %s where it is wrong, and not what it is", (name, value) => {
    const read = () => wantedChannels([wecomDefinition], { ...whole, [name]: value });
    expect(read).toThrow(`${name}: is no`);
    expect(read).not.toThrow(value);
  });
});

describe("the pace", () => {
  it("lets 1000 an hour go to one person, and others go on", () => {
    let at = Date.parse("2026-11-20T09:00:00+08:00");
    const begin = at;
    const pace = createPace(() => at);
    for (let sent = 0; sent < 1_000; sent++) {
      expect(pace.take("one")).toBeNull();
      at += 2_500;
    }
    expect(pace.take("one")).toBe(begin + 3_660_000);
    expect(pace.take("other")).toBeNull();
    at = begin + 3_660_000;
    expect(pace.take("one")).toBeNull();
  });
});
