/** What the library does not write by itself: lists to pick from, and a page that fits one sheet of paper in width. */
import type { Feature } from "write-excel-file/universal";
import { cellName } from "./worksheet.ts";

export interface Pick {
  row: number;
  column: number;
  choices: readonly string[];
}

/** Excel allows no longer list in a cell; a longer one is only told in the instructions. */
const LONGEST = 255;

type Part = NonNullable<NonNullable<Feature<Blob>["files"]>["transform"]>;

export function formSheetParts(picks: readonly Pick[]): { files: { transform: Part } } {
  const lists = picks.filter(({ choices }) => `"${choices.join(",")}"`.length <= LONGEST);
  return {
    files: {
      transform: {
        "xl/worksheets/sheet{id}.xml": {
          transform: (xml, { orientation }) =>
            orientation === "landscape" ? withLists(fittingOnPaper(xml), lists) : xml,
        },
      },
    },
  };
}

/** As wide as the paper, and as long as it needs. */
function fittingOnPaper(xml: string): string {
  return xml
    .replace(/(<worksheet[^>]*>)/, '$1<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
    .replace(
      /<pageMargins[^>]*>/,
      '<printOptions horizontalCentered="1"/><pageMargins left="0.4" right="0.4" top="0.4" bottom="0.4" header="0.2" footer="0.2"/>',
    )
    .replace(
      /<pageSetup[^>]*>/,
      '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
    );
}

/** The lists stand behind the merged cells and before how it is printed: Excel takes them in no other order. */
function withLists(xml: string, lists: readonly Pick[]): string {
  if (lists.length === 0) return xml;
  const each = lists.map(
    ({ row, column, choices }) =>
      `<dataValidation type="list" allowBlank="1" showErrorMessage="0" sqref="${cellName(row, column)}"><formula1>${quoted(choices)}</formula1></dataValidation>`,
  );
  const all = `<dataValidations count="${each.length}">${each.join("")}</dataValidations>`;
  return xml.replace("<printOptions", `${all}<printOptions`);
}

function quoted(choices: readonly string[]): string {
  const list = choices.map((choice) => choice.replaceAll(",", "，").replaceAll('"', "”")).join(",");
  return `"${list.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}"`;
}
