/** Rows of a repeat from one message: “电焊工3人7000，维修电工2人，工资6500” → two rows. */
import { normalise, type Quantity, quantities } from "../../policy-kb/normalise.ts";
import { type Cells, type CellValue, cellOf, rowsOf } from "./cells.ts";
import { figuresAlone } from "./figures-said.ts";
import type { TextReading } from "./read-counts.ts";
import type { Field, Repeat } from "./schema.ts";

const NONE =
  /^(?:现在|目前|暂时|暂|我们|今年)*(?:都)?(?:不缺|不需要|不招|没有?|无|不用|零)(?:人|需求|缺口|什么人|要招的)*[。.!的了啊]*$/;
/** People write a wage as a range; the form has room for one figure. */
const RANGE = /\d\s*(?:元|块|千|k)?\s*(?:-|–|~|到|至)\s*\d/;

/** Fields of a row read from one clause of the text. */
type Row = Record<string, CellValue>;

/** @param cells what stands in the form; @param editing the whole list is asked for again, to change it */
export function readRows(question: Repeat, text: string, cells: Cells, editing: boolean): TextReading {
  const plain = normalise(text.replace(/\n+/g, "；"));
  const before = rowsBefore(question, cells);
  if (NONE.test(plain)) return written(question, editing ? [] : before);
  if (RANGE.test(plain)) return { ok: false, says: "这里只能写一个数，请写一个大概的平均数，比如“7000”。" };
  const kept = editing ? withoutNamed(question, before, plain) : undefined;
  if (kept) return written(question, kept);
  const completed = editing ? undefined : completedInOrder(question, before, plain);
  if (completed) return written(question, completed);
  const rows = rowsIn(question, plain.replace(MORE, ""));
  if (rows.length === 0)
    return { ok: false, says: "请写上工种、人数和月工资，比如“电焊工3人7000”；不缺就说“不缺”。" };
  const changed = changedBy(question, before, rows);
  if (changed) return written(question, changed);
  const all = editing && !MORE.test(plain) ? rows : [...before, ...rows];
  return all.length <= question.most
    ? written(question, all)
    : { ok: false, says: `最多写${question.most}行，请挑要紧的写。` };
}

/** 再加一个钳工: behind what is there. */
const MORE = /^(?:再|另外?|还要?|还有|加上?|增加|添|补充?)+(?:一?[个行条])?[,:、\s]*/;
const GONE = /删掉?|去掉|不要了?|不招了?|取消/;

function rowsBefore({ id, fields }: Repeat, cells: Cells): Row[] {
  return Array.from({ length: rowsOf(cells, id) }, (_, at) =>
    Object.fromEntries(
      fields.flatMap((field) => {
        const value = cells[cellOf(id, at + 1, field.id)];
        return value === undefined ? [] : [[field.id, value]];
      }),
    ),
  );
}

/** The whole list: how many rows, and what stands in each. */
function written({ id }: Repeat, rows: readonly Row[]): TextReading {
  const filled: Record<string, CellValue> = { [id]: rows.length };
  for (const [index, row] of rows.entries())
    for (const [field, value] of Object.entries(row)) filled[cellOf(id, index + 1, field)] = value;
  return { ok: true, filled };
}

/** Figures alone, as many as are still open: 7000 6500. */
function completedInOrder({ fields }: Repeat, before: readonly Row[], plain: string): Row[] | undefined {
  const open = before.flatMap((row, at) =>
    fields.flatMap(({ id, kind, optional }) =>
      row[id] === undefined && !optional && kind !== "text" ? [{ at, id }] : [],
    ),
  );
  const figures = open.length ? figuresAlone(plain, open.length)?.map(({ value }) => value) : undefined;
  if (!figures) return undefined;
  return before.map((row, at) => ({
    ...row,
    ...Object.fromEntries(
      open.flatMap((cell, place) => (cell.at === at ? [[cell.id, figures[place] ?? 0]] : [])),
    ),
  }));
}

/** Every row that is told is one that is there already: only what is told of it changes. 焊工改成5人. */
function changedBy({ fields }: Repeat, before: readonly Row[], rows: readonly Row[]): Row[] | undefined {
  const name = fields.find(({ kind }) => kind === "text")?.id ?? "";
  const places = rows.map((row) => placeOf(before, name, String(row[name] ?? "")));
  if (rows.some((row) => Object.keys(row).length < 2) || places.includes(-1)) return undefined;
  return before.map((row, at) => {
    const told = rows[places.indexOf(at)];
    return told ? { ...row, ...told, [name]: row[name] ?? "" } : row;
  });
}

/** 删掉焊工, 第2行不要了. */
function withoutNamed({ fields }: Repeat, before: readonly Row[], plain: string): Row[] | undefined {
  if (!GONE.test(plain)) return undefined;
  const name = fields.find(({ kind }) => kind === "text")?.id ?? "";
  const said = plain.replace(GONE, "").replace(/[把了,。\s]/g, "");
  const [number] = quantities(said);
  const at = number && /^第/.test(said) ? number.value - 1 : placeOf(before, name, said);
  return before[at] ? before.toSpliced(at, 1) : undefined;
}

function placeOf(before: readonly Row[], name: string, said: string): number {
  const isSame = (row: Row) => {
    const there = normalise(String(row[name] ?? ""));
    return there !== "" && said !== "" && (there === said || there.endsWith(said));
  };
  const found = before.filter(isSame);
  return found.length === 1 ? before.findIndex(isSame) : -1;
}

function rowsIn({ fields }: Repeat, plain: string): Row[] {
  const name = fields.find(({ kind }) => kind === "text");
  const rows: Row[] = [];
  for (const clause of clausesOf(plain)) {
    const { words, figures } = readClause(fields, clause);
    const last = rows.at(-1);
    const isEach = /^各|各$/.test(words);
    const called = words.replace(/^各|各$/g, "");
    // Without a name of its own a clause goes on with the row before: 电焊工，3人，7000元.
    if (name && called && called !== "都") rows.push({ [name.id]: called, ...figures });
    else if (last) Object.assign(last, figures);
    if (isEach || called === "都") spread(rows, figures);
  }
  return rows;
}

/** 电焊工、车工各3人: what follows is said of every row that has no figure of its own yet. */
function spread(rows: readonly Row[], figures: Row): void {
  for (const row of rows) for (const [field, value] of Object.entries(figures)) row[field] ??= value;
}

/** A comma parts the rows, but not within a figure; blanks part them where each has its own figures (钳工3 车工2). */
function clausesOf(plain: string): string[] {
  return plain
    .split(/(?<!\d),|,(?!\d{3}(?!\d))|[;、。!?]|(?<=[\d元块人个名位])\s+(?=\p{Script=Han}{2,})/u)
    .map((clause) => clause.trim())
    .filter(Boolean);
}

const MONEY = /^(?:元|块)$/;
const PEOPLE = /^(?:人|个|名|位)$/;
/** Below it a figure without a unit counts people, from it on yuan. */
const LEAST_WAGE = 500;

function readClause(fields: readonly Field[], clause: string): { words: string; figures: Row } {
  const all = quantities(clause).filter(({ start, value }) => value > 0 && !isPartOfName(clause, start));
  const figures: Row = {};
  for (const one of all) {
    const field = fieldFor(fields, one, figures);
    if (field) figures[field.id] = one.value;
  }
  let words = clause;
  for (const { start, end } of all.toReversed())
    words = `${words.slice(0, start)} ${words.slice(end).replace(/^\s*(?:元|块钱?|人|个人?|名|位)/, " ")}`;
  return { words: occupationIn(words), figures };
}

/** 一线操作工, 二手车评估师: a numeral that belongs to a word. */
function isPartOfName(clause: string, start: number): boolean {
  return /^(?:一线|一般|二手|三维|一体|万能|千斤|百货)/.test(clause.slice(start));
}

function fieldFor(fields: readonly Field[], { value, unit }: Quantity, taken: Row): Field | undefined {
  const free = fields.filter((field) => !(field.id in taken));
  const money = free.find(({ kind }) => kind === "money");
  const people = free.find(({ kind }) => kind === "number");
  if (MONEY.test(unit)) return money;
  if (PEOPLE.test(unit)) return people;
  return value >= LEAST_WAGE ? money : people;
}

/** What is left of a clause without its figures and the small words around them. */
function occupationIn(words: string): string {
  return words
    .replace(
      /(?:平均|大概|大约|差不多|左右|上下|每?个?月(?:薪|工资|给|开)?|工资|薪资|待遇|每人|税前|到手|一个)/g,
      " ",
    )
    .replace(/[\s/()[\]"'“”:.]+/g, "")
    .replace(/^(?:和|跟|还有|还|另外|再|要|招|缺|需要|需)+/, "")
    .replace(/(?:的|也|要|招|缺|需要|改成|改为|改到|变成|应该是|是|共)+$/, "");
}
