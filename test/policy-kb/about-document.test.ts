import { describe, expect, it } from "vitest";
import { answerQuestion } from "../../policy-kb/answer.ts";
import { kb, kbOf } from "../support/knowledge.ts";

const TODAY = { today: "2026-11-20" };
const ask = (question: string, known = {}) => answerQuestion(kb, question, { ...TODAY, ...known });

describe("a question about a document itself", () => {
  it.each([
    ["威海政策过期了没", "weihai-2021/目标任务", "yes", ["2025年", "核实"]],
    ["威海的文件还有效吗？", "weihai-2021/目标任务", "no", ["2025年", "请先向人社局核实"]],
    ["泰安这个文件还有效吗", "taian-2021/序言", "no", ["2025年", "请先向人社局核实", "持续推进"]],
    ["张家港政策还能领吗", "zhangjiagang-2015/1", "no", ["2020年12月", "核实"]],
    ["淄博这份措施现在还有效吗", "zibo-2022/文末", "unknown", ["2022年7月26日", "没写截止日期"]],
    ["淄博政策到什么时候截止", "zibo-2022/文末", null, ["没写截止日期"]],
    ["淄博的政策有效期到哪年", "zibo-2022/文末", null, ["没写截止日期"]],
    ["台儿庄文件文号是多少", "taierzhuang-2021/序言", null, ["台人社发〔2021〕17号"]],
    ["威海文件哪天印发的", "weihai-2021/目标任务", null, ["2021年8月19日"]],
    ["威海技能人才措施什么时候开始施行", "weihai-2021/目标任务", null, ["2021年8月19日"]],
    ["淄博这文件是谁发的", "zibo-2022/文末", null, ["中共淄博市委组织部", "淄博市妇女联合会"]],
    ["泰安清单是哪几个部门发的", "taian-2021/序言", null, ["泰安市人力资源和社会保障局", "12个部门"]],
    [
      "威海这份政策叫什么",
      "weihai-2021/目标任务",
      null,
      ["关于开展技能兴威行动加强技能人才队伍建设的若干措施"],
    ],
    [
      "我是焊工，台儿庄这个方案全名是什么",
      "taierzhuang-2021/序言",
      null,
      ["台儿庄区技能人才引进与培养工作实施方案"],
    ],
    [
      "泰安这份技能人才文件是谁发的，文号是多少？",
      "taian-2021/序言",
      null,
      ["组织部", "泰人社发〔2021〕7号"],
    ],
    ["2021年的威海文件过期没过期", "weihai-2021/目标任务", "yes", ["2025年"]],
    ["泰安人社局2021年发的文件还有效吗", "taian-2021/序言", "no", ["2025年"]],
    ["张家港文件作废了吗", "zhangjiagang-2015/1", "unknown", ["2020年12月"]],
    ["威人社字〔2021〕16号还有效吗", "weihai-2021/目标任务", "no", ["2025年"]],
    ["技能兴淄的文件是哪天印发的", "zibo-2022/文末", null, ["2022年7月26日"]],
    [
      "《关于开展技能兴威行动加强技能人才队伍建设的若干措施》文号",
      "weihai-2021/目标任务",
      null,
      ["威人社字〔2021〕16号"],
    ],
  ])("%s", (question, clause, verdict, said) => {
    const answer = ask(question);
    expect(answer.outcome).toBe("answered");
    expect(answer.citations.map((one) => `${one.doc}/${one.clause}`)).toEqual([clause]);
    expect(answer.verdict).toBe(verdict);
    for (const words of said) expect(answer.reply).toContain(words);
    expect(answer.defect).toBeUndefined();
  });

  it("says that it is not written where the document does not have it", () => {
    for (const question of ["张家港文件文号多少", "张家港意见是谁印发的", "淄博文件文号"]) {
      const answer = ask(question);
      expect(answer.outcome, question).toBe("unknown");
      expect(answer.reply).toContain("没有写");
      expect(answer.citations).toHaveLength(1);
    }
  });

  it("tells of several places one after the other", () => {
    const { reply, citations, verdict } = ask("威海和淄博的文件分别是哪天印发的");
    expect(reply).toMatch(/2021年8月19日[\s\S]*2022年7月26日|2022年7月26日[\s\S]*2021年8月19日/);
    expect(citations).toHaveLength(2);
    expect(verdict).toBeNull();
  });

  it("asks which where no place is known, and takes the one that is", () => {
    expect(ask("这份政策叫什么").outcome).toBe("clarify");
    expect(ask("这份政策叫什么", { city: "淄博市" }).reply).toContain("技能兴淄行动");
    expect(ask("济南文件还有效吗").outcome).toBe("unknown");
  });

  it("carries on to another place", () => {
    const { asked } = ask("威海文件还有效吗");
    expect(answerQuestion(kb, "淄博呢？", TODAY, { last: asked }).reply).toContain("2022年7月26日");
  });

  it("passes the number gate for every document", () => {
    const asked = ["全名", "文号", "是谁发的", "哪天印发的", "从哪天起施行", "到什么时候截止", "还有效吗"];
    for (const { region } of kb.documents)
      for (const one of asked) {
        const { defect, citations } = ask(`${region}文件${one}`);
        expect([defect, citations.length], region + one).toEqual([undefined, 1]);
      }
  });

  it("takes today as it is", async () => {
    const soon = answerQuestion(kb, "威海文件还有效吗", { today: "2024-05-01" });
    expect(soon).toMatchObject({ verdict: "yes" });
    const early = answerQuestion(await kbOf(["weihai-2021"]), "文件还有效吗", { today: "2021-08-01" });
    expect(early).toMatchObject({ verdict: "no" });
  });

  it.each([
    "淄博金蓝领补贴到什么时候截止",
    "淄博金蓝领今年报名到几号啊，怕错过",
    "威海首席技师政策还能领吗",
    "淄博生育政策还有效吗",
    "泰安政策谁出钱",
    "台儿庄学徒制文件里是谁负责",
    "我的技师证有效期到什么时候",
  ])("leaves what names a programme or something else to the clauses: %s", (question) => {
    expect(ask(question).reply).not.toMatch(/文件头/);
  });
});
