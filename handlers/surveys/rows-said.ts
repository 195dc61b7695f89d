/** Rows as they are told: occupation and figures, clause by clause, or a table copied from somewhere. */

import type { CellValue } from "./cells.ts";
import { type Figure, figuresSaid, plainly } from "./figures-said.ts";
import { isAside, isOccupation } from "./occupation.ts";
import type { Field } from "./schema.ts";

/** Fields of a row read from one clause of the text. */
export type Row = Record<string, CellValue>;

export interface RowsSaid {
  rows: Row[];
  /** What was not understood. */
  left: string[];
  /** Several rows one behind the other: 车工、钳工. */
  isListed: boolean;
}

export function rowsSaid(fields: readonly Field[], text: string): RowsSaid {
  const name = fields.find(({ kind }) => kind === "text")?.id ?? "";
  const rows: Row[] = [];
  const left: string[] = [];
  for (const clause of clausesOf(text)) {
    const said = readClause(fields, clause);
    if (said === undefined) left.push(clause);
    else if (said.names.length === 0 && !said.isEach && rows.length > 0)
      goOn(rows, said.figures, left, clause);
    else if (said.names.length === 0 && !said.isEach && Object.keys(said.figures).length > 0)
      left.push(clause);
    for (const called of said?.names ?? []) rows.push({ [name]: called, ...said?.figures });
    if (said?.isEach) for (const row of rows) addTo(row, said.figures);
  }
  return { rows, left, isListed: rows.length > 1 && text.includes("、") };
}

/** Without a name of its own a clause goes on with the row before: 电焊工，3人，7000元; 电焊工、车工各3人，7000. */
function goOn(rows: Row[], figures: Row, left: string[], clause: string): void {
  const last = rows.at(-1);
  if (Object.keys(figures).some((field) => last?.[field] !== undefined)) left.push(clause);
  const shared = rows.findLastIndex((row) => !isLike(row, last)) + 1;
  const isShared = rows.length - shared > 1 && Object.keys(last ?? {}).length > 1;
  for (const row of isShared ? rows.slice(shared) : rows.slice(-1)) addTo(row, figures);
}

/** Rows that were told together have the same fields. */
function isLike(one: Row, other: Row | undefined): boolean {
  return Object.keys(one).join() === Object.keys(other ?? {}).join();
}

function addTo(row: Row, figures: Row): void {
  for (const [field, value] of Object.entries(figures)) row[field] ??= value;
}

const LABELS = /(?:需求)?工种|岗位|职位|人数|需求人数|月?工资(?:待遇)?|月薪|薪资|待遇|序号/g;
/** 1、 ① 一、 and the first column of a table. */
const NUMBERED =
  /^\s*(?:\(?\d{1,2}\s?[)）、.．](?!\d)|[一二三四五六七八九十]{1,3}[、.]|\(?[一二三四五六七八九十]\))\s*/;

/** A comma parts the rows, but not within a figure; so does the next occupation behind a figure (钳工3人车工2人). */
function clausesOf(text: string): string[] {
  const lines = text
    .replace(/[①-⑳]/g, "\n")
    .replace(/(?<=[\s;；])(?=\d{1,2}[、.．)]\s*\p{Script=Han})/gu, "\n")
    .split(/[\n;；。]+/)
    .filter((line) => line.replace(LABELS, "").trim() !== "");
  const isTable =
    lines.length > 0 && lines.every((line, at) => new RegExp(`^\\s*${at + 1}[\\t ]+\\D`).test(line));
  return lines
    .map((line) => (isTable ? line.replace(/^\s*\d+\s+/, "") : line).replace(NUMBERED, ""))
    .flatMap((line) =>
      plainly(line.replace(/\t/g, " "))
        .replace(/(?:工种|岗位|职位)\s?[:是为]\s?/g, ",")
        .split(/(?<!\d),|,(?!\d{3}(?!\d))|[、!?]|(?<=[\d元块人个名位月])\s+(?=\p{Script=Han}{2,})/u),
    )
    .flatMap((clause) => clause.split(BETWEEN_ROWS))
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "" && !isAside(clause));
}

/** 电焊工3人|电工2人: not where 元 or a month follows. */
const BETWEEN_ROWS =
  /(?<=\p{Script=Han}[\d十一二两三四五六七八九]+[人个名位](?:\d{4,6}(?:元|块钱?)?(?:\/月|每月)?)?)(?=[\p{Script=Han}]{2,}[\d十一二两三四五六七八九]+[人个名位])(?!月?工资|每|一个|元|块|人|月薪|待遇|大概|大约|左右)/u;

interface Clause {
  names: string[];
  figures: Row;
  isEach: boolean;
}

function readClause(fields: readonly Field[], clause: string): Clause | undefined {
  const all = figuresSaid(clause.replace(/(?:每|一)个?月/g, (word) => "□".repeat(word.length)));
  const figures = all.filter((figure) => !isPartOfName(clause, figure));
  const given = fieldsOf(fields, figures);
  if (!given) return undefined;
  const words = rowWords(clause, figures);
  const isEach = /^(?:各|都|均)|(?:各|都|均)$/.test(words);
  const called = words.replace(/^(?:各|都|均)|(?:各|都|均)$/g, "");
  const names =
    isEach || figures.length === 0 ? called.split(/[和与及跟]/).filter(Boolean) : [called].filter(Boolean);
  return names.every(isOccupation) ? { names, figures: given, isEach } : undefined;
}

/** 5G网络工, 八级钳工, A1司机: a numeral that belongs to a word. */
function isPartOfName(clause: string, { unit, start, end }: Figure): boolean {
  if (/[a-z第]$/.test(clause.slice(0, start))) return true;
  if (unit !== "" || /月$/.test(clause.slice(start, end))) return false;
  if (!/^[\p{Script=Han}a-z]/u.test(clause.slice(end)) || SAID_BEHIND.test(clause.slice(end))) return false;
  return !/^\d{4}/.test(clause.slice(start));
}
const SAID_BEHIND = /^(?:左右|上下|每|月|工资|待遇|到手|税前|的?待遇|以?包)/;

/** A figure without a unit counts people below the first and is pay from the second on; between them nobody knows. */
const [MOST_PEOPLE, LEAST_PAY] = [500, 1_000];

export function fieldOfFigure(fields: readonly Field[], { value, unit }: Figure): Field | undefined {
  const money = fields.find(({ kind }) => kind === "money");
  if (unit === "money") return money;
  const people = fields.find(({ kind }) => kind === "number");
  if (unit === "people") return people;
  if (value >= 1_000_000) return undefined;
  return value >= LEAST_PAY ? money : value < MOST_PEOPLE ? people : undefined;
}

/** Which figure is what; two without a unit stand in the order of the form. */
function fieldsOf(fields: readonly Field[], figures: readonly Figure[]): Row | undefined {
  const money = fields.find(({ kind }) => kind === "money");
  const people = fields.find(({ kind }) => kind === "number");
  const [first, second, ...more] = figures;
  if (more.length > 0 || figures.some(({ value }) => value >= 1_000_000)) return undefined;
  const meant = figures.map((figure) => fieldOfFigure(fields, figure));
  if (first && second && people && money) {
    if (meant[0] && meant[1] && meant[0] !== meant[1]) return rowOf(meant, figures);
    const isInOrder = first.unit !== "money" && second.unit !== "people" && second.value >= MOST_PEOPLE;
    return isInOrder && first.value < second.value ? rowOf([people, money], figures) : undefined;
  }
  return meant.includes(undefined) ? undefined : rowOf(meant, figures);
}

function rowOf(meant: readonly (Field | undefined)[], figures: readonly Figure[]): Row {
  return Object.fromEntries(meant.map((field, at) => [field?.id ?? "", figures[at]?.value ?? 0]));
}

/** What is left of a clause without its figures and the small words around them. */
export function rowWords(clause: string, figures: readonly Figure[]): string {
  let words = clause;
  for (const { start, end } of figures.toReversed()) words = `${words.slice(0, start)} ${words.slice(end)}`;
  return words
    .replace(
      /(?:人均|平均|大概|大约|差不多|左右|上下|(?:每|一)个?月(?:薪|工资|给|开)?|月薪|月?工资(?:待遇)?|薪资|待遇|人数|每人|税前|到手|\/月)/g,
      " ",
    )
    .replace(/[\s/[\]"'“”:.=]+/g, "")
    .replace(/^(?:我们|我公司|公司|现在|目前|和|跟|还有|还|另外|再|要|招|缺|需要|需|的)+/, "")
    .replace(/(?:的|也|要|招|缺|需要|改成|改为|改到|变成|应该是|是|共|给|开)+$/, "");
}
