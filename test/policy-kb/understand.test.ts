import { describe, expect, it } from "vitest";
import { readFacts, readResults } from "../../policy-kb/understand.ts";
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

  it.each(["Chrome打不开", "<a href=x>点我", "three", "我叫chris", "我叫chris，问下补贴", "HRV是什么"])(
    "%s: no HR stands in it",
    (text) => {
      expect(readFacts(kb, text, TODAY).role).not.toBe("企业");
    },
  );

  it.each(["我是HR", "HR，问下补贴", "我们公司hr让我问的", "做ＨＲ的", "HR: 能领多少", "hr2026年新招了技师"])(
    "%s: one who asks for the unit",
    (text) => {
      expect(readFacts(kb, text, TODAY).role).toBe("企业");
    },
  );

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
    ["泰安的企业，今年引进2名世赛金牌选手", "企业"],
    ["台儿庄的培训机构，承担金蓝领培训", "培训机构"],
    ["淄博的厂子，今年新增技师14个高级技师5个", "企业"],
    ["泰安技师学院，建成国家级世赛集训基地", "院校"],
    ["泰安某技工院校今年有2个专业被遴选为市级名优专业", "院校"],
    ["外地职业院校，今年往张家港输送了120名学生就业", "院校"],
    ["张家港高技能人才培训基地，培训出技师10人，高级工20人", "培训机构"],
    ["淄博企业，新技师10人，今年订单班毕业生全职来了5人", "企业"],
    ["威海，我们是选送单位，选手拿了国家级一类竞赛第二名", "企业"],
    ["我在威海一所职业学院当教师，是一体化教师", "个人"],
    ["泰安技师学院毕业生，今年到企业上班", "个人"],
    ["淄博某企业职工，刚考下技师", "个人"],
    ["威海一家船厂的焊工，市首席技师", "个人"],
    ["淄博人，去年市赛第二名", "个人"],
    ["在淄博一家公司上班，刚考下技师", "个人"],
    ["我是淄博一家公司的人事，今年有3人考下技师", "企业"],
    ["我在淄博一家厂做人事，今年有3人考下技师", "企业"],
    ["我是泰安一所技师学院的院长，学校建成省级优质校", "院校"],
  ])("%s: asks as %s", (text, role) => {
    expect(readFacts(kb, text, TODAY).role).toBe(role);
  });

  it.each<[string, string | undefined]>([
    ["我是临沂人，在淄博一家民企干活，刚考下技师", "淄博市"],
    ["淄博一家民企的，技师，今年3月份刚从济南跳槽过来", "淄博市"],
    ["户口张家港，人在淄博民企上班", "淄博市"],
    ["总部在青岛，淄博分公司有3名职工考下技师", "淄博市"],
    ["三年前当时在青岛，现在淄博企业上班", "淄博市"],
    ["我在青岛上班，淄博人", "其他地方"],
    ["我不是淄博的，我在济南一家公司", "其他地方"],
    ["淄博人，去年市赛第二名", "淄博市"],
    ["我不在淄博上班了", undefined],
    ["泰安和威海都有厂", undefined],
  ])("%s: is in %s", (text, city) => {
    expect(readFacts(kb, text, TODAY).city).toBe(city);
  });

  it.each<[string, boolean | undefined]>([
    ["我是2026年9月取得技师证书的，在淄博民营企业上班", true],
    ["技师证是2012年考的，今年刚评上首席技师", false],
    ["十年前就是技师了，今年刚评上淄博市首席技师", false],
    ["我是淄博民企的技师，证早就有了，打算明年考高级技师，考下来能拿多少", false],
    ["我还没考下技师，正在复习，考下来能领多少", false],
  ])("%s: newly certified %s", (text, fresh) => {
    expect(readFacts(kb, text, TODAY).newly_certified).toBe(fresh);
  });

  it("a relative's or a workmate's certificate is not one's own", () => {
    const facts = readFacts(kb, "我儿子在淄博民企刚考下技师，我自己是高级技师", TODAY);
    expect([facts.skill_level, facts.newly_certified]).toEqual(["高级技师", undefined]);
    expect(readFacts(kb, "我们车间小王考了技师领了2500，我还是中级工", TODAY).skill_level).toBe("中级工");
  });

  it("of two certificates the higher one counts, of a wish none", () => {
    const facts = (text: string) => readFacts(kb, text, TODAY).skill_level;
    expect(facts("我先考了高级工，今年又考下技师，在淄博一家民营企业干焊工")).toBe("技师");
    expect(facts("我是高级工，明年打算考个技师")).toBe("高级工");
    expect(facts("俺有中级工证，正在备考高级工")).toBe("中级工");
    expect(facts("我们厂有技师10人、高级工20人")).toBeUndefined();
  });

  it.each<[string, object[]]>([
    [
      "淄博人，去年市赛第二名，今年省赛第一名",
      [
        { competition: "省职业技能大赛", competition_rank: "第一名" },
        { competition: "市职业技能大赛", competition_rank: "第二名" },
      ],
    ],
    [
      "威海的，拿了国家级一类竞赛第二名，省级一类竞赛第一名",
      [
        { competition: "国家级一类竞赛", competition_rank: "第二名" },
        { competition: "省级一类竞赛", competition_rank: "第一名" },
      ],
    ],
    ["先参加市赛，又参加省赛，省赛第一名", [{ competition: "省职业技能大赛", competition_rank: "第一名" }]],
    ["金牌，世赛的", [{ competition: "世界技能大赛", competition_rank: "第一名" }]],
  ])("%s: each contest with its own result", (text, results) => {
    expect(readResults(kb, text)).toEqual(results);
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
    ["我去年差一点就考下技师了，在淄博民企上班", "skill_level"],
    ["我今年要参加淄博市职业技能大赛，目标金牌", "competition"],
    ["如果我考下高级技师能领多少？我在淄博民企", "skill_level"],
    ["我在张家港打工，社保还没交满六个月", "insured_months"],
  ])("%s says nothing of %s", (text, fact) => {
    expect(readFacts(kb, text, TODAY)[fact]).toBeUndefined();
  });
});
