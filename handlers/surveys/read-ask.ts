/** What a person typed, as cells of what was asked; and, by the way, of what would have been asked next. */
import { normalise, quantities } from "../../policy-kb/normalise.ts";
import { ordinalIn } from "../choices.ts";
import type { Ask } from "./asks.ts";
import { rowsLeft } from "./asks.ts";
import { type Cells, type CellValue, cellOf } from "./cells.ts";
import { mentionsIn, pairUp } from "./pair-up.ts";
import { readCell } from "./read-cell.ts";
import { figuresInOrder, namedOf, readCounts, readMatrix, type TextReading } from "./read-counts.ts";
import { readPeople } from "./read-people.ts";
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
    ? checked(readPeople(fields, text, editing ? {} : cells), context)
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
  const [only, ...more] = row === undefined ? [] : quantities(normalise(text));
  if (row === undefined || !only || more.length) return readCounts(survey, question, text, cells);
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
  const plain = normalise(text);
  const lacking = editing ? [] : fields.filter(({ id }) => cells[id] === undefined);
  const open = lacking.length ? lacking : fields;
  const inOrder = figuresInOrder(plain, open.length);
  if (inOrder)
    return { ok: true, filled: Object.fromEntries(open.map(({ id }, at) => [id, inOrder[at] ?? 0])) };
  const named = fields.map(({ id, label, words }) => ({ id, names: [label, ...words] }));
  const { pairs, loose } = pairUp(plain, named);
  const [last, ...others] = open.filter(({ id }) => !pairs.has(id));
  // One figure and one field are left over: they belong together.
  const rest = last && others.length === 0 && loose.length === 1 ? { [last.id]: loose[0] ?? 0 } : {};
  const filled = { ...Object.fromEntries(pairs), ...rest };
  const isUnclear = loose.length > Object.keys(rest).length;
  if (Object.keys(filled).length > 0 && !isUnclear) return { ok: true, filled };
  return { ok: false, says: "请把名称写在数前面，这样我才知道哪个数是什么。" };
}

/** A choice by its number or words; other choices of the section that the text names are taken along. */
function readChoices(
  { section }: Ask,
  question: Extract<SurveyQuestion, { kind: "choice" }>,
  text: string,
  { survey, cells }: AskContext,
): TextReading {
  const list = survey.choices[question.choices] ?? [];
  const plain = normalise(text);
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
  const filled: Record<string, string> = {};
  for (const { id } of mentionsIn(plain, named)) {
    const [of = "", value = ""] = id.split("/");
    if (filled[of] !== undefined && filled[of] !== value)
      return { ok: false, says: "您说的像是不止一个，请只选一个。" };
    filled[of] = value;
  }
  if (filled[question.id] === undefined && Object.keys(filled).length === 0)
    return { ok: false, says: "没太听懂。请点下面的选项，或者回复选项上的字。" };
  return { ok: true, filled };
}

const NOTHING = /^(?:都|一样|一个)*(?:没有?|无|不)[^,。]{0,4}$/;

/** All of the list is answered at once: what is not named is not ticked. */
export function ticksOf(survey: Survey, { id, choices }: Several, ticked: readonly string[]): Cells {
  return Object.fromEntries(
    (survey.choices[choices] ?? []).map((choice) => [cellOf(id, choice.id), ticked.includes(choice.id)]),
  );
}

function readSeveral(survey: Survey, question: Several, text: string): TextReading {
  const list = survey.choices[question.choices] ?? [];
  const plain = normalise(text);
  if (NOTHING.test(plain)) return { ok: true, filled: ticksOf(survey, question, []) };
  const numbers = /^(?:\d{1,2}[\s,、和.]*)+$/.test(plain) ? (plain.match(/\d{1,2}/g) ?? []) : [];
  const numbered = numbers.map((digits) => list[Number(digits) - 1]?.id);
  if (numbered.length && !numbered.includes(undefined))
    return { ok: true, filled: ticksOf(survey, question, numbered as string[]) };
  const named = mentionsIn(plain, namedOf(list)).map(({ id }) => id);
  if (named.length === 0 && /全|都/.test(plain))
    return {
      ok: true,
      filled: ticksOf(
        survey,
        question,
        list.map(({ id }) => id),
      ),
    };
  return named.length
    ? { ok: true, filled: ticksOf(survey, question, named) }
    : { ok: false, says: "没太听懂。请点下面的选项，或者回复选项上的字。" };
}

/** 企业名称是淄博某某公司 → 淄博某某公司. */
function withoutLabel({ label, words }: SurveyQuestion, text: string): string {
  const plain = text.trim();
  const said = [label, ...words].find((name) => plain.startsWith(name));
  return said ? plain.slice(said.length).replace(/^\s*(?:是|叫|为|:|：|,|，)*\s*/, "") || plain : plain;
}
