/** A list of enterprises as it comes from a table or is pasted: what can be taken, and what is wrong with the rest. */
import { normalise } from "../../policy-kb/normalise.ts";
import { holdsNumber } from "../surveys/called.ts";
import { readCreditCode } from "../surveys/credit-code.ts";
import { readPhone } from "../surveys/phone.ts";
import type { Listed } from "./effects.ts";

export interface BadRow {
  /** As a spreadsheet counts, from 1. */
  row: number;
  /** What the row calls the enterprise, or its code. */
  whose: string;
  why: Wrong[];
  /** Of `double`: the row that had it first. */
  first?: number;
}

export type Wrong =
  | "no_code"
  | "code_rounded"
  | "bad_code"
  | "no_name"
  | "odd_name"
  | "bad_phone"
  | "no_region"
  | "other_region"
  | "double";

export interface EnterpriseList {
  good: Listed[];
  bad: BadRow[];
}

type Column = keyof Listed;

const HEADINGS: Record<Column, RegExp> = {
  creditCode: /信用代码|税号|纳税人识别号|^代码$|机构代码/,
  name: /(?:企业|单位|公司|法人)名称|^(?:企业|单位|公司|名称)$/,
  region: /区县|县区|区域|地区|所属区|所在(?:区|县|地)|镇街|街镇|乡镇|^(?:区|县|街道|属地)$/,
  contact: /联系人|填表人|经办人|负责人/,
  phone: /电话|手机|联系方式|号码/,
};
/** A table's title may stand above its headings. */
const HEADINGS_WITHIN = 6;
const [NAME_MOST, CONTACT_MOST] = [100, 30];

/** @param regions of the round; empty: any; @returns null where no row names the columns */
export function readTable(
  rows: readonly (readonly string[])[],
  regions: readonly string[],
): EnterpriseList | null {
  const found = rows.slice(0, HEADINGS_WITHIN).findIndex((row) => isHeading(columnsOf(row)));
  if (found < 0) return null;
  const columns = columnsOf(rows[found] ?? []);
  const read = rows.slice(found + 1).map((row, index) => {
    const at = (column: Column) => clean(row[columns[column] ?? -1] ?? "");
    return { number: found + 2 + index, cells: cellsOf(at) };
  });
  return checked(read, regions);
}

/** What is typed or pasted: a line an enterprise, in any order, with or without headings. */
export function readLines(text: string, regions: readonly string[]): EnterpriseList | null {
  const rows = text.split(/\r?\n/).map((line) =>
    line
      .split(/[\t,，、;；|]|\s{1,}/)
      .map(clean)
      .filter(Boolean),
  );
  const table = readTable(rows, regions);
  if (table) return table;
  const read = rows.map((row, index) => ({ number: index + 1, cells: guessed(row, regions) }));
  return read.some(({ cells }) => cells.creditCode || cells.phone) ? checked(read, regions) : null;
}

/** Several lines that tell a code or a number, or one that tells both: nobody's talk keeps it. */
export function looksLikeList(text: string): boolean {
  const lines = text.split(/\r?\n/);
  const telling = lines.filter((line) => holdsCode(line) || holdsNumber(line));
  return telling.length > 1 || telling.some((line) => holdsCode(line) && holdsNumber(line));
}

export function holdsCode(line: string): boolean {
  const words = line.normalize("NFKC").match(/[0-9A-Za-z]{18}/g) ?? [];
  return words.some((word) => readCreditCode(word) !== undefined);
}

function columnsOf(row: readonly string[]): Partial<Record<Column, number>> {
  const columns: Partial<Record<Column, number>> = {};
  for (const [place, cell] of row.entries()) {
    const plain = normalise(cell).replace(/[\s*:：]|\(.*\)/g, "");
    // 联系人电话 is a phone number, and no contact.
    const column = (["phone", "creditCode", "name", "region", "contact"] as const).find((one) =>
      HEADINGS[one].test(plain),
    );
    if (column && columns[column] === undefined) columns[column] = place;
  }
  return columns;
}

function isHeading(columns: Partial<Record<Column, number>>): boolean {
  return columns.creditCode !== undefined && columns.name !== undefined;
}

function cellsOf(at: (column: Column) => string): Listed {
  return {
    creditCode: at("creditCode"),
    name: at("name"),
    region: at("region"),
    contact: at("contact"),
    phone: at("phone"),
  };
}

/** Invisible characters and the apostrophe by which a spreadsheet keeps a number as text go; a formula stays its text. */
function clean(cell: string): string {
  return cell
    .normalize("NFKC")
    .replace(/[\p{Cc}\p{Cf}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^'/, "");
}

/** Which part of a line is what: the code and the number are known by their form, the name by its length. */
function guessed(parts: readonly string[], regions: readonly string[]): Listed {
  const left = [...parts];
  const take = (is: (part: string) => boolean) => {
    const at = left.findIndex(is);
    return at < 0 ? "" : (left.splice(at, 1)[0] ?? "");
  };
  const creditCode =
    take((part) => readCreditCode(part) !== undefined) || take((part) => /^[\dA-Z]{15,20}$/i.test(part));
  const phone = take((part) => readPhone(part) !== undefined) || take((part) => /^[\d-]{5,}$/.test(part));
  const region =
    take((part) => regionIn(part, regions) !== undefined) ||
    take((part) => /^.{1,6}[区县镇市]$|街道$/.test(part));
  const name = take((part) => part === left.toSorted((a, b) => b.length - a.length)[0]);
  return { creditCode, name, region, phone, contact: take(() => true) };
}

/** 张店 is 张店区. */
function regionIn(text: string, regions: readonly string[]): string | undefined {
  const bare = (name: string) => name.replace(/(?:区|县|市|镇|街道|乡)$/, "");
  return text === "" ? undefined : regions.find((one) => one === text || bare(one) === bare(text));
}

function checked(
  rows: readonly { number: number; cells: Listed }[],
  regions: readonly string[],
): EnterpriseList {
  const seen = new Map<string, number>();
  const list: EnterpriseList = { good: [], bad: [] };
  for (const { number: row, cells } of rows) {
    if (Object.values(cells).every((cell) => cell === "")) continue;
    const { enterprise, why } = check(cells, regions);
    const first = seen.get(enterprise.creditCode);
    const whose = cells.name.slice(0, NAME_MOST) || cells.creditCode || `第${row}行`;
    if (why.length) list.bad.push({ row, whose, why });
    else if (first !== undefined) list.bad.push({ row, whose, why: ["double"], first });
    else {
      seen.set(enterprise.creditCode, row);
      list.good.push(enterprise);
    }
  }
  return list;
}

function check(cells: Listed, regions: readonly string[]): { enterprise: Listed; why: Wrong[] } {
  const creditCode = readCreditCode(cells.creditCode);
  // A spreadsheet keeps a number as 13800000001.0 at times.
  const written = cells.phone.replace(/\.0+$/, "");
  const phone = written === "" ? "" : readPhone(written);
  const only = regions.length === 1 ? regions[0] : undefined;
  const region =
    regions.length === 0
      ? cells.region
      : (regionIn(cells.region, regions) ?? (cells.region ? undefined : only));
  const why: (Wrong | false)[] = [
    creditCode === undefined && wrongCode(cells.creditCode),
    cells.name === "" && "no_name",
    (/^[=+@]/.test(cells.name) || cells.name.length > NAME_MOST) && "odd_name",
    phone === undefined && "bad_phone",
    region === undefined && (cells.region ? "other_region" : "no_region"),
  ];
  const contact = cells.contact.slice(0, CONTACT_MOST);
  const { name } = cells;
  return {
    enterprise: { creditCode: creditCode ?? "", name, region: region ?? "", contact, phone: phone ?? "" },
    why: why.filter((one) => one !== false),
  };
}

function wrongCode(text: string): Wrong {
  if (text === "") return "no_code";
  // Eighteen figures are more than a spreadsheet's number holds: the last ones are lost for good.
  return /^\d(?:\.\d+)?e\+?\d+$/i.test(text) ? "code_rounded" : "bad_code";
}
