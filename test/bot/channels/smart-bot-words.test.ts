import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wantedChannels } from "../../../bot/channels/definition.ts";
import { smartBotDefinition } from "../../../bot/channels/smart-bot/definition.ts";
import { fitTurn, LIMITS } from "../../../bot/channels/smart-bot/fit.ts";
import { asMarkdown } from "../../../bot/channels/smart-bot/markdown.ts";
import { renderMarkdown } from "../../emulators/smart-bot/markdown.ts";

describe("plain words as Markdown", () => {
  const bits = [
    "*",
    "**",
    "_",
    "~",
    "~~",
    "`",
    "```",
    "[",
    "](",
    ")",
    "!",
    "<",
    ">",
    "@",
    "&",
    "lt;",
    "#",
    "\\",
  ];
  const more = [
    "-",
    "+",
    "=",
    "|",
    ":",
    "1.",
    "2)",
    " ",
    "    ",
    "\t",
    "\n",
    "\r\n",
    "甲",
    "a",
    "https://a.example/",
  ];
  const typed = fc
    .array(fc.oneof(fc.constantFrom(...bits, ...more), fc.string()), { maxLength: 30 })
    .map((parts) => parts.join(""));

  it("shows as it was made: nothing in it is markup", () => {
    fc.assert(
      fc.property(typed, (text) => {
        const made = asMarkdown(text);
        expect(renderMarkdown(made)).toBe(made);
      }),
      { numRuns: 5000 },
    );
  });

  it("keeps every letter, but for its width", () => {
    const bare = (text: string) =>
      text
        .toWellFormed()
        .normalize("NFKC")
        .replaceAll(/[\s\u200b]/g, "");
    fc.assert(
      fc.property(typed, (text) => {
        expect(bare(asMarkdown(text))).toBe(bare(text));
      }),
    );
  });

  it("fits into a message whatever it is made of", () => {
    fc.assert(
      fc.property(fc.constantFrom(...bits, ...more, "*\n", "_\n"), (bit) => {
        for (const { text } of fitTurn([{ text: bit.repeat(LIMITS.text.most) }]))
          expect(Buffer.byteLength(asMarkdown(text))).toBeLessThanOrEqual(20_480);
      }),
    );
  });

  it.each([
    "高级工补贴 1500 元，3*4 个月，年龄 < 50 岁，比例 3~5%",
    "· 电话：0533-12333\n· 邮箱：a_b@rsj.example",
    "见 https://rsj.example/a_b_c*d?x=1&y=2。",
  ])("is left as it is where nothing could count: %j", (text) => {
    expect(asMarkdown(text)).toBe(text);
  });
});

describe("what sets the smart bot up", () => {
  const whole = { WECOM_BOT_ID: "aib-1", WECOM_BOT_SECRET: "s-1" };
  const wanted = (environment: Record<string, string>) => wantedChannels([smartBotDefinition], environment);

  it("is an id and a secret, and where the gateway is another one, its address", () => {
    expect(wanted({})).toEqual([]);
    expect(wanted(whole)).toMatchObject([{ settings: whole }]);
    expect(wanted({ ...whole, WECOM_BOT_URL: "wss://gateway.example/bot" })).toHaveLength(1);
  });

  it.each([
    [{ WECOM_BOT_ID: "aib-1" }, "WECOM_BOT_SECRET: missing"],
    [{ WECOM_BOT_URL: "wss://gateway.example" }, "WECOM_BOT_ID: missing"],
    [{ ...whole, WECOM_BOT_URL: "ws://gateway.example" }, "WECOM_BOT_URL: must begin with wss://"],
    [{ ...whole, WECOM_BOT_URL: "ws://localhost.evil.example" }, "WECOM_BOT_URL: must begin with wss://"],
  ])("is not %j", (environment, told) => {
    expect(() => wanted(environment)).toThrow(told);
  });
});
