/** Every check of the official form, broken and just inside its bounds. */
import { describe, expect, it } from "vitest";
import type { Cells } from "../../../handlers/surveys/cells.ts";
import { fillIn, type Given } from "../../../handlers/surveys/fill.ts";
import { blocks, missingOf, problemsOf, valueText } from "../../../handlers/surveys/problems.ts";
import { skills2021, trainingNeeds } from "../../support/survey-file.ts";

const ROWS = ["junior", "middle", "senior", "technician", "senior_technician"];
const NOBODY = Object.fromEntries(ROWS.map((row) => [`headcount/${row}`, 0]));
const AGES = ["from_18", "from_31", "from_41", "from_51"];

/** 五级只有高级工5人，年龄 2 1 1 1: whole and right. */
const RIGHT: Cells = {
  name: "淄博甲公司",
  credit_code: "914403001922038216",
  type: "private",
  size: "small",
  field: "equipment",
  employees: 320,
  wage: 6500,
  training_set_aside: 200_000,
  training_used: 150_000,
  ...NOBODY,
  "headcount/senior": 5,
  ...ages(2, 1, 1, 1),
  demand: 1,
  "demand/1/occupation": "电焊工",
  "demand/1/people": 3,
  "demand/1/pay": 7000,
  "training/own": true,
  manager: "王强",
  manager_phone: "13800000001",
  filler: "李梅",
  filler_phone: "0533-2345678",
  filled_on: "2026-11-20",
};

function ages(...counts: number[]): Record<string, number> {
  return Object.fromEntries(counts.map((count, index) => [`age/senior/${AGES[index]}`, count]));
}

function withChanges(given: Given): Cells {
  return fillIn(skills2021, RIGHT, given).cells;
}
function problemsWith(given: Given) {
  return problemsOf(skills2021, withChanges(given));
}
/** What is told, in short: `error adds_up: …`. */
function told(given: Given): string[] {
  return problemsWith(given).map(({ strength, check, says }) => `${strength} ${check}: ${says}`);
}

describe("what is right", () => {
  it("has no problems and lacks nothing", () => {
    expect(told({})).toEqual([]);
    expect(missingOf(skills2021, RIGHT)).toEqual([]);
  });
});

describe("ages", () => {
  it.each([
    [[3, 1, 1, 1], "error adds_up: 高级工5人，但年龄加起来是6人，请改一下。"],
    [[2, 1, 1, 0], "error adds_up: 高级工5人，但年龄加起来是4人，请改一下。"],
    [[0, 0, 0, 0], "error adds_up: 高级工5人，但年龄加起来是0人，请改一下。"],
  ])("%j do not add up to five", (counts, says) => expect(told(ages(...counts))).toEqual([says]));

  it("add up in any way", () => expect(told(ages(0, 0, 0, 5))).toEqual([]));

  it("that add up already leave nobody for what is empty", () => {
    const all = { "age/senior/from_18": 5, "age/senior/from_31": null, "age/senior/from_41": null };
    expect(missingOf(skills2021, withChanges({ ...all, "age/senior/from_51": null }))).toEqual([]);
  });

  it("that are not all given are too many or just missing, and told once", () => {
    const half = { "age/senior/from_41": null, "age/senior/from_51": null };
    expect(told({ ...half, "age/senior/from_18": 4 })).toEqual([]);
    expect(missingOf(skills2021, withChanges(half))).toEqual(["age/senior/from_41", "age/senior/from_51"]);
    expect(told({ ...half, "age/senior/from_18": 5 })).toHaveLength(1);
  });

  it("are held against a headcount that changes afterwards", () => {
    expect(told({ "headcount/senior": 4 })).toEqual([
      "error adds_up: 高级工4人，但年龄加起来是5人，请改一下。",
    ]);
  });

  it("may be changed in any of the cells that are named", () => {
    const [problem] = problemsWith(ages(3, 1, 1, 1));
    expect(problem?.cells).toEqual([...AGES.map((age) => `age/senior/${age}`), "headcount/senior"]);
  });

  it("are not asked of a level that has nobody", () => {
    expect(missingOf(skills2021, withChanges({ "headcount/senior": 0 }))).toEqual([]);
  });

  it("of another level are asked for", () => {
    const missing = missingOf(skills2021, withChanges({ "headcount/junior": 1 }));
    expect(missing).toEqual(AGES.map((age) => `age/junior/${age}`));
  });

  it("large figures are told as people read them", () => {
    expect(told({ "headcount/senior": 1234, employees: 5000 })[0]).toContain("高级工1,234人");
  });
});

describe("education", () => {
  const degrees = (...counts: (number | null)[]): Given =>
    Object.fromEntries(
      counts.map((count, i) => [`education/senior/${["school", "college", "bachelor"][i]}`, count]),
    );

  it("may be left out", () => expect(missingOf(skills2021, withChanges({}))).toEqual([]));
  it("adds up when it is given", () => expect(told(degrees(2, 2, 1))).toEqual([]));
  it("that is given must add up", () =>
    expect(told(degrees(2, 2, 2))).toEqual(["error adds_up: 高级工5人，但学历加起来是6人，请改一下。"]));

  it("is not left out half", () => {
    const cells = withChanges(degrees(2, null, null));
    expect(missingOf(skills2021, cells)).toEqual(["education/senior/college", "education/senior/bachelor"]);
  });

  it("of one level does not ask for that of another", () => {
    const all = {
      ...degrees(2, 2, 1),
      "headcount/junior": 1,
      "age/junior/from_18": 1,
      "age/junior/from_31": 0,
    };
    const cells = withChanges({ ...all, "age/junior/from_41": 0, "age/junior/from_51": 0 });
    expect(missingOf(skills2021, cells)).toEqual([]);
  });
});

describe("the sum of the levels", () => {
  it("is the one that is written down", () => expect(told({ "headcount/total": 5 })).toEqual([]));
  it("is not another one", () =>
    expect(told({ "headcount/total": 6 })).toEqual([
      "error total: 各级加起来是5人，合计却写了6人，请改一下。",
    ]));

  it("may be written before all levels are, as long as they are not more", () => {
    const open = Object.fromEntries(ROWS.slice(1).map((row) => [`headcount/${row}`, null]));
    const only = { ...open, "headcount/junior": 6 };
    expect(told({ ...only, "headcount/total": 6 })).toEqual([]);
    expect(told({ ...only, "headcount/total": 5 })[0]).toContain("各级加起来是6人");
    expect(missingOf(skills2021, withChanges({ ...only, "headcount/total": 6 }))).toContain(
      "headcount/senior",
    );
  });

  it("alone says nothing of the levels, which are asked for", () => {
    const none = Object.fromEntries(ROWS.map((row) => [`headcount/${row}`, null]));
    const cells = withChanges({ ...none, "headcount/total": 5 });
    expect(problemsOf(skills2021, cells)).toEqual([]);
    expect(missingOf(skills2021, cells)).toEqual(ROWS.map((row) => `headcount/${row}`));
  });
});

describe("skilled persons", () => {
  it("may be all of the staff", () => expect(told({ employees: 5 })).toEqual([]));
  it("are not more than the staff", () =>
    expect(told({ employees: 4 })).toEqual([
      "error skilled_within_staff: 技能人才一共5人，比职工总数4人还多，请改一下。",
    ]));
  it("that are not all counted yet are not compared", () =>
    expect(told({ employees: 4, "headcount/junior": null })).toEqual([]));
  it("of whom there is none get a hint, which stops nobody", () => {
    const problems = problemsWith({ "headcount/senior": 0 });
    expect(problems.map(({ check, strength }) => [check, strength])).toEqual([["some_skilled", "hint"]]);
    expect(problems.some(blocks)).toBe(false);
  });
  it("levels that are not given are not none", () =>
    expect(told(Object.fromEntries(ROWS.map((row) => [`headcount/${row}`, null])))).toEqual([]));
});

describe("training money", () => {
  it("may be used up", () => expect(told({ training_used: 200_000 })).toEqual([]));

  it("that is more than was set aside is a warning that a reason justifies", () => {
    const [problem] = problemsWith({ training_used: 200_000.01 });
    expect(problem?.says).toBe("用掉的培训经费200,000.01元，比提取的200,000元还多。");
    expect(problem?.why).toEqual({
      cell: "why/training_money",
      asks: "多用的钱是从哪里来的？",
      given: false,
    });
    expect(problem && blocks(problem)).toBe(true);
    const [justified, ...more] = problemsWith({
      training_used: 200_000.01,
      "why/training_money": "用了上年结余",
    });
    expect([justified?.why?.given, justified && blocks(justified), more]).toEqual([true, false, []]);
  });
});

describe("wages", () => {
  it.each([
    [{ wage: 1500 }, []],
    [{ wage: 50_000 }, []],
    [{ wage: 1499.99 }, ["wage_low"]],
    [{ wage: 50_000.01 }, ["wage_high"]],
    [{ "demand/1/pay": 1500 }, []],
    [{ "demand/1/pay": 50_000 }, []],
    [{ "demand/1/pay": 1499 }, ["pay_low"]],
    [{ "demand/1/pay": 60_000 }, ["pay_high"]],
  ])("%j", (given, checks) => {
    const problems = problemsWith(given as Given);
    expect(problems.map(({ check }) => check)).toEqual(checks);
    expect(problems.every(({ strength }) => strength === "warning")).toBe(true);
  });

  it("of each demand are told with its occupation, once a row, and justified row by row", () => {
    const second = { "demand/2/occupation": "车工", "demand/2/people": 1, "demand/2/pay": 900 };
    const both = { ...second, "demand/1/pay": 800, "why/pay_low/2": "学徒" };
    const problems = problemsWith(both);
    expect(problems.map(({ says }) => says)).toEqual([
      "“电焊工”的月工资800元，低得少见，是不是少写了一位？",
      "“车工”的月工资900元，低得少见，是不是少写了一位？",
    ]);
    expect(problems.map(({ cells, why }) => [cells[0], why?.cell, why?.given])).toEqual([
      ["demand/1/pay", "why/pay_low/1", false],
      ["demand/2/pay", "why/pay_low/2", true],
    ]);
  });

  it("of a demand that has no occupation yet are told by their row", () =>
    expect(told({ "demand/1/occupation": null, "demand/1/pay": 800 })[0]).toContain("“第1行”的月工资800元"));
});

describe("what is missing", () => {
  it("is everything at first, in the order of the form", () => {
    const missing = missingOf(skills2021, {});
    expect(missing.slice(0, 6)).toEqual(["name", "credit_code", "type", "size", "field", "employees"]);
    expect(missing).toContain("demand");
    expect(missing.some((cell) => cell.startsWith("age/") || cell.endsWith("/total"))).toBe(false);
  });
  it("is nothing where there is no demand", () =>
    expect(missingOf(skills2021, withChanges({ demand: 0 }))).toEqual([]));
  it("is the rest of a row that was begun", () =>
    expect(missingOf(skills2021, withChanges({ "demand/2/occupation": "车工" }))).toEqual([
      "demand/2/people",
      "demand/2/pay",
    ]));
  it("is a list in which nothing is ticked, until it is said that it is none", () => {
    const none = ["own", "joint", "commissioned", "apprentice"].map((id) => `training/${id}`);
    expect(missingOf(skills2021, withChanges({ "training/own": null }))).toEqual(none);
    const allNo = Object.fromEntries(none.map((cell) => [cell, false]));
    expect(missingOf(skills2021, withChanges(allNo))).toEqual([]);
  });
});

describe("another survey", () => {
  it("tells a choice in a row by its label, and a hint beside it", () => {
    const cells: Cells = {
      courses: 1,
      "courses/1/course": "焊工班",
      "courses/1/form": "workshop",
      "courses/1/fee": 6000,
      "courses/1/days": 31,
    };
    expect(problemsOf(trainingNeeds, cells).map(({ says, strength }) => [says, strength])).toEqual([
      ["“焊工班”（车间实操）每人6,000元，高得少见。", "warning"],
      ["“焊工班”要31天，可以分成几期办。", "hint"],
    ]);
  });

  it("is asked only as far as its conditions are known to hold", () => {
    const asked = (cells: Cells) => [
      ...new Set(missingOf(trainingNeeds, cells).map((cell) => cell.split("/")[0])),
    ];
    expect(asked({})).toEqual(["founded", "staff", "trained"]);
    const small = { founded: "2001-05-01", staff: 20 };
    expect(asked({ ...small, trained: "no" })).toEqual(["why_not"]);
    expect(asked({ ...small, trained: "yes" })).toEqual(["forms", "trained_staff"]);
    const online = { ...small, trained: "yes", "forms/online": true };
    expect(asked({ ...online, "forms/classroom": false, "forms/workshop": false })).toEqual([
      "trained_staff",
    ]);
    expect(asked({ ...online, "forms/workshop": true })).toEqual(["trained_staff", "wants_subsidy"]);
    expect(asked({ founded: "2001-05-01", staff: 100 })).toEqual(["trained", "wants_subsidy"]);
    expect(asked({ wants_subsidy: "yes", courses: 2 })).toContain("venue");
  });

  it("has values as people read them", () => {
    const cells = { trained: "no", "forms/online": true, staff: 1200, founded: "2001-05-01" };
    const texts = ["trained", "forms/online", "forms/classroom", "staff", "founded"];
    expect(texts.map((cell) => valueText(trainingNeeds, cell, cells))).toEqual([
      "否",
      "✓",
      "",
      "1,200",
      "2001-05-01",
    ]);
  });
});
