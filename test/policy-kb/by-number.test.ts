import { describe, expect, it } from "vitest";
import { answerQuestion } from "../../policy-kb/answer.ts";
import { kb } from "../support/knowledge.ts";

const TODAY = { today: "2026-11-20" };
const ask = (question: string, known = {}) => answerQuestion(kb, question, { ...TODAY, ...known });
const cited = (question: string) => ask(question).citations.map(({ doc, clause }) => `${doc}/${clause}`);

describe("a clause asked for by its number", () => {
  it.each([
    ["淄博第六条写的啥", ["zibo-2022/6"]],
    ["泰安第20条", ["taian-2021/20"]],
    ["泰安第二十条讲什么", ["taian-2021/20"]],
    ["给我看原文 淄博第6条", ["zibo-2022/6"]],
    ["张家港（十八）条说的什么", ["zhangjiagang-2015/18"]],
    ["张家港第十八条", ["zhangjiagang-2015/18"]],
    ["威海文件四（一）写了什么", ["weihai-2021/四(一)"]],
    ["淄博第六条和第十条", ["zibo-2022/6", "zibo-2022/10"]],
  ])("%s", (question, clauses) => {
    expect(cited(question)).toEqual(clauses);
    expect(ask(question).outcome).toBe("answered");
  });

  it("still answers what is asked of it", () => {
    const answer = ask("淄博第六条技师能拿多少");
    expect(answer.citations[0]).toEqual({ doc: "zibo-2022", clause: 6 });
    expect(answer.reply).toContain("2,500元");
  });

  it("says that there is none, and that the document itself leaves one out", () => {
    const none = ask("淄博第99条");
    expect(none).toMatchObject({ outcome: "unknown", citations: [] });
    expect(none.reply).toContain("没有第99条");
    expect(none.nearest.map(({ key }) => key)).toEqual(["zibo-2022/26"]);
    const absent = ask("张家港第三条是什么");
    expect(absent).toMatchObject({ outcome: "unknown", citations: [] });
    expect(absent.reply).toMatch(/没有第3条.*编号.*跳过/);
    expect(absent.nearest.map(({ key }) => key)).toEqual(["zhangjiagang-2015/2", "zhangjiagang-2015/4"]);
  });

  it("asks which document where no place is known", () => {
    expect(ask("第六条写的啥").outcome).toBe("clarify");
    expect(ask("第六条写的啥", { city: "淄博市" }).citations).toEqual([{ doc: "zibo-2022", clause: 6 }]);
  });

  it.each(["劳动合同法第38条怎么说", "工伤保险条例第14条", "淄博竞赛第六名奖多少"])(
    "is not meant by another law's number or a rank: %s",
    (question) => {
      expect(ask(question).reply).not.toMatch(/没有第|您问的是哪个城市/);
    },
  );
});
