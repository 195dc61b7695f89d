/** The form after people have worked on it: what they move is found again, or they are told; it is never read wrongly. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { formIn, readForm } from "../../../bot/spreadsheet/read-form.ts";
import { readSheets, type SheetRows, type SheetValue } from "../../../bot/spreadsheet/read-sheets.ts";
import { Refusal } from "../../../bot/spreadsheet/texts.ts";
import { writeForm } from "../../../bot/spreadsheet/write-form.ts";
import { fillRaw, officialSurvey, TYPICAL } from "../../support/filled-survey.ts";

const survey = officialSurvey();
let written: SheetRows[];
beforeAll(async () => {
  written = await readSheets(await writeForm(survey, TYPICAL, { draft: "abcd2345/91370300000000000A" }));
});

type Rows = SheetValue[][];

/** The written form, changed on its first sheet, as it is read. */
function afterwards(change: (rows: Rows) => void, sheets: (all: SheetRows[]) => SheetRows[] = (all) => all) {
  const copies = structuredClone(written);
  change(copies[0]?.rows ?? []);
  try {
    return formIn(sheets(copies), [survey]);
  } catch (error) {
    if (error instanceof Refusal) return error.refused;
    throw error;
  }
}

function cellsAfterwards(change: (rows: Rows) => void) {
  const read = afterwards(change);
  if (read.kind === "refused") throw new Error(read.says);
  return fillRaw(survey, {}, read.given);
}

/** Puts a value where this text stands, or so many rows and columns from there. */
function put(rows: Rows, text: string, value: SheetValue, down = 0, right = 0): void {
  const at = rows.findIndex((row) => row.includes(text));
  const column = rows[at]?.indexOf(text) ?? -1;
  const row = rows[at + down];
  if (!row || column < 0) throw new Error(`nowhere: ${text}`);
  row[column + right] = value;
}

const blankRow = (rows: Rows): SheetValue[] => (rows[0] ?? []).map(() => null);
const rowOf = (rows: Rows, text: string) => rows.findIndex((row) => row.includes(text));
const insertRow = (rows: Rows, at: number) => rows.splice(at, 0, blankRow(rows));
const insertColumn = (rows: Rows, at: number) => rows.forEach((row) => void row.splice(at, 0, null));

describe("a form that people have worked on", () => {
  it("is read where rows and columns were put in", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(18), { maxLength: 4 }),
        fc.array(fc.nat(15), { maxLength: 3 }),
        (down, right) => {
          const { cells } = cellsAfterwards((rows) => {
            for (const at of down) insertRow(rows, at);
            for (const at of right) insertColumn(rows, at);
          });
          expect(cells).toEqual(TYPICAL);
        },
      ),
    );
  });

  it("never gives other answers where two columns or two rows changed places", () => {
    fc.assert(
      fc.property(fc.nat(18), fc.nat(18), fc.boolean(), (one, other, isRow) => {
        const read = afterwards((rows) => {
          const swap = (list: unknown[]) => {
            [list[one], list[other]] = [list[other], list[one]];
          };
          if (isRow) swap(rows);
          else for (const row of rows) swap(row);
        });
        if (read.kind === "form") expect(fillRaw(survey, {}, read.given).cells).toEqual(TYPICAL);
        else expect(read.says).toMatch(/“.+”/);
      }),
      { numRuns: 300 },
    );
  });

  it("never gives other answers where a value stands somewhere else than it should", () => {
    fc.assert(
      fc.property(fc.nat(18), fc.nat(15), (row, column) => {
        const read = afterwards((rows) => {
          const line = rows[row];
          if (line && line[column] === null) line[column] = "写错地方";
        });
        if (read.kind === "refused") {
          expect(read.why === "out_of_place" || read.why === "labels_missing").toBe(true);
          return;
        }
        const { cells, refused } = fillRaw(survey, {}, read.given);
        const isOdd = (value: unknown) => value === "写错地方";
        const rest = Object.fromEntries(Object.entries(cells).filter(([, value]) => !isOdd(value)));
        expect({ ...TYPICAL, ...rest }).toEqual({ ...TYPICAL, demand: cells.demand });
        expect(Object.keys(refused).length).toBeLessThan(2);
      }),
      { numRuns: 300 },
    );
  });

  it("names what is missing, and what stands where nothing belongs", () => {
    expect(afterwards((rows) => put(rows, "月工资待遇", "工资"))).toMatchObject({
      why: "labels_missing",
      says: expect.stringContaining("“月工资待遇”"),
    });
    expect(afterwards((rows) => put(rows, "合计", "见附件", 1))).toMatchObject({
      why: "out_of_place",
      says: expect.stringMatching(/^A\d+里写的“见附件”/),
    });
    expect(afterwards((rows) => rows.splice(0))).toMatchObject({ why: "labels_missing" });
    expect(
      formIn(
        [
          {
            name: "表",
            rows: [
              ["企业名称", "联系人"],
              ["甲公司", "王强"],
            ],
          },
        ],
        [survey],
      ),
    ).toMatchObject({
      why: "not_form",
    });
  });

  it("knows labels that were typed again a little differently", () => {
    const { cells } = cellsAfterwards((rows) => {
      put(rows, "18–30岁", "18-30 岁");
      put(rows, "31–40岁", "３１～４０岁");
      put(rows, "企业名称（盖章）", "企业名称：");
    });
    expect(cells).toEqual(TYPICAL);
  });

  it.each<[string, (rows: Rows) => void, object]>([
    ["figures as text", (rows) => put(rows, "职工总数", "３２１人", 0, 2), { employees: 321 }],
    [
      "money in ten thousands",
      (rows) => put(rows, "提取职工培训经费", "25万", 0, 2),
      { training_set_aside: 250_000 },
    ],
    [
      "a figure in a box for dates",
      (rows) => put(rows, "职工总数", new Date(Date.UTC(1900, 0, 11)), 0, 2),
      { employees: 12 },
    ],
    ["a date", (rows) => put(rows, "填表时间", new Date("2026-11-19"), 0, 1), { filled_on: "2026-11-19" }],
    ["a date as Excel counts", (rows) => put(rows, "填表时间", 46345, 0, 1), { filled_on: "2026-11-19" }],
    ["a date with points", (rows) => put(rows, "填表时间", "2026.11.19", 0, 1), { filled_on: "2026-11-19" }],
    ["a date in figures", (rows) => put(rows, "填表时间", 20261119, 0, 1), { filled_on: "2026-11-19" }],
    [
      "a phone as a figure",
      (rows) => put(rows, "负责人", 13900000002, 0, 8),
      { manager_phone: "13900000002" },
    ],
    ["a tick by √", (rows) => put(rows, "联合培养", "√", 1), { "training/joint": true }],
    ["a tick by 是", (rows) => put(rows, "联合培养", "是", 1), { "training/joint": true }],
    ["a tick by ☑", (rows) => put(rows, "联合培养", "☑", 1), { "training/joint": true }],
    ["a tick taken away", (rows) => put(rows, "自主培养", null, 1), { "training/own": false }],
    ["another choice", (rows) => put(rows, "企业规模", "大", 0, 1), { size: "large" }],
    [
      "one more in demand",
      (rows) => put(rows, "数控车工", "镗工", 2),
      { demand: 4, "demand/4/occupation": "镗工" },
    ],
  ])("%s", (_name, change, expected) => {
    const { cells, refused } = cellsAfterwards(change);
    expect(refused).toEqual({});
    expect(cells).toEqual({ ...TYPICAL, ...expected });
  });

  it("says that nobody is trained, or that nobody is wanted, only where it is written", () => {
    const none = cellsAfterwards((rows) => {
      put(rows, "自主培养", "都没有", 1);
      put(rows, "新型学徒制培养", null, 1);
      for (const name of ["电焊工", "维修电工", "数控车工"])
        for (const right of [2, 1, 0])
          put(rows, name, right === 0 && name === "电焊工" ? "无" : null, 0, right);
    });
    expect(none.cells).toMatchObject({ "training/own": false, "training/apprentice": false, demand: 0 });
    expect(Object.keys(none.cells).filter((cell) => cell.startsWith("demand/"))).toEqual([]);
  });

  it("takes a total for an answer only where it is another one", () => {
    expect(afterwards((rows) => put(rows, "合计", 30, 0, 1))).toMatchObject({
      given: { "headcount/total": 30 },
    });
    const read = afterwards(() => {});
    expect(read.kind === "form" && "headcount/total" in read.given).toBe(false);
  });

  it("tells which boxes are empty, also rows of demand that are no more", () => {
    const read = afterwards((rows) => {
      put(rows, "职工总数", null, 0, 2);
      for (const right of [2, 1, 0]) put(rows, "数控车工", null, 0, right);
    });
    expect(read).toMatchObject({
      blank: expect.arrayContaining(["employees", "demand/3/pay", "demand/20/pay"]),
    });
  });

  it("takes twenty rows of demand and no more", () => {
    const fill = (count: number) => (rows: Rows) => {
      const from = rowOf(rows, "数控车工") + 1;
      const column = rows[from - 1]?.indexOf("数控车工") ?? 0;
      for (let at = from; at < from + count; at++) {
        if (at > from) insertRow(rows, at);
        (rows[at] ?? [])[column] = `工种${at}`;
      }
    };
    expect(cellsAfterwards(fill(17)).cells.demand).toBe(20);
    expect(afterwards(fill(18))).toMatchObject({ why: "too_many_in_list" });
  });

  it("is found among other sheets, also without its mark, and not where there are two of it", () => {
    const other = { name: "Sheet1", rows: [["随便写的"]] };
    expect(
      afterwards(
        () => {},
        (all) => [other, ...all],
      ),
    ).toMatchObject({ draft: "abcd2345/91370300000000000A" });
    const unmarked = afterwards(
      (rows) => rows.pop(),
      ([form]) => (form ? [form] : []),
    );
    expect(unmarked).toMatchObject({ kind: "form", version: 1 });
    expect("draft" in unmarked).toBe(false);
    expect(
      afterwards(
        () => {},
        (all) => [...all, ...all],
      ),
    ).toMatchObject({ why: "several_forms" });
  });

  it("tells an older version, and refuses a form of another survey", async () => {
    const newer = officialSurvey((file) => {
      file.version = 2;
    });
    const bytes = await writeForm(survey, TYPICAL);
    expect(await readForm(bytes, [newer])).toMatchObject({ kind: "form", version: 1 });
    const other = officialSurvey((file) => {
      file.id = "skills-2030";
    });
    expect(await readForm(bytes, [other])).toMatchObject({ why: "other_form" });
  });

  it("is the same after LibreOffice has saved it", async () => {
    const bytes = readFileSync(new URL("saved-by-libreoffice.xlsx", import.meta.url));
    const read = await readForm(new Uint8Array(bytes), [survey]);
    if (read.kind === "refused") throw new Error(read.says);
    expect(fillRaw(survey, {}, read.given).cells).toEqual(TYPICAL);
  });
});
