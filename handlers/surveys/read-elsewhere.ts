/** What was typed under one question and answers another: taken where it can mean nothing else. */

import { type Ask, asksOf } from "./asks.ts";
import type { Cells } from "./cells.ts";
import { plainly } from "./figures-said.ts";
import { mentionsIn } from "./pair-up.ts";
import { readAsk } from "./read-ask.ts";
import { namedOf } from "./read-counts.ts";
import { namesPeople } from "./read-people.ts";
import type { Field, SurveyQuestion } from "./schema.ts";
import type { Survey } from "./survey.ts";

export interface Elsewhere {
  ask: string;
  filled: Cells;
  note?: string;
}

/** @param asking the question that it was no answer to; null where none is asked, and only people are looked for */
export function elsewhere(
  survey: Survey,
  text: string,
  { cells, today }: { cells: Cells; today: string },
  asking: string | null,
): Elsewhere | undefined {
  const own = asking?.split("/")[0];
  for (const ask of asksOf(survey)) {
    const isMeant = asking === null ? tellsOfPeople(ask, text) : names(survey, ask, text);
    if (ask.id === own || !isMeant) continue;
    const reading = readAsk(ask, text, { survey, cells, today, editing: asking === null });
    if (reading.ok && isWhole(ask, reading.filled)) return { ask: ask.id, ...reading };
  }
  return undefined;
}

function tellsOfPeople({ questions }: Ask, text: string): boolean {
  return questions.some(({ confidential }) => confidential) && namesPeople(questions.filter(isField), text);
}

/** Whether the text says by a name of its own that it is about this. */
function names(survey: Survey, ask: Ask, text: string): boolean {
  const [only, ...more] = ask.questions;
  if (more.length > 0) {
    if (ask.questions.some(({ confidential }) => confidential)) return tellsOfPeople(ask, text);
    return ask.questions.some(({ label, words }) =>
      [label, ...words].some((name) => name.length > 1 && text.includes(name)),
    );
  }
  if (only?.kind === "repeat") return true;
  if (only?.kind !== "counts") return false;
  return mentionsIn(plainly(text), namedOf(survey.choices[only.rows] ?? [])).length > 0;
}

/** Of rows every figure must be told: less could be anything. */
function isWhole({ questions: [only] }: Ask, filled: Cells): boolean {
  if (only?.kind !== "repeat") return true;
  const rows = Number(filled[only.id] ?? 0);
  const fields = only.fields.filter(({ optional }) => !optional).length;
  return rows > 0 && Object.keys(filled).length === 1 + rows * fields;
}

function isField(question: SurveyQuestion): question is Field {
  return !["counts", "matrix", "repeat", "several"].includes(question.kind);
}
