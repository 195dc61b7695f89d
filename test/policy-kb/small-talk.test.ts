import { describe, expect, it } from "vitest";
import { answerQuestion } from "../../policy-kb/answer.ts";
import { isInDistress } from "../../policy-kb/small-talk.ts";
import { kb } from "../support/knowledge.ts";

const ask = (question: string) => answerQuestion(kb, question, { today: "2026-11-20" });
const MONEY = /\d(?:[\d.,]*)\s*(?:元|万|块)/;

describe("small talk", () => {
  it.each(["你会什么", "你能干啥", "你能帮我做什么呀？", "我可以问你啥", "你有什么功能"])(
    "%s: what it can do",
    (said) => {
      const { outcome, reply } = ask(said);
      expect(outcome).toBe("smalltalk");
      // Two questions to try, and both can be answered.
      const examples = [...reply.matchAll(/“([^”]+)”/g)].map(([, question = ""]) => question);
      expect(examples).toHaveLength(2);
      for (const example of examples) expect(ask(example).outcome).toBe("answered");
    },
  );

  it.each(["今天天气咋样", "讲个笑话", "给我唱首歌吧", "现在几点了", "陪我聊聊天"])(
    "%s: kindly, not its field",
    (said) => {
      const { outcome, reply, intent } = ask(said);
      expect([outcome, intent]).toEqual(["unknown", "chat"]);
      expect(reply).not.toMatch(MONEY);
      expect(reply).toMatch(/技能人才/);
    },
  );

  it.each(["哦", "嗯", "嗯嗯", "好", "好的", "知道了", "好的，明白了", "OK"])("%s is no good-bye", (said) => {
    const { outcome, reply } = ask(said);
    expect(outcome).toBe("smalltalk");
    expect(reply).not.toContain("再见");
  });

  it.each(["拜拜", "好嘞 知道了 回头见"])("%s still is one", (said) => {
    expect(ask(said).reply).toContain("再见");
  });

  it.each([
    "不想活了",
    "我活不下去了",
    "厂里欠我工资，真想跳楼",
    "活着没意思",
    "想死",
    "我想自杀",
    "不想活了怎么办？",
  ])("%s is taken seriously", (said) => {
    const { outcome, reply, intent } = ask(said);
    expect(isInDistress(said)).toBe(true);
    expect([outcome, intent]).toEqual(["smalltalk", "distress"]);
    expect(reply).toContain("12356");
    expect(reply).toMatch(/人工|工作人员/);
  });

  it.each([
    "不想活动了",
    "想死机了咋办",
    "跳楼价处理",
    "淄博技师补贴多少",
    "技能兴淄活动怎么参加",
    "好的技师能领多少",
  ])("%s is nothing of the kind", (said) => {
    expect(isInDistress(said)).toBe(false);
    expect(["distress", "chat", "ack"]).not.toContain(ask(said).intent);
  });
});
