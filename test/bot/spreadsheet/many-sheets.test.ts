/** Small files of many or wide sheets, each within every limit, all of them together a flood. */
import { expect, it } from "vitest";
import { readGivenFile } from "../../../bot/spreadsheet/read-file.ts";
import { cellName } from "../../../bot/spreadsheet/worksheet.ts";
import { skills2021 } from "../../support/surveys.ts";
import { workbookOf } from "../../support/workbook.ts";

const read = (sheets: readonly string[]) => readGivenFile("名单.xlsx", workbookOf(sheets), [skills2021]);
const rowsOf = (count: number, cells: (row: number) => string) =>
  Array.from({ length: count }, (_, at) => `<row r="${at + 1}">${cells(at)}</row>`).join("");
const figure = (row: number, column: number) => `<c r="${cellName(row, column)}"><v>1</v></c>`;

/** One figure at the end of each row: few cells, and four million once the lines are made. */
const wide = rowsOf(19_999, (row) => figure(row, 199));
const list = (width: number) =>
  rowsOf(5_000, (row) => Array.from({ length: width }, (_, at) => figure(row, at)).join(""));

it.each<[string, string[]]>([
  ["one sheet that is wide only at its end", [wide]],
  ["six of them", Array.from({ length: 6 }, () => wide)],
  ["a list with more places than are read", [list(25)]],
  [
    "many sheets, each as small as a form",
    Array.from({ length: 20 }, () => rowsOf(99, (row) => figure(row, 99))),
  ],
  ["more sheets than anybody has", Array.from({ length: 101 }, () => "")],
])("%s: refused before it is read", async (_name, sheets) => {
  const began = performance.now();
  expect(await read(sheets)).toMatchObject({ kind: "refused", why: "too_much_text" });
  expect(performance.now() - began).toBeLessThan(1_500);
});

it("a list of 5,000 enterprises is read, whatever else lies in the file", async () => {
  const table = await read(["", list(20), wide]);
  expect(table).toMatchObject({ kind: "table" });
  expect("rows" in table && [table.rows.length, table.rows[0]?.length]).toEqual([5_000, 20]);
});

it("one sheet that the workbook names many times is read once", async () => {
  const one = rowsOf(1, () => figure(0, 0));
  const bytes = workbookOf(
    [one],
    Array.from({ length: 90 }, () => 1),
  );
  expect(await readGivenFile("名单.xlsx", bytes, [skills2021])).toEqual({ kind: "table", rows: [["1"]] });
});

it.each([
  ["a long text", "字".repeat(30_000)],
  ["a long blank", " ".repeat(30_000)],
])("%s that stands in every cell is too much", async (_name, text) => {
  const texts = `<sst><si><t xml:space="preserve">${text}</t></si></sst>`;
  const sheet = rowsOf(1_000, (row) => `<c r="A${row + 1}" t="s"><v>0</v></c>`);
  const bytes = workbookOf([sheet], [1], texts);
  expect(await readGivenFile("名单.xlsx", bytes, [skills2021])).toMatchObject({ why: "too_much_text" });
});
