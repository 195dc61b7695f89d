/** What a person typed, as cells of what was asked; and, by the way, of what would have been asked next. */
import { normalise } from "../../policy-kb/normalise.ts";
import { ordinalIn } from "../choices.ts";
import type { Ask } from "./asks.ts";
import { rowsLeft } from "./asks.ts";
import { type Cells, type CellValue, cellOf } from "./cells.ts";
import {
  BY_THE_MONTH,
  type Figure,
  figuresAlone,
  leftOver,
  notUnderstood,
  OTHER_TIME,
  plainly,
} from "./figures-said.ts";
import { addedUp, masked, mentionsIn, type Named, pairUp } from "./pair-up.ts";
import { readCell } from "./read-cell.ts";
import { namedOf, readCounts, readMatrix, type TextReading } from "./read-counts.ts";
import { namesPeople, readPeople } from "./read-people.ts";
import { readRows } from "./read-rows.ts";
import { isRelevant } from "./relevant.ts";
import type { Counts, Field, Several, SurveyQuestion } from "./schema.ts";
import type { Survey } from "./survey.ts";

export interface AskContext {
  survey: Survey;
  cells: Cells;
  /** "2026-11-20" */
  today: string;
  /** The answer is asked for again, to change it. */
  editing: boolean;
  /** The row that is asked for alone. */
  row?: string | undefined;
}

export function readAsk(ask: Ask, text: string, context: AskContext): TextReading {
  const { cells, editing } = context;
  const questions = ask.questions.filter(({ relevant }) => isRelevant(relevant, cells));
  const [only, ...more] = questions;
  if (!only) return { ok: true, filled: {} };
  if (more.length === 0) return readOne(ask, only, text, context);
  const fields = questions.filter(isField);
  return fields.some(({ kind }) => kind === "phone")
    ? checked(readPeople(fields, text, cells, editing), context)
    : checked(readFigures(fields, text, context), context);
}

function readOne(ask: Ask, question: SurveyQuestion, text: string, context: AskContext): TextReading {
  const { survey, cells, editing } = context;
  switch (question.kind) {
    case "counts":
      return checked(readCountsOrRow(question, text, context), context);
    case "matrix": {
      const [focus = context.row] = context.row ? [context.row] : rowsLeft(survey, question, cells);
      return checked(readMatrix(survey, question, text, cells, focus), context);
    }
    case "repeat":
      return checked(readRows(question, text, cells, editing), context);
    case "several":
      return readSeveral(survey, question, text);
    case "choice":
      return readChoices(ask, question, text, context);
    default:
      return checked({ ok: true, filled: { [question.id]: withoutLabel(question, text) } }, context);
  }
}

/** One level's headcount put right: a figure alone is enough. */
function readCountsOrRow(question: Counts, text: string, { survey, cells, row }: AskContext): TextReading {
  const [only] =
    (row !== undefined &&
      figuresAlone(plainly(text).replace(/^(?:人数)?(?:是|有|改成|改为|应该是|为)*/, ""), 1)) ||
    [];
  if (row === undefined || !only || only.unit === "money") return readCounts(survey, question, text, cells);
  return { ok: true, filled: { [cellOf(question.id, row)]: only.value } };
}

function isField(question: SurveyQuestion): question is Field {
  return !["counts", "matrix", "repeat", "several"].includes(question.kind);
}

/** Every value by the same reading as on the page and in the file. */
function checked(reading: TextReading, { survey, today }: AskContext): TextReading {
  if (!reading.ok) return reading;
  const filled: Record<string, CellValue> = {};
  for (const [cell, raw] of Object.entries(reading.filled)) {
    const read = readCell(survey, cell, raw, today);
    if (!read.ok) return read;
    if (read.value !== null) filled[cell] = read.value;
  }
  return { ...reading, filled };
}

/** “职工320人，月工资6500，提取20万，用了15万”, or figures alone in the order of what is still open. */
function readFigures(fields: readonly Field[], text: string, { cells, editing }: AskContext): TextReading {
  const plain = plainly(text);
  if (OTHER_TIME.test(plain)) return { ok: false, says: BY_THE_MONTH };
  const lacking = editing ? [] : fields.filter(({ id }) => cells[id] === undefined);
  const open = lacking.length ? lacking : fields;
  const inOrder = figuresAlone(plain, open.length);
  if (inOrder) return figuresFor(open.flatMap((field, at) => (inOrder[at] ? [[field, inOrder[at]]] : [])));
  const named = fields.map(({ id, label, words }) => ({ id, names: [label, ...words] }));
  const { pairs, loose, bare, left, isUnclear } = pairUp(plain, named, /每人|每个?月?|平均/);
  if (left.length) return { ok: false, says: notUnderstood(left, NAME_FIRST) };
  const added = addedUp(pairs, false);
  if (!added.ok) return { ok: false, says: `“${added.twice}”说了两次，请只写一个数。` };
  const given = pairs.flatMap(({ id, figure }): [Field, Figure][] =>
    fields.filter((field) => field.id === id).map((field) => [field, figure]),
  );
  const [last, ...others] = open.filter(({ id }) => !added.figures.has(id));
  // One figure and one field are left over, or one that counts people: they belong together.
  const [figure, ...figures] = loose;
  const counts = open.filter(({ id, kind }) => kind === "number" && !added.figures.has(id));
  const meant =
    others.length === 0 ? last : figure?.unit === "people" && counts.length === 1 ? counts[0] : undefined;
  if (meant && figure && figures.length === 0) given.push([meant, figure]);
  const isPlain = !isUnclear && bare.length === 0 && given.length === pairs.length + loose.length;
  return isPlain && given.length > 0 ? figuresFor(given) : { ok: false, says: NAME_FIRST };
}

const NAME_FIRST = "请把名称写在数前面，这样我才知道哪个数是什么。";

/** 320人 is no wage, 6500元 no headcount. */
function figuresFor(given: readonly (readonly [Field, Figure])[]): TextReading {
  const isOdd = given.some(([{ kind }, { unit }]) => unit === (kind === "money" ? "people" : "money"));
  return isOdd
    ? { ok: false, says: NAME_FIRST }
    : { ok: true, filled: Object.fromEntries(given.map(([{ id }, { value }]) => [id, value])) };
}

/** A choice by its number or words; other choices of the section that the text names are taken along. */
function readChoices(
  { section }: Ask,
  question: Extract<SurveyQuestion, { kind: "choice" }>,
  text: string,
  { survey, cells }: AskContext,
): TextReading {
  const list = survey.choices[question.choices] ?? [];
  const plain = plainly(text);
  const place = ordinalIn(plain);
  const numbered = place === undefined ? undefined : list[place - 1];
  if (numbered) return { ok: true, filled: { [question.id]: numbered.id } };
  const others = section.questions.filter(
    (one): one is Extract<SurveyQuestion, { kind: "choice" }> =>
      one.kind === "choice" && (one.id === question.id || cells[one.id] === undefined),
  );
  const named = others.flatMap((one) =>
    namedOf(survey.choices[one.choices] ?? []).map(({ id, names }) => ({
      id: cellOf(one.id, id),
      // One character alone may stand in anybody's name: it counts where it is all that was said.
      names: names.filter((name) => name.length > 1 || normalise(name) === plain),
    })),
  );
  const said = withoutPeople(survey, plain);
  const mentions = mentionsIn(said, named);
  const left = leftOver(masked(said, mentions), AROUND_CHOICES);
  const filled: Record<string, string> = {};
  for (const { id } of mentions) {
    const [of = "", value = ""] = id.split("/");
    if (filled[of] !== undefined && filled[of] !== value)
      return { ok: false, says: "您说的像是不止一个，请只选一个。" };
    filled[of] = value;
  }
  if (mentions.length === 0) return { ok: false, says: PICK };
  // 不是民营, 中小型, 食品加工 hold the name of a choice, and mean something else.
  return left.length ? { ok: false, says: notUnderstood(left, PICK_ONE) } : { ok: true, filled };
}

const PICK_ONE = "请点下面的选项，或者回复选项上的字。";
const PICK = `没太听懂。${PICK_ONE}`;
const AROUND_CHOICES =
  /属于|应该|算|主要|行业|领域|类型|规模|性质|做|搞|从事|选|那种|一家|家|嗯|哦|您好|你好/;

/** 民营，负责人王强 13800000001: who is told by the way is no part of the choice. */
function withoutPeople(survey: Survey, plain: string): string {
  const fields = [...survey.questions.values()].filter(isField);
  return plain
    .split(/(?<=[,;。])/)
    .filter((clause) => !namesPeople(fields, clause))
    .join("");
}

const NONE_AT_ALL =
  /^(?:以上|上面|这些|目前|暂时|我们|现在|都|全|也|一样|一个|一种|一项)*(?:没有?|无|没搞|不搞|没做|不做|没培养|不培养)(?:过|这些|培养)?[的了啊。!]*$/;
const ALL_OF_THEM =
  /^(?:以上|上面|这些|这?[四几]种|我们|现在|全部|全|都)*(?:都|全|全部)(?:有|是|要|选|用|搞|做|采用|打勾)*[的了啊。!]*$/;

/** All of the list is answered at once: what is not named is not ticked. */
export function ticksOf(survey: Survey, { id, choices }: Several, ticked: readonly string[]): Cells {
  return Object.fromEntries(
    (survey.choices[choices] ?? []).map((choice) => [cellOf(id, choice.id), ticked.includes(choice.id)]),
  );
}

function readSeveral(survey: Survey, question: Several, text: string): TextReading {
  const list = survey.choices[question.choices] ?? [];
  const all = list.map(({ id }) => id);
  const ticks = (ids: readonly string[]): TextReading => ({
    ok: true,
    filled: ticksOf(survey, question, ids),
  });
  const plain = plainly(text);
  if (NONE_AT_ALL.test(plain) || plain === plainly(question.none)) return ticks([]);
  if (ALL_OF_THEM.test(plain)) return ticks(all);
  const numbers = /^(?:\d{1,2}[\s,、和.]*)+$/.test(plain) ? (plain.match(/\d{1,2}/g) ?? []) : [];
  const numbered = numbers.map((digits) => list[Number(digits) - 1]?.id);
  if (numbered.length && !numbered.includes(undefined)) return ticks(numbered as string[]);
  const said = withoutPeople(survey, plain);
  const { yes, no, others, left } = wordsOf(said, namedOf(list));
  if (left.length) return { ok: false, says: notUnderstood(left, PICK_ONE) };
  if (yes.some((id) => no.includes(id))) return { ok: false, says: PICK };
  if (others) return ticks(all.filter((id) => !no.includes(id)));
  return yes.length ? ticks(yes) : { ok: false, says: PICK };
}

/** What is said to be done, what not (不搞委托, 除了委托), and whether all the others are. */
function wordsOf(plain: string, named: readonly Named[]) {
  const found = { yes: [] as string[], no: [] as string[], others: false, left: [] as string[] };
  for (const clause of plain.split(/[,;。!]|(?<=以外|之外)|(?=其他|其它|其余)/)) {
    const mentions = mentionsIn(clause, named);
    const rest = masked(clause, mentions).replace(/^[\s我们目前现在暂时但是就]+/, "");
    const not = NOT_DONE.exec(rest)?.[0];
    (not === undefined ? found.yes : found.no).push(...mentions.map(({ id }) => id));
    const others = OTHERS.exec(rest.slice(not?.length ?? 0))?.[0];
    if (others !== undefined) found.others = true;
    const words = rest.slice(not?.length ?? 0).replace(OTHERS, "");
    found.left.push(...leftOver(words, AROUND_TICKS));
  }
  return found;
}

const NOT_DONE = /^(?:没有|没搞|没做|没用|没|不搞|不做|不用|不|无|除了|除)(?=□)/;
const OTHERS = /(?:以外|之外|外)?(?:其他|其它|其余)?的?(?:全都|都|全部|全)(?:有|是|搞|做|用)的?$/;
const AROUND_TICKS =
  /培养|方式|措施|采用|采取|主要|只有?|仅|就|搞|做|用|都|以外|之外|外|加上|加|选|平时|通过|靠/;

/** 企业名称是淄博某某公司 → 淄博某某公司. */
function withoutLabel({ label, words }: SurveyQuestion, text: string): string {
  const plain = text.trim();
  const said = [label, ...words].find((name) => plain.startsWith(name));
  return said ? plain.slice(said.length).replace(/^\s*(?:是|叫|为|:|：|,|，)*\s*/, "") || plain : plain;
}
