/** Workbooks and .zip files written by hand, byte by byte, so that they can be as hostile as they please. */
import { deflateSync, unzipSync, zipSync } from "fflate";
import { crc32 } from "../../bot/spreadsheet/crc32.ts";

export interface Entry {
  name: string;
  data: string | Uint8Array;
  /** What the headers claim, where it is not so. */
  claims?: {
    size?: number;
    crc?: number;
    localName?: string;
    flags?: number;
    method?: number;
    header?: number;
  };
}

const bytesOf = (text: string | Uint8Array) =>
  typeof text === "string" ? new TextEncoder().encode(text) : text;

export function zipOf(entries: readonly Entry[], { before = "", after = "" } = {}): Uint8Array {
  const parts: Uint8Array[] = [bytesOf(before)];
  const directory: Uint8Array[] = [];
  let at = before.length;
  for (const { name, data, claims = {} } of entries) {
    const raw = bytesOf(data);
    const packed = claims.method === 0 ? raw : deflateSync(raw);
    const fields = { flags: claims.flags ?? 0, method: claims.method ?? 8, crc: claims.crc ?? crc32(raw) };
    const sizes = { packed: packed.length, size: claims.size ?? raw.length };
    parts.push(header(0x04034b50, bytesOf(claims.localName ?? name), { ...fields, ...sizes }), packed);
    directory.push(header(0x02014b50, bytesOf(name), { ...fields, ...sizes, at: claims.header ?? at }));
    at = parts.reduce((sum, part) => sum + part.length, 0);
  }
  const listed = directory.reduce((sum, part) => sum + part.length, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, entries.length, true);
  end.setUint16(10, entries.length, true);
  end.setUint32(12, listed, true);
  end.setUint32(16, at, true);
  return joined([...parts, ...directory, new Uint8Array(end.buffer), bytesOf(after)]);
}

interface Fields {
  flags: number;
  method: number;
  crc: number;
  packed: number;
  size: number;
  at?: number;
}

function header(
  mark: number,
  name: Uint8Array,
  { flags, method, crc, packed, size, at }: Fields,
): Uint8Array {
  const isCentral = at !== undefined;
  const shift = isCentral ? 2 : 0;
  const view = new DataView(new ArrayBuffer(isCentral ? 46 : 30));
  view.setUint32(0, mark, true);
  view.setUint16(6 + shift, flags, true);
  view.setUint16(8 + shift, method, true);
  view.setUint32(14 + shift, crc, true);
  view.setUint32(18 + shift, packed, true);
  view.setUint32(22 + shift, size, true);
  view.setUint16(26 + shift, name.length, true);
  if (isCentral) view.setUint32(42, at, true);
  return joined([new Uint8Array(view.buffer), name]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A workbook of several sheets; `named` is which of them it names, one behind the other, counted from 1. */
export function workbookOf(
  sheets: readonly string[],
  named: readonly number[] = sheets.map((_, at) => at + 1),
  texts = "<sst/>",
): Uint8Array {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
  const relations = sheets.map((_, at) =>
    relation(`r${at + 1}`, "worksheet", `worksheets/sheet${at + 1}.xml`),
  );
  const names = named.map((at, place) => `<sheet name="表${place}" sheetId="${place + 1}" r:id="r${at}"/>`);
  return zipOf([
    { name: "[Content_Types].xml", data: "<Types/>" },
    {
      name: "xl/workbook.xml",
      data: `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${names.join("")}</sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      data: `<Relationships>${relations.join("")}${relation("texts", "sharedStrings", "sharedStrings.xml")}</Relationships>`,
    },
    { name: "xl/sharedStrings.xml", data: texts },
    ...sheets.map((data, at) => ({
      name: `xl/worksheets/sheet${at + 1}.xml`,
      data: `<worksheet xmlns="${MAIN}"><sheetData>${data}</sheetData></worksheet>`,
    })),
  ]);
}

/** The parts of a workbook with one sheet, which holds these rows. */
export function workbookEntries(sheetData: string): Entry[] {
  return [
    {
      name: "[Content_Types].xml",
      data: `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    },
    {
      name: "xl/workbook.xml",
      data: `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      data: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    {
      name: "xl/worksheets/sheet1.xml",
      data: `<worksheet xmlns="${MAIN}"><sheetData>${sheetData}</sheetData></worksheet>`,
    },
  ];
}

/** `<row>` by `<row>`: null leaves a cell out, a text is written inline. */
export function rowsXml(rows: readonly (readonly (string | number | boolean | null)[])[]): string {
  return rows
    .map(
      (row, at) =>
        `<row r="${at + 1}">${row.map((value, column) => cellXml(value, at, column)).join("")}</row>`,
    )
    .join("");
}

function cellXml(value: string | number | boolean | null, row: number, column: number): string {
  if (value === null) return "";
  const place = `r="${String.fromCharCode(65 + column)}${row + 1}"`;
  if (typeof value === "number") return `<c ${place}><v>${value}</v></c>`;
  if (typeof value === "boolean") return `<c ${place} t="b"><v>${Number(value)}</v></c>`;
  return `<c ${place} t="inlineStr"><is><t>${value.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</t></is></c>`;
}

/** A workbook's parts → changed → a workbook again. */
export function changedParts(bytes: Uint8Array, change: (parts: Record<string, string>) => void): Uint8Array {
  const texts = Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, part]) => [name, new TextDecoder().decode(part)]),
  );
  change(texts);
  return zipSync(Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, bytesOf(text)])));
}
