import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutNames } from "../../handlers/without-names.ts";
import { kb } from "../support/knowledge.ts";

describe("what is kept of a question", () => {
  it.each([
    ["我叫王建国，有没有食堂补贴", ["王建国", "建国"]],
    ["王建国，男，58岁，食堂补贴有没有", ["王", "建国", "58"]],
    ["名字：赵六 食堂补贴多少", ["赵六"]],
    ["姓名是欧阳建设，食堂补贴多少", ["欧阳", "建设"]],
    ["我是张三丰，技师，食堂补贴给不给", ["张", "三丰"]],
    ["我老婆李秀英考了高级工，有食堂补贴吗", ["李", "秀英"]],
    ["俺儿子孙浩在技校，有食堂补贴吗", ["孙浩"]],
    ["我徒弟叫高技能，食堂补贴多少", ["高技能"]],
    ["電話13812345678，食堂補貼多少", ["138", "5678"]],
    ["电话１３８１２３４５６７８，食堂补贴多少", ["138", "１３８", "5678"]],
    ["手机一三八零零一三八零零零，食堂补贴多少", ["一三八", "零零"]],
    ["打138 1234 5678 食堂补贴多少", ["138", "1234", "5678"]],
    ["身份证37030319800101123X，食堂补贴多少", ["3703", "123"]],
    ["QQ 12345，食堂补贴多少", ["12345", "qq"]],
    ["加我wxid_ab12cd34，食堂补贴多少", ["wxid", "ab12"]],
    ["邮箱 zhang.san@example.com 食堂补贴多少", ["zhang", "example"]],
    ["车牌鲁C12345，食堂补贴多少", ["鲁", "12345"]],
    ["我住淄博张店区人民西路24号华光小区3号楼2单元，食堂补贴多少", ["人民", "西路", "24", "华光", "单元"]],
    ["台儿庄宏达纺织厂刘洋，食堂补贴多少", ["宏达", "刘洋"]],
    ["王芳得了尿毒症，在淄博，食堂补贴多少", ["王芳", "尿毒症"]],
  ])("%s", (question, gone) => {
    const kept = withoutNames(kb, question);
    expect(kept).toContain("食堂补贴");
    for (const one of gone) expect(kept, kept).not.toContain(one);
  });

  it.each([
    ["威海有没有食堂补贴", "威海有没有食堂补贴"],
    ["淄博的技师，房租怎么补？", "淄博的技师,房租怎么补?"],
    ["泰安企业招10个人给不给班车补贴", "泰安企业…10个人给不给班车补贴"],
    ["技能大师工作室买设备能不能报销", "技能大师工作室…设备能不能报销"],
  ])("%s keeps what staff need", (question, kept) => {
    expect(withoutNames(kb, question)).toBe(kept);
  });

  it.each(["王建国", "哈哈哈", "13812345678", "多少"])(
    "%s leaves nothing that is worth keeping",
    (question) => {
      expect(withoutNames(kb, question)).toBe("");
    },
  );

  it("lets no letter and no long number through, whatever is typed", () => {
    const typed = fc.array(fc.constantFrom(..."淄博技师补贴王建国138零一aB@_ -.，年万元人"), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(typed, (characters) => {
        const kept = withoutNames(kb, characters.join(""));
        expect(kept).not.toMatch(/[a-zA-Z@_]|\d{5}|[零一二三四五六七八九]{4}/);
      }),
    );
  });
});
