import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cells, cellOf } from "../../../handlers/surveys/cells.ts";
import { type Box, type PrintedForm, printedForm } from "../../../handlers/surveys/printed.ts";
import { printedProblems } from "../../../handlers/surveys/printed-problems.ts";
import type { SurveyFile } from "../../../handlers/surveys/schema.ts";
import { anyAnswers, officialSurvey, TYPICAL } from "../../support/filled-survey.ts";

const survey = officialSurvey();
const plain = officialSurvey((file) => delete file.printed);
const boxesOf = (form: PrintedForm): Box[] => form.rows.flatMap(({ boxes }) => boxes);
const textAt = (form: PrintedForm, cell: string) => boxesOf(form).find((box) => box.cell === cell)?.text;

describe("the printed form", () => {
  it.each([
    ["the official layout", survey],
    ["the layout made of the questions", plain],
  ])("%s covers every position once and shows every answer", (_name, survey) => {
    fc.assert(
      fc.property(anyAnswers(survey), fc.nat(6), (cells, spare) => {
        const form = printedForm(survey, cells, { spare });
        const covered = boxesOf(form).flatMap(positions);
        expect(new Set(covered).size).toBe(covered.length);
        expect(covered.length).toBe(form.rows.length * form.widths.length);
        const shown = new Set(boxesOf(form).map(({ cell }) => cell));
        const counted = (cell: string) => survey.questions.get(cell)?.kind === "repeat";
        expect(Object.keys(cells).filter((cell) => !shown.has(cell) && !counted(cell))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it("shows figures, choices, days and ticks as people write them", () => {
    const form = printedForm(survey, TYPICAL);
    expect(textAt(form, "type")).toBe("民营企业");
    expect(textAt(form, "training_used")).toBe("150,000.5");
    expect(textAt(form, "filled_on")).toBe("2026年11月20日");
    expect(textAt(form, "training/own")).toBe("✓");
    expect(textAt(form, "training/joint")).toBe("");
    expect(textAt(form, "demand/3/occupation")).toBe("数控车工");
  });

  it("adds up each column of the levels, and leaves a column open where nothing is given", () => {
    const sums = boxesOf(printedForm(survey, TYPICAL)).filter(({ kind }) => kind === "sum");
    expect(sums.map(({ text }) => text)).toEqual(["27", "12", "8", "5", "2", "9", "14", "4"]);
    expect(sums[0]).toMatchObject({ figure: 27, cell: "headcount/total" });
    const empty = boxesOf(printedForm(survey, {})).filter(({ kind }) => kind === "sum");
    expect(empty.map(({ text }) => text).join("")).toBe("");
  });

  it("names the enterprise before anything is answered", () => {
    const enterprise = { name: "某某公司", creditCode: "91370300000000000A", region: "张店区" };
    const form = printedForm(survey, {}, { enterprise });
    expect([textAt(form, "name"), textAt(form, "credit_code")]).toEqual(["某某公司", "91370300000000000A"]);
    expect(textAt(printedForm(survey, { name: "改了名的公司" }, { enterprise }), "name")).toBe(
      "改了名的公司",
    );
  });

  it("has six rows of demand beside the levels, and more below where they do not suffice", () => {
    const demand = (cells: Cells, spare = 0) =>
      boxesOf(printedForm(survey, cells, { spare })).filter(({ cell }) => cell?.startsWith("demand/"))
        .length / 3;
    const rows = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [cellOf("demand", at + 1, "people"), 1]));
    expect([demand({}), demand(rows(6)), demand(rows(9)), demand(rows(9), 4), demand(rows(20), 4)]).toEqual([
      6, 6, 9, 13, 20,
    ]);
  });

  it("says that there is no need, and that nobody is trained", () => {
    const cells = { demand: 0, "training/own": false, "training/joint": false };
    const form = printedForm(survey, {
      ...cells,
      "training/commissioned": false,
      "training/apprentice": false,
    });
    expect(textAt(form, "demand/1/occupation")).toBe("无");
    expect([textAt(form, "training/own"), textAt(form, "training/joint")]).toEqual(["都没有", ""]);
  });

  it("gives the reasons for what is odd, and has no place for them where there are none", () => {
    const odd = { ...TYPICAL, training_used: 300_000, "why/training_money": "用了去年的结余" };
    const notes = (cells: Cells) =>
      boxesOf(printedForm(survey, cells))
        .map(({ text }) => text)
        .join("\n");
    expect(notes(odd)).toContain("情况说明");
    expect(notes(odd)).toContain("原因：用了去年的结余");
    expect(notes(TYPICAL)).not.toContain("情况说明");
  });
});

function positions({ row, column, across, down }: Box): string[] {
  return Array.from(
    { length: across * down },
    (_, at) => `${row + Math.floor(at / across)},${column + (at % across)}`,
  );
}

describe("what is wrong with a layout", () => {
  const broken = (change: (printed: NonNullable<SurveyFile["printed"]>) => void) =>
    printedProblems(officialSurvey((file) => file.printed && change(file.printed)));

  it("is nothing in the official one, nor in one that is made of the questions", () => {
    expect([printedProblems(survey), printedProblems(plain)]).toEqual([[], []]);
  });

  it.each<[string, (printed: Layout) => void, RegExp]>([
    ["a box sticks out", (printed) => change(printed, 2, 0, { across: 3 }), /sticks out to the right/],
    ["a hole", (printed) => change(printed, 2, 1, { across: 3 }), /nothing stands in row 3, column 16/],
    ["a box sticks out below", (printed) => change(printed, -1, 0, { down: 2 }), /sticks out below/],
    ["an unknown cell", (printed) => change(printed, 2, 1, { answer: "nam" }), /no cell nam$/m],
    ["a missing question", (printed) => change(printed, 2, 1, { answer: "size" }), /name has no box/],
    [
      "an answer twice",
      (printed) => change(printed, 2, 1, { answer: "size" }),
      /size stands on the form twice/,
    ],
    [
      "no label beside",
      (printed) => [0, 2].forEach((at) => void change(printed, 5, at, { label: "" })),
      /no label begins beside training_used/,
    ],
    [
      "no label above",
      (printed) => change(printed, 8, 1, { label: "" }),
      /no label begins above age\/junior\/from_31/,
    ],
  ])("%s", (_name, change, says) => {
    expect(broken(change).join("\n")).toMatch(says);
  });
});

type Layout = NonNullable<SurveyFile["printed"]>;

function change({ rows }: Layout, row: number, box: number, to: object): void {
  const line = rows.at(row);
  if (!line || !("boxes" in line)) throw new Error(`row ${row} is not one line of boxes`);
  Object.assign(line.boxes[box] ?? {}, to);
}
