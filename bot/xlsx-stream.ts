/**
 * Writes an .xlsx file as it goes: one row after another into one zip entry after another, so that a sheet of any
 * length is never in memory. See docs/decisions/0017. Texts are inline strings: nothing is ever a formula.
 */
import { Zip, ZipDeflate } from "fflate";

export type XlsxCell = string | number | null;

export interface Sheet {
  name: string;
  rows: AsyncIterable<readonly XlsxCell[]> | Iterable<readonly XlsxCell[]>;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/** Rows are handed to the zip in pieces of about this many characters. */
const PIECE = 64 * 1024;

export async function* xlsx(sheets: readonly Sheet[]): AsyncGenerator<Uint8Array> {
  const written: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    written.push(chunk);
  });
  const encoder = new TextEncoder();
  const names = sheetNames(sheets.map(({ name }) => name));
  async function* entry(path: string, pieces: AsyncIterable<string> | Iterable<string>) {
    const file = new ZipDeflate(path, { level: 6 });
    zip.add(file);
    for await (const piece of pieces) {
      file.push(encoder.encode(piece));
      yield* written.splice(0);
    }
    file.push(new Uint8Array(0), true);
    yield* written.splice(0);
  }
  for (const [path, text] of Object.entries(frame(names))) yield* entry(path, [text]);
  for (const [index, { rows }] of sheets.entries())
    yield* entry(`xl/worksheets/sheet${index + 1}.xml`, sheetXml(rows));
  zip.end();
  yield* written.splice(0);
}

/** Everything but the sheets. */
function frame(names: readonly string[]): Record<string, string> {
  const types = names.map(
    (_, index) =>
      `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  );
  const sheets = names.map(
    (name, index) => `<sheet name="${attribute(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const relations = names.map(
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  return {
    "[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${types.join("")}</Types>`,
    "_rels/.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relations.join("")}<Relationship Id="rIdStyles" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    // Style 1 is the bold first row.
    "xl/styles.xml": `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`,
  };
}

async function* sheetXml(rows: Sheet["rows"]): AsyncGenerator<string> {
  const view = `<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>`;
  let piece = `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews>${view}</sheetViews><sheetFormatPr defaultRowHeight="15" defaultColWidth="16"/><sheetData>`;
  let number = 0;
  for await (const row of rows) {
    number += 1;
    piece += rowXml(row, number);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  yield `${piece}</sheetData></worksheet>`;
}

function rowXml(row: readonly XlsxCell[], number: number): string {
  const style = number === 1 ? ' s="1"' : "";
  const cells = row.map((cell, index) => {
    if (cell === null || cell === "") return "";
    const at = `r="${letters(index)}${number}"${style}`;
    if (typeof cell === "number") return `<c ${at}><v>${cell}</v></c>`;
    return `<c ${at} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  });
  return `<row r="${number}">${cells.join("")}</row>`;
}

/** 0 → A, 25 → Z, 26 → AA. */
function letters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? letters(rest - 1) : "") + String.fromCharCode(65 + (index % 26));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML has no place for
const UNFIT = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** `_x0041_` is how .xlsx writes a character by its number; what only looks so must say so. */
const LIKE_A_NUMBER = /_(?=x[0-9A-Fa-f]{4}_)/g;

function escaped(text: string): string {
  const fit = text.toWellFormed().replace(UNFIT, "").replace(LIKE_A_NUMBER, "_x005F_");
  return fit.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function attribute(text: string): string {
  return escaped(text).replaceAll('"', "&quot;");
}

/** Excel takes at most 31 characters, some of them not at all, and no name twice. */
function sheetNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((wanted) => {
    const plain = wanted.replace(/[[\]:*?/\\']/g, " ").trim() || "Sheet";
    let name = [...plain].slice(0, 31).join("");
    for (let count = 2; taken.has(name.toLowerCase()); count++)
      name = `${[...plain].slice(0, 27).join("")} ${count}`;
    taken.add(name.toLowerCase());
    return name;
  });
}
