/** Filling in: what is given comes in, what it makes pointless goes, and nothing else moves. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cell, type Cells, type CellValue, fieldOf, partsOf } from "../../../handlers/surveys/cells.ts";
import { difference, fillIn, fitting, type Given } from "../../../handlers/surveys/fill.ts";
import { cellsAsked, problemsOf } from "../../../handlers/surveys/problems.ts";
import type { Survey } from "../../../handlers/surveys/survey.ts";
import {
  changed,
  SKILLS_2021,
  skills2021,
  surveyOf,
  TRAINING_NEEDS,
  trainingNeeds,
} from "../../support/survey-file.ts";

const TODAY = "2026-11-20";

/** Every cell that the form can have, with three rows in each repeat. */
function allCells(survey: Survey): Cell[] {
  const roomy: Cells = Object.fromEntries(
    [...survey.questions.values()].flatMap((question): [Cell, CellValue][] => {
      if (question.kind === "repeat") return [[question.id, 3]];
      return question.kind === "counts" ? cellsAsked(survey, question, {}).map((cell) => [cell, 1]) : [];
    }),
  );
  const asked = [...survey.questions.values()].flatMap((question) => cellsAsked(survey, question, roomy));
  const whys = survey.checks.flatMap(({ id, each, why }) => {
    if (why === undefined) return [];
    return each === undefined ? [`why/${id}`] : [1, 2, 3].map((row) => `why/${id}/${row}`);
  });
  return [...asked, ...whys];
}

function valueFor(survey: Survey, cell: Cell): fc.Arbitrary<CellValue> {
  const field = fieldOf(survey, cell);
  switch (field?.kind) {
    case "number":
    case "money":
      return fc.integer({ min: field.min, max: Math.min(field.max ?? 60_000, 60_000) });
    case "rows":
      return fc.integer({ min: 0, max: 3 });
    case "choice":
      return fc.constantFrom(...(survey.choices[field.choices] ?? []).map(({ id }) => id));
    case "tick":
      return fc.boolean();
    case "date":
      return fc.constantFrom("2026-11-20", "2001-02-03");
    case "phone":
      return fc.constantFrom("13800000001", "0533-2345678");
    case "credit_code":
      return fc.constant("914403001922038216");
    default:
      return fc.constantFrom("甲", "乙丙");
  }
}

/** Some cells of the form with values that fit them; whether they fit each other is another matter. */
function cellsOf(survey: Survey, among: readonly Cell[] = allCells(survey)): fc.Arbitrary<Cells> {
  const each = Object.fromEntries(among.map((cell) => [cell, valueFor(survey, cell)]));
  return fc.record(each, { requiredKeys: [] }) as fc.Arbitrary<Cells>;
}

function changesOf(survey: Survey): fc.Arbitrary<Given> {
  const each = allCells(survey).map((cell) => [cell, fc.option(valueFor(survey, cell))]);
  return fc.record(Object.fromEntries(each), { requiredKeys: [] }) as fc.Arbitrary<Given>;
}

describe.each([
  ["skills-2021", skills2021],
  ["training-needs-2027", trainingNeeds],
])("filling %s in", (_name, survey) => {
  it("a second time with nothing new changes nothing", () => {
    fc.assert(
      fc.property(cellsOf(survey), changesOf(survey), (before, given) => {
        const { cells } = fillIn(survey, before, given);
        expect(fillIn(survey, cells, {})).toEqual({ cells, set: {}, cleared: [] });
      }),
    );
  });

  it("can be replayed over the old cells", () => {
    fc.assert(
      fc.property(cellsOf(survey), changesOf(survey), (before, given) => {
        const { cells, set, cleared } = fillIn(survey, before, given);
        const replayed: Record<Cell, CellValue> = { ...before, ...set };
        for (const cell of cleared) delete replayed[cell];
        expect(replayed).toEqual(cells);
        expect(difference(before, cells)).toEqual({ set, cleared });
        expect(Object.keys(set).filter((cell) => before[cell] === set[cell])).toEqual([]);
      }),
    );
  });

  it("leaves only cells that the form has, and reasons for what is odd", () => {
    fc.assert(
      fc.property(cellsOf(survey), changesOf(survey), (before, given) => {
        const { cells } = fillIn(survey, before, given);
        expect(Object.keys(cells).filter((cell) => !fieldOf(survey, cell))).toEqual([]);
        const reasons = problemsOf(survey, cells).map(({ why }) => why?.cell);
        for (const cell of Object.keys(cells))
          if (partsOf(cell).question === "why") expect(reasons).toContain(cell);
      }),
    );
  });

  it("loses nothing to a survey that has not changed", () => {
    fc.assert(
      fc.property(cellsOf(survey), (raw) => {
        const { cells } = fillIn(survey, raw, {});
        expect(fitting(survey, cells, TODAY)).toEqual({ cells, lost: [] });
      }),
    );
  });
});

describe("independent changes", () => {
  const among = allCells(skills2021).filter(
    (cell) => !/^(why|demand$|demand\/3)/.test(cell) && !cell.endsWith("/total"),
  );
  // Every level has somebody and both rows are there, so that no change makes another pointless.
  const start = Object.fromEntries(
    among
      .filter((cell) => /^(headcount|demand)/.test(cell))
      .map((cell) => [cell, cell.endsWith("occupation") ? "焊工" : 5_000]),
  );
  const filled = cellsOf(skills2021, among).map((cells) =>
    Object.entries(cells).map(([cell, value]): [Cell, CellValue] => [
      cell,
      cell.startsWith("headcount/") && value === 0 ? 1 : value,
    ]),
  );
  const inAnyOrder = filled.chain((changes) =>
    fc.tuple(fc.constant(changes), fc.shuffledSubarray(changes, { minLength: changes.length })),
  );

  it("end in the same record in any order, one by one or at once", () => {
    fc.assert(
      fc.property(inAnyOrder, ([one, other]) => {
        const oneByOne = (changes: [Cell, CellValue][]) =>
          changes.reduce<Cells>(
            (cells, change) => fillIn(skills2021, cells, Object.fromEntries([change])).cells,
            start,
          );
        const atOnce = fillIn(skills2021, start, Object.fromEntries(one)).cells;
        expect(oneByOne(other)).toEqual(atOnce);
      }),
      { numRuns: 50 },
    );
  });
});

describe("what is pointless goes", () => {
  it("with a level that has nobody any more", () => {
    const before = {
      "headcount/senior": 2,
      "age/senior/from_18": 2,
      "education/senior/school": 1,
      "age/junior/from_18": 1,
    };
    expect(fillIn(skills2021, before, { "headcount/senior": 0 })).toEqual({
      cells: { "headcount/senior": 0 },
      set: { "headcount/senior": 0 },
      cleared: ["age/senior/from_18", "education/senior/school", "age/junior/from_18"],
    });
  });

  it("with the warning that a reason was given for", () => {
    const before = { wage: 900, "why/wage_low": "试用期" };
    expect(fillIn(skills2021, before, { wage: 950 }).cells).toEqual({ wage: 950, "why/wage_low": "试用期" });
    expect(fillIn(skills2021, before, { wage: 1500 }).cells).toEqual({ wage: 1500 });
    expect(fillIn(skills2021, before, { wage: null }).cells).toEqual({});
  });

  it("along a chain of conditions, in one go", () => {
    const before = {
      staff: 5,
      trained: "yes",
      "forms/workshop": true,
      wants_subsidy: "yes",
      start: "2027-03-01",
    };
    expect(fillIn(trainingNeeds, before, {}).cells).toEqual(before);
    expect(fillIn(trainingNeeds, before, { trained: "no" }).cells).toEqual({ staff: 5, trained: "no" });
  });
});

describe("rows", () => {
  const row = (number: number, occupation: string, pay: number) => ({
    [`demand/${number}/occupation`]: occupation,
    [`demand/${number}/pay`]: pay,
  });
  const three: Cells = { demand: 3, ...row(1, "焊工", 7000), ...row(2, "车工", 900), ...row(3, "钳工", 800) };
  const reasoned: Cells = { ...three, "why/pay_low/2": "学徒" };
  const emptied = (number: number): Given => ({
    [`demand/${number}/occupation`]: null,
    [`demand/${number}/pay`]: null,
  });

  it("close up when one is emptied, each with the reason that was given for it", () => {
    expect(fillIn(skills2021, reasoned, emptied(1)).cells).toEqual({
      demand: 2,
      ...row(1, "车工", 900),
      ...row(2, "钳工", 800),
      "why/pay_low/1": "学徒",
    });
    expect(fillIn(skills2021, reasoned, emptied(2)).cells).toEqual({
      demand: 2,
      ...row(1, "焊工", 7000),
      ...row(2, "钳工", 800),
    });
  });

  it("are counted, also where nobody said how many there are", () => {
    expect(fillIn(skills2021, {}, row(2, "车工", 5000)).cells).toEqual({
      demand: 1,
      ...row(1, "车工", 5000),
    });
    expect(fillIn(skills2021, three, { "demand/4/pay": 5000 }).cells.demand).toBe(4);
  });

  it("are cut off by a number that is given, and 0 is none", () => {
    expect(fillIn(skills2021, reasoned, { demand: 1 }).cells).toEqual({ demand: 1, ...row(1, "焊工", 7000) });
    expect(fillIn(skills2021, reasoned, { demand: 0 }).cells).toEqual({ demand: 0 });
    expect(fillIn(skills2021, three, { demand: 1, ...row(2, "车工", 950) }).cells).toEqual({
      demand: 2,
      ...row(1, "焊工", 7000),
      ...row(2, "车工", 950),
    });
  });

  it("that are gone leave open whether there is any need, until somebody says so", () => {
    const one = { demand: 1, ...row(1, "焊工", 7000) };
    expect(fillIn(skills2021, one, emptied(1)).cells).toEqual({});
    expect(fillIn(skills2021, { demand: 0 }, row(1, "焊工", 7000)).cells.demand).toBe(1);
  });

  it("stand in the order of their numbers, also from ten on", () => {
    const given = Object.fromEntries([11, 2, 10].map((number) => [`demand/${number}/pay`, number * 1000]));
    expect(fillIn(skills2021, {}, given).cells).toEqual({
      demand: 3,
      "demand/1/pay": 2000,
      "demand/2/pay": 10_000,
      "demand/3/pay": 11_000,
    });
  });
});

/** Without its printed layout, which would have to be changed along. */
const UNPRINTED = SKILLS_2021.slice(0, SKILLS_2021.indexOf("\nprinted:"));

describe("a survey that has changed under a draft", () => {
  const before: Cells = {
    name: "甲公司",
    type: "household",
    employees: 320,
    manager: "欧阳王强",
    "headcount/junior": 2,
    "headcount/senior": 5,
    "age/junior/from_18": 2,
    "age/senior/from_18": 5,
    "age/senior/from_51": 0,
    demand: 2,
    "demand/1/occupation": "一个名字很长很长的工种",
    "demand/2/occupation": "焊工",
    "demand/2/pay": 900,
    "why/pay_low/2": "学徒",
    "training/own": true,
  };

  it.each<[string, string, string, Cell[]]>([
    [
      "a choice that is gone",
      "    - { id: household, label: 个体工商户, words: [个体, 个体户] }\n",
      "",
      ["type"],
    ],
    ["a question that is gone", "      - { id: size,", "      - { id: scale,", []],
    ["a bound that is drawn closer", "min: 1, max: 1000000", "min: 1, max: 300", ["employees"]],
    ["a text that may be shorter only", "label: 负责人, most: 20", "label: 负责人, most: 3", ["manager"]],
    [
      "a column that is gone",
      '    - { id: from_51, label: 51岁及以上, words: ["51以上", "51岁以上", "50岁以上", "50以上", 五十以上] }\n',
      "",
      ["age/senior/from_51"],
    ],
    ["a tick that is gone", "{ id: own, label", "{ id: self, label", ["training/own"]],
    ["a warning that is gone", "id: pay_low", "id: pay_tiny", ["why/pay_low/2"]],
  ])("keeps all but %s", (_what, piece, into, lost) => {
    const text = piece.includes("size")
      ? changed(UNPRINTED, "by: [type, size, field]", "by: [type, field]")
      : UNPRINTED;
    const result = fitting(surveyOf(changed(text, piece, into)), before, TODAY);
    expect(result.lost).toEqual(lost);
    expect(result.cells).toEqual(
      Object.fromEntries(Object.entries(before).filter(([cell]) => !lost.includes(cell))),
    );
  });

  it("keeps the rows behind one that is lost, and names the lost one by its old number", () => {
    const after = surveyOf(changed(UNPRINTED, "label: 需求工种, most: 30", "label: 需求工种, most: 5"));
    const { cells, lost } = fitting(after, before, TODAY);
    expect(lost).toEqual(["demand/1/occupation"]);
    expect([
      cells.demand,
      cells["demand/1/occupation"],
      cells["demand/1/pay"],
      cells["why/pay_low/1"],
    ]).toEqual([1, "焊工", 900, "学徒"]);
  });

  it("keeps the rows for which there is still room", () => {
    const after = surveyOf(changed(UNPRINTED, "most: 20\n        ask: 还缺", "most: 1\n        ask: 还缺"));
    const { cells, lost } = fitting(after, before, TODAY);
    expect(lost).toEqual(["demand/2/occupation", "demand/2/pay", "why/pay_low/2"]);
    expect(cells.demand).toBe(1);
  });

  it("loses with a level all that was told of it", () => {
    const without = changed(UNPRINTED, "highly_skilled: [senior, ", "highly_skilled: [");
    const after = surveyOf(changed(without, "{ id: senior, label", "{ id: high, label"));
    expect(fitting(after, before, TODAY).lost).toEqual([
      "headcount/senior",
      "age/senior/from_18",
      "age/senior/from_51",
    ]);
  });

  it("does not take words for the choice that they would mean", () => {
    const text = "kind: text\n        label: 没办的原因\n        ask: 没办是因为什么？\n        most: 50";
    const choice =
      "kind: choice\n        label: 没办的原因\n        ask: 没办是因为什么？\n        choices: yes_no";
    const draft = { trained: "no", why_not: "没有" };
    const after = surveyOf(changed(TRAINING_NEEDS, text, choice));
    expect(fitting(after, draft, TODAY)).toEqual({ cells: { trained: "no" }, lost: ["why_not"] });
  });

  it("asks anew what another condition no longer asks for", () => {
    const draft = { staff: 150, wants_subsidy: "yes", start: "2027-03-01" };
    const after = surveyOf(changed(TRAINING_NEEDS, "at_least: 100", "at_least: 200"));
    expect(fitting(after, draft, TODAY)).toEqual({ cells: { staff: 150 }, lost: ["wants_subsidy", "start"] });
  });
});
