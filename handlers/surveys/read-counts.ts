/** Headcounts as people type them: by level in one message, and the ages and degrees of each level. */
import { type Cells, cellOf, choiceIn, TOTAL } from "./cells.ts";
import { figuresAlone, figuresSaid, leftOver, notUnderstood, plainly } from "./figures-said.ts";
import { addedUp, masked, mentionsIn, type Named, type Paired, pairUp } from "./pair-up.ts";
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
  if (NOBODY.test(plainly(text))) return { ok: true, filled: all(0) };
  const plain = plainly(text).replace(PARTS_OF_TOTAL, "$1");
  const inOrder = figuresAlone(plain, rows.length);
  if (inOrder?.some(({ unit }) => unit === "money")) return { ok: false, says: notByLevel(rows, true) };
  if (inOrder)
    return whole(
      Object.fromEntries(rows.map(({ id }, at) => [cellOf(question.id, id), inOrder[at]?.value ?? 0])),
    );
  const total = { id: TOTAL, names: question.total ? [question.total, ...TOTAL_WORDS] : [] };
  const paired = pairUp(plain.replace(OTHERS_NONE, ""), [...namedOf(rows), total], HOLDERS);
  const given = figuresOf(paired, rows);
  if (typeof given === "string") return { ok: false, says: given };
  const isFirst = rows.every(({ id }) => before[cellOf(question.id, id)] === undefined);
  const others = isFirst || OTHERS_NONE.test(plain) ? all(0) : {};
  return whole({
    ...others,
    ...Object.fromEntries([...given].map(([row, value]) => [cellOf(question.id, row), value])),
  });
}

const TOTAL_WORDS = ["总共", "一共", "总计", "共计", "共有", "共"];
/** 一共27人，其中初级工12人: the parts follow. */
const PARTS_OF_TOTAL = /^([^其\d]*(?:共|合计|总计)[^其\d]*\d+[人个名]?[\s,:;]*)其中/;
const OTHERS_NONE =
  /[\s,;、]*(?:其他|其它|其余|别)的?(?:级别|等级|几级|年龄段?|学历)?的?(?:都|均|全)?(?:没有?人?|无|是0|为0|0人?)[。.!了的]*$/;
const HOLDERS = /技能人才|技能工人|持证的?|有证的?|等级|级别|员工|职工/;

/** @returns what is not plain about it, in words */
function figuresOf(paired: Paired, rows: readonly Choice[]): ReadonlyMap<string, number> | string {
  const { pairs, loose, bare, left, isUnclear } = paired;
  if (left.length > 0) return notUnderstood(left, `请直接写人数，比如“${exampleOf(rows)}”；没有就说“没有”。`);
  if (pairs.length === 0) return notByLevel(rows, loose.length > 0);
  if (isUnclear || loose.length > 0 || bare.length > 0 || pairs.some(({ figure }) => figure.unit === "money"))
    return notByLevel(rows, true);
  const added = addedUp(pairs, false);
  return added.ok ? added.figures : `“${added.twice}”说了两次，请合在一起写一个数。`;
}

function exampleOf(rows: readonly Choice[]): string {
  return rows
    .slice(0, 2)
    .map(({ label }, at) => `${label}${at ? 8 : 12}`)
    .join(" ");
}

function notByLevel(rows: readonly Choice[], hasLoose: boolean): string {
  return hasLoose
    ? `有个数我不知道是哪一级的。请把级别写在人数前面，比如“${exampleOf(rows)}”。`
    : `请写上级别和人数，比如“${exampleOf(rows)}”；一个都没有就说“没有”。`;
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
  const columns = namedOf(survey.choices[question.columns] ?? []);
  const parts = partsByRow(text, namedOf(survey.choices[question.rows] ?? []), columns, rows, focus);
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

/** Which part of the text is about which row: what stands before the first row's name is of none. */
function partsByRow(
  text: string,
  named: readonly Named[],
  columns: readonly Named[],
  rows: readonly string[],
  focus: string | undefined,
): RowText[] | string {
  const lines = text.split(/[\n;；]+/).filter((line) => line.trim());
  const plain = plainly(text.replace(/[\n;；]+/g, "；"));
  const mentions = mentionsIn(plain, named);
  const [first] = mentions;
  if (first) {
    const left = leftOver(plain.slice(0, first.start), PEOPLE_WORDS);
    if (left.length) return notUnderstood(left, "请一级一级地写，比如“高级工 2 2 1 0”。");
    if (new Set(mentions.map(({ id }) => id)).size < mentions.length) return "同一级说了两次，请只说一次。";
    return mentions.map(({ id, end }, at) => ({ row: id, said: plain.slice(end, mentions[at + 1]?.start) }));
  }
  // A line for each row; but 18–30岁：8；31–40岁：3；… are parts of one.
  const isLineEach =
    lines.length > 1 && lines.length === rows.length && lines.every((line) => hasSeveral(line, columns));
  if (isLineEach) return rows.map((row, at) => ({ row, said: lines[at] ?? "" }));
  return focus === undefined ? "请写上是哪一级的，比如“高级工 2 2 1 0”。" : [{ row: focus, said: text }];
}

function hasSeveral(line: string, columns: readonly Named[]): boolean {
  const plain = plainly(line);
  const mentions = mentionsIn(plain, columns);
  return mentions.length > 1 || figuresSaid(masked(plain, mentions)).length > 1;
}

const PEOPLE_WORDS = /年龄|学历|技能人才|员工|职工|其中|分布|情况|占|岁|段/;

/** One row's figures: in the order of the columns, or with the columns' names. */
function readRow(
  survey: Survey,
  { id, rows, columns, of }: Matrix,
  row: string,
  said: string,
  before: Cells,
): Record<string, number> | string {
  const list = survey.choices[columns] ?? [];
  const plain = plainly(said).replace(/^[\s:,、。;人是有的]+|[\s,、。;]+$/g, "");
  const whole = of === undefined ? undefined : before[cellOf(of, row)];
  const inOrder = figuresAlone(plain, list.length)?.map(({ value }) => value);
  const ordered = inOrder ?? withoutWhole(plain, list.length, whole);
  const cells = (value: (at: number, column: string) => number) =>
    Object.fromEntries(list.map((column, at) => [cellOf(id, row, column.id), value(at, column.id)]));
  if (ordered) return cells((at) => ordered[at] ?? 0);
  const named = namedOf(list);
  const everybody = everybodyIs(plain, named, whole);
  if (everybody !== undefined) return cells((_, column) => (column === everybody ? Number(whole) : 0));
  const { pairs, loose, bare, left, isUnclear } = pairUp(plain.replace(OTHERS_NONE, ""), named, PEOPLE_WORDS);
  const label = choiceIn(survey, rows, row)?.label ?? "";
  const howTo = `${label}请按${list.map((column) => column.label).join("、")}的顺序写${list.length}个数，没有的写0。`;
  if (left.length) return notUnderstood(left, howTo);
  const odd = loose.filter(({ value }) => value !== whole);
  if (pairs.length === 0 || odd.length > 0 || loose.length > 1 || bare.length > 0 || isUnclear) return howTo;
  const added = addedUp(pairs, true);
  return added.ok
    ? cells((_, column) => added.figures.get(column) ?? 0)
    : `“${added.twice}”说了两次。${howTo}`;
}

/** 全是大专; one person alone needs no figure. */
function everybodyIs(plain: string, named: readonly Named[], whole: unknown): string | undefined {
  const mentions = mentionsIn(plain, named);
  const [only, ...more] = mentions;
  const isAll = EVERYBODY.test(plain) || whole === 1;
  if (!only || more.length > 0 || !isAll || typeof whole !== "number") return undefined;
  const rest = masked(plain, mentions);
  const left = leftOver(rest, new RegExp(`${EVERYBODY.source}|${PEOPLE_WORDS.source}|一个`));
  return left.length === 0 && figuresSaid(rest.replace("一个", "")).length === 0 ? only.id : undefined;
}

/** 12人：8 3 1 0, where the first figure only says again how many there are. */
function withoutWhole(plain: string, count: number, whole: unknown): number[] | undefined {
  const figures = figuresAlone(plain.replace(/[:：]/g, " "), count + 1)?.map(({ value }) => value);
  return figures && figures[0] === whole ? figures.slice(1) : undefined;
}
