/** Headcounts as people type them: by level in one message, and the ages and degrees of each level. */
import { normalise, quantities } from "../../policy-kb/normalise.ts";
import { type Cells, cellOf, choiceIn, TOTAL } from "./cells.ts";
import { figuresIn, mentionsIn, type Named, pairUp } from "./pair-up.ts";
import { rowsAsked } from "./problems.ts";
import type { Choice, Counts, Matrix } from "./schema.ts";
import type { Survey } from "./survey.ts";

/** What a message fills in, or why nothing could be made of it. */
export type TextReading = { ok: true; filled: Cells; note?: string } | { ok: false; says: string };

const NOBODY =
  /^(?:都|全|一个都?|目前|暂时|我们|现在)*(?:没有?|无|没得|零|0)(?:人|技能人才|持证的?人?|有?证的)*[。.!的了]*$/;
const EVERYBODY = /都是|全是|全部|全都|均为|全为/;

export function namedOf(choices: readonly Choice[]): Named[] {
  return choices.map(({ id, label, words }) => ({ id, names: [label, ...words] }));
}

/** “初级工12 中级8 高工5 技师2” in any order; what is not named has nobody, unless something is only put right. */
export function readCounts(survey: Survey, question: Counts, text: string, before: Cells): TextReading {
  const rows = survey.choices[question.rows] ?? [];
  const all = (value: number): Cells =>
    Object.fromEntries(rows.map(({ id }) => [cellOf(question.id, id), value]));
  const plain = normalise(text);
  if (NOBODY.test(plain)) return { ok: true, filled: all(0) };
  const inOrder = figuresInOrder(plain, rows.length);
  if (inOrder)
    return whole(Object.fromEntries(rows.map(({ id }, at) => [cellOf(question.id, id), inOrder[at] ?? 0])));
  const total = {
    id: TOTAL,
    names: question.total ? [question.total, "总共", "一共", "总计", "共计", "共"] : [],
  };
  const { pairs, loose } = pairUp(text, [...namedOf(rows), total]);
  if (pairs.size === 0 || loose.length > 0) return { ok: false, says: notByLevel(rows, loose.length > 0) };
  const given = Object.fromEntries([...pairs].map(([row, value]) => [cellOf(question.id, row), value]));
  const isFirst = rows.every(({ id }) => before[cellOf(question.id, id)] === undefined);
  return whole(isFirst ? { ...all(0), ...given } : given);
}

function notByLevel(rows: readonly Choice[], hasLoose: boolean): string {
  const example = rows.slice(0, 2).map(({ label }, at) => `${label}${at ? 8 : 12}`);
  return hasLoose
    ? `有个数我不知道是哪一级的。请把级别写在人数前面，比如“${example.join(" ")}”。`
    : `请写上级别和人数，比如“${example.join(" ")}”；一个都没有就说“没有”。`;
}

/** Figures alone, as many as are asked for; a comma between them parts them. */
export function figuresInOrder(plain: string, count: number): number[] | undefined {
  const pieces = plain.split(/[\s,;、/|]+/).filter(Boolean);
  if (pieces.length !== count) return undefined;
  const figures = pieces.map((piece) => (/^\d+(?:\.\d+)?$/.test(piece) ? Number(piece) : onlyFigure(piece)));
  return figures.some((figure) => figure === undefined) ? undefined : (figures as number[]);
}

function onlyFigure(piece: string): number | undefined {
  const [only, ...more] = quantities(piece);
  const rest = only && piece.slice(0, only.start) + piece.slice(only.end);
  return only && more.length === 0 && /^[人个名位]?$/.test(rest ?? "") ? only.value : undefined;
}

function whole(filled: Cells): TextReading {
  const isWhole = Object.values(filled).every((value) => Number.isInteger(value) && Number(value) >= 0);
  return isWhole ? { ok: true, filled } : { ok: false, says: "人数请写整数。" };
}

/**
 * The figures of a matrix, a row or several at once: “8 3 1 0”, “中级工 30岁以下5人，31-40岁3人”, or a line for each row.
 * @param focus the row that is asked for; figures without a row's name are its own
 */
export function readMatrix(
  survey: Survey,
  question: Matrix,
  text: string,
  before: Cells,
  focus: string | undefined,
): TextReading {
  const rows = rowsAsked(survey, question, before);
  const parts = partsByRow(text, namedOf(survey.choices[question.rows] ?? []), rows, focus);
  if (typeof parts === "string") return { ok: false, says: parts };
  const filled: Record<string, number> = {};
  for (const { row, said } of parts) {
    if (!rows.includes(row))
      return { ok: false, says: nobodyThere(choiceIn(survey, question.rows, row)?.label) };
    const figures = readRow(survey, question, row, said, before);
    if (typeof figures === "string") return { ok: false, says: figures };
    Object.assign(filled, figures);
  }
  return whole(filled);
}

/** A breakdown of a level that has nobody: the headcount comes first. */
function nobodyThere(label = ""): string {
  return `${label}现在写的是0人。有人的话先改人数，比如“${label}3人”。`;
}

interface RowText {
  row: string;
  said: string;
}

/** Which part of the text is about which row. */
function partsByRow(
  text: string,
  named: readonly Named[],
  rows: readonly string[],
  focus: string | undefined,
): RowText[] | string {
  const lines = text.split(/[\n;；]+/).filter((line) => line.trim());
  const plain = normalise(text);
  const mentions = mentionsIn(plain, named);
  if (mentions.length > 0)
    return mentions.map(({ id, end }, at) => ({ row: id, said: plain.slice(end, mentions[at + 1]?.start) }));
  if (lines.length > 1 && lines.length === rows.length)
    return rows.map((row, at) => ({ row, said: lines[at] ?? "" }));
  return focus === undefined ? "请写上是哪一级的，比如“高级工 2 2 1 0”。" : [{ row: focus, said: text }];
}

/** One row's figures: in the order of the columns, or with the columns' names. */
function readRow(
  survey: Survey,
  { id, rows, columns, of }: Matrix,
  row: string,
  said: string,
  before: Cells,
): Record<string, number> | string {
  const list = survey.choices[columns] ?? [];
  const plain = normalise(said).replace(/^[\s:：,、。人是有的]+|[\s,、。]+$/g, "");
  const whole = of === undefined ? undefined : before[cellOf(of, row)];
  const inOrder = figuresInOrder(plain, list.length) ?? withoutWhole(plain, list.length, whole);
  const cells = (value: (at: number, column: string) => number) =>
    Object.fromEntries(list.map((column, at) => [cellOf(id, row, column.id), value(at, column.id)]));
  if (inOrder) return cells((at) => inOrder[at] ?? 0);
  const named = namedOf(list);
  const mentions = mentionsIn(plain, named);
  const [only] = mentions;
  const isAlone = mentions.length === 1 && figuresIn(plain, mentions).length === 0;
  if (only && isAlone && (EVERYBODY.test(plain) || whole === 1) && typeof whole === "number")
    return cells((_, column) => (column === only.id ? whole : 0));
  const { pairs, loose } = pairUp(plain, named);
  const odd = loose.filter((figure) => figure !== whole);
  if (pairs.size > 0 && odd.length === 0) return cells((_, column) => pairs.get(column) ?? 0);
  const label = choiceIn(survey, rows, row)?.label ?? "";
  return `${label}请按${list.map((column) => column.label).join("、")}的顺序写${list.length}个数，没有的写0。`;
}

/** 12人：8 3 1 0, where the first figure only says again how many there are. */
function withoutWhole(plain: string, count: number, whole: unknown): number[] | undefined {
  const figures = figuresInOrder(plain.replace(/[:：]/g, " "), count + 1);
  return figures && figures[0] === whole ? figures.slice(1) : undefined;
}
