import { describe, expect, it } from "vitest";
import { readFacts } from "../../policy-kb/understand.ts";
import { kb } from "../support/knowledge.ts";

const TODAY = "2026-11-20";

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
  ])("%s", (text, facts) => {
    expect(readFacts(kb, text, TODAY)).toMatchObject(facts);
  });

  it.each<[string, string]>([
    ["首席技师津贴一个月多少", "title_chief_technician"],
    ["技师补贴怎么申请", "skill_level"],
    ["今天天气不错", "skill_level"],
  ])("%s says nothing of %s", (text, fact) => {
    expect(readFacts(kb, text, TODAY)[fact]).toBeUndefined();
  });
});
