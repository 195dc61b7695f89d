import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Giver, Place, SurveyFigures } from "../../../handlers/surveys/figures.ts";
import { surveySchema } from "../../../handlers/surveys/schema.ts";
import { surveyTables } from "../../../handlers/surveys/statistics.ts";
import { assemble } from "../../../handlers/surveys/survey.ts";

/** Nothing of the project's own survey: other questions, another list of levels, no staff. */
const survey = assemble(
  surveySchema.parse({
    id: "other",
    version: 3,
    title: "另一张表",
    choices: {
      kinds: [
        { id: "big", label: "大" },
        { id: "little", label: "小" },
      ],
      grades: [
        { id: "one", label: "一级" },
        { id: "two", label: "二级" },
      ],
    },
    sections: [
      {
        id: "all",
        title: "全部",
        questions: [
          { id: "kind", kind: "choice", label: "种类", choices: "kinds" },
          { id: "rooms", kind: "number", label: "教室", unit: "间" },
          { id: "rent", kind: "money", label: "月租", unit: "元/月" },
          { id: "secret", kind: "number", label: "内部数", confidential: true },
          { id: "teachers", kind: "counts", label: "教师人数", unit: "人", rows: "grades" },
        ],
      },
    ],
    statistics: { by: ["kind"], highly_skilled: ["two"] },
  }),
);

const ALL: Place = { by: -1, place: null };

/** As the record would add them up. */
function figuresOf(list: readonly { region: string; kind: string | null; one: number; two: number }[]) {
  const places = [
    ...(list.length ? [ALL] : []),
    ...[...new Set(list.map(({ region }) => region))].map((place) => ({ by: 0, place })),
    ...[...new Set(list.map(({ kind }) => kind))].map((place) => ({ by: 1, place })),
  ];
  const own = ({ by, place }: Place) =>
    list.filter(({ region, kind }) => by < 0 || (by === 0 ? region : kind) === place);
  const figures: SurveyFigures = { enterprises: [], cells: [], extremes: [], heads: [], rows: {} };
  for (const place of places) {
    const enterprises = own(place);
    figures.enterprises.push({ ...place, enterprises: enterprises.length });
    const cells = {
      "teachers/one": "one",
      "teachers/two": "two",
      rooms: "one",
      rent: "two",
      secret: "one",
    } as const;
    for (const [cell, key] of Object.entries(cells)) {
      const values = enterprises.map((one) => one[key]);
      figures.cells.push({
        ...{ ...place, cell, given: values.length, some: values.filter(Boolean).length },
        sum: values.reduce((sum, value) => sum + value, 0),
      });
      const [least, most] = [Math.min(...values), Math.max(...values)];
      figures.extremes.push({ ...place, question: cell, least, most });
    }
  }
  return figures;
}

const enterprise = fc.record({
  region: fc.constantFrom("东", "南", "西", "北"),
  kind: fc.constantFrom("big", "little", null),
  one: fc.nat({ max: 4 }),
  two: fc.nat({ max: 4 }),
});

describe("the statistics of any survey", () => {
  const list = [
    { region: "东", kind: "big", one: 1, two: 2 },
    { region: "西", kind: "little", one: 0, two: 3 },
    { region: "东", kind: null, one: 4, two: 0 },
  ];
  const tables = surveyTables(survey, figuresOf(list), { leavesBureau: false });

  it("tells groups in the order of the form, and what was not answered last", () => {
    expect(tables.map(({ title }) => title)).toEqual(["参与企业", "教室", "月租", "教师人数"]);
    expect(tables[0]?.rows.map((row) => row.slice(0, 3))).toEqual([
      ["全部", "全部", 3],
      ["地区", "东", 2],
      ["地区", "西", 1],
      ["种类", "大", 1],
      ["种类", "小", 1],
      ["种类", "未填", 1],
    ]);
  });

  it("adds up amounts, not rates; says by what a mean is weighted, and shares with their base", () => {
    const [, rooms, rent, teachers] = tables;
    expect(rooms?.columns.slice(3)).toEqual(["教室合计（间）", "平均每家（间）", "最小（间）", "最大（间）"]);
    expect(rooms?.rows[0]?.slice(2)).toEqual([3, 5, 1.67, 0, 4]);
    expect(rent?.columns.slice(3, 4)).toEqual(["月租（元/月，各企业简单平均）"]);
    expect(teachers?.columns.slice(2)).toEqual(["一级", "二级", "合计", "高技能人才", "高技能人才占比"]);
    expect(teachers?.rows[0]?.slice(2)).toEqual([5, 5, 10, 5, "占教师总数10人的50.0%"]);
  });

  it("has a table for each question also before anybody has handed in, without dividing by nobody", () => {
    const empty = surveyTables(survey, figuresOf([]), { leavesBureau: false });
    expect(empty.map(({ rows }) => rows.length)).toEqual([1, 1, 1, 1]);
    expect(empty.at(-1)?.rows[0]?.slice(2)).toEqual([0, 0, 0, 0, null]);
  });

  it("never reads what is confidential", () => {
    expect(JSON.stringify(tables)).not.toContain("内部数");
  });

  it("tells nothing of a group of fewer than three outside, nor lets it be the total minus the others", () => {
    fc.assert(
      fc.property(fc.array(enterprise, { maxLength: 25 }), (list) => {
        const figures = figuresOf(list);
        const small = new Set(
          figures.enterprises.filter(({ enterprises }) => enterprises < 3).map(({ place }) => place),
        );
        const labels = new Map([
          ["big", "大"],
          ["little", "小"],
          [null, "未填"],
        ]);
        const givers = list.map(({ region, kind, one, two }): Giver => {
          const cells = { "teachers/one": one, "teachers/two": two, rooms: one, rent: two, secret: one };
          return { region, answers: [kind], cells, rows: {} };
        });
        for (const { rows, columns } of surveyTables(survey, figures, { leavesBureau: true, givers })) {
          expect(columns.join()).not.toMatch(/最小|最大/);
          for (const [by, place, ...told] of rows) {
            const isSmall = [...small].some((one) => by !== "全部" && (labels.get(one) ?? one) === place);
            if (isSmall) expect(new Set(told)).toEqual(new Set(["＊"]));
          }
          const [all = [], ...others] = rows;
          for (const by of ["地区", "种类"])
            for (const column of all.keys()) {
              // Where there are none at all, there are none anywhere.
              if (typeof all[column] !== "number" || all[column] === 0) continue;
              const hidden = others.filter((row) => row[0] === by && row[column] === "＊");
              expect(hidden.length).not.toBe(1);
            }
        }
      }),
      { numRuns: 150 },
    );
  });
});
