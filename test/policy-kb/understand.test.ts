import { describe, expect, it } from "vitest";
import { readFacts } from "../../policy-kb/understand.ts";
import { kb } from "../support/knowledge.ts";

const TODAY = "2026-11-20";

describe("what is denied", () => {
  it.each([
    ["我不是淄博市首席技师，在淄博上班", "title_chief_technician"],
    ["我不是泰安市首席技师，在泰安企业上班", "title_chief_technician"],
    ["我没有被评上泰安市技术能手，在泰安上班", "title_skill_expert"],
    ["我不是淄博市有突出贡献的技师，在淄博上班", "title_outstanding_technician"],
    ["我落选了泰安市首席技师", "title_chief_technician"],
  ])("%s: not %s", (text, fact) => {
    const facts = readFacts(kb, text, TODAY);
    expect(facts[fact]).not.toBe(true);
    expect(facts.city).toBeDefined();
  });

  it("a medal that was not won is none", () => {
    const facts = readFacts(kb, "我在淄博，没有获得全国技能大赛金牌", TODAY);
    expect([facts.competition_rank, facts.city]).toEqual([undefined, "淄博市"]);
  });
});

describe("facts in free text", () => {
  it.each<[string, object]>([
    [
      "我在淄博一家民企当焊工，刚考下技师",
      { city: "淄博市", role: "个人", employer_type: "企业", skill_level: "技师", newly_certified: true },
    ],
    ["2021年毕业，今年入职", { graduated_on: "2021", hired_on: "2026" }],
    ["２０２１年７月毕业", { graduated_on: "2021-07" }],
    ["毕业三年了", { graduated_on: "2023" }],
    ["协议年薪22万", { agreement_salary: 220_000 }],
    ["我是预备技师", { skill_level: "预备技师" }],
    ["我们厂签了订单培养协议", { role: "企业", order_agreement: true }],
    ["我们厂没签订单培养协议", { order_agreement: false }],
    [
      "淄博一家机械企业，今年14名职工新取得二级证，5名新取得一级证。",
      { role: "企业", new_technicians: 14, new_senior_technicians: 5 },
    ],
    ["今年考下技师的有12个，高级技师3个", { new_technicians: 12, new_senior_technicians: 3 }],
    ["我们是淄博市属技师学院，公办，今年建成省级优质校", { role: "院校", quality_school_provincial: true }],
    ["俺们厂在淄博，俺刚考下技师", { role: "个人", skill_level: "技师" }],
    ["我们单位是淄博的企业，我刚考下技师，我能领多少", { role: "个人", newly_certified: true }],
    ["柔性聘到我们临淄的厂里，协议一年22万", { city: "淄博市", role: "企业", agreement_salary: 220_000 }],
    ["我在青岛上班", { city: "其他地方" }],
  ])("%s", (text, facts) => {
    expect(readFacts(kb, text, TODAY)).toMatchObject(facts);
  });

  it.each<[string, string]>([
    ["首席技师津贴一个月多少", "title_chief_technician"],
    ["技师补贴怎么申请", "skill_level"],
    ["今天天气不错", "skill_level"],
    ["刚考下二级建造师", "skill_level"],
    ["消防二级证，刚考的", "skill_level"],
    ["二级甲等医院旁边", "skill_level"],
    ["考技师差两分没过", "skill_level"],
    ["我徒弟拿了省赛金牌，我是教练", "competition_rank"],
    ["我师傅是首席技师，我是学徒", "title_chief_technician"],
    ["我们厂在淄博，有200名技师", "new_technicians"],
    ["今年有20名高级技师，都是老证", "new_senior_technicians"],
    ["厂里一共300人，其中技师40人、高级技师10人", "new_technicians"],
    ["我在青岛上班，淄博人", "city"],
    ["我去年差一点就考下技师了，在淄博民企上班", "skill_level"],
    ["我今年要参加淄博市职业技能大赛，目标金牌", "competition"],
    ["如果我考下高级技师能领多少？我在淄博民企", "skill_level"],
    ["我在张家港打工，社保还没交满六个月", "insured_months"],
  ])("%s says nothing of %s", (text, fact) => {
    expect(readFacts(kb, text, TODAY)[fact]).toBeUndefined();
  });
});
