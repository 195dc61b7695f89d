import { describe, expect, it } from "vitest";
import { renderMarkdown } from "./smart-bot/markdown.ts";

describe("what a person sees of Markdown", () => {
  it.each([
    ["**补贴**", "[bold:补贴]"],
    ["__补贴__", "[bold:补贴]"],
    ["*补贴* 和 _技师_", "[italic:补贴] 和 [italic:技师]"],
    ["~~旧~~", "[strike:旧]"],
    ["`码`", "[code:码]"],
    ["[点我](https://evil.example/a)", "[link:点我|https://evil.example/a]"],
    ["![图](https://evil.example/a.png)", "[image:图|https://evil.example/a.png]"],
    ["<https://evil.example/a>", "[link:https://evil.example/a|https://evil.example/a]"],
    ["<@zhangsan> 你好", "[mention:zhangsan] 你好"],
    ['<font color="warning">急</font>', '[html:<font color="warning">]急[html:</font>]'],
    ["&lt;b&gt;", "[entity:&lt;]b[entity:&gt;]"],
    ["# 题", "[heading:题]"],
    ["题\n===", "[heading:题]"],
    ["> 引", "[quote:引]"],
    ["- 甲\n- 乙", "[item:甲]\n[item:乙]"],
    ["1. 甲", "[item 1.:甲]"],
    ["---", "[rule]"],
    ["```\n**码**\n```", "[code:**码**]"],
    ["    缩进", "[code:缩进]"],
    ["|级别|金额|\n|---|---|\n|高级|1000|", "[row:级别|金额]\n[row:高级|1000]"],
    ["[甲]: https://evil.example/a", "[definition:[甲]: https://evil.example/a]"],
  ])("marks what markup has made: %j", (content, seen) => {
    expect(renderMarkdown(content)).toBe(seen);
  });

  it("finds a mark that closes on another line", () => {
    expect(renderMarkdown("我想*问\n一下*补贴")).toBe("我想[italic:问\n一下]补贴");
  });

  it.each([
    ["高级工补贴 1500 元，2026 年 3 月前申请。"],
    ["3 * 4 = 12"],
    ["第一行\n第二行\n\n第三行"],
    ["见 https://rsj.example/a_b_c?x=1&y=2。"],
  ])("leaves plain words as they are: %j", (content) => {
    expect(renderMarkdown(content)).toBe(content);
  });

  it.each([
    ["**粗** _斜_ ~~删~~ `码`"],
    ["[点我](https://evil.example)"],
    ["<@all> <b>急</b> &amp;"],
    ["# 题"],
    ["> 引"],
    ["- 甲"],
    ["|a|b|\n|-|-|"],
  ])("shows what was escaped as it was typed: %j", (typed) => {
    // The escaped colon keeps an address from being one, where backslashes would be shown.
    const escaped = typed.replace(/[!-/:-@[-`{-~]/g, "\\$&");
    expect(renderMarkdown(escaped)).toBe(typed);
  });
});
