/** A survey as it is used: linked and frozen, made of what `load.ts` has checked. Takes data and does no I/O. */
import type { Printed } from "./printed-schema.ts";
import type { Check, Choice, Section, SurveyFile, SurveyQuestion } from "./schema.ts";

export interface Survey {
  id: string;
  /** Counted up by whoever changes the file: drafts of another version are rebased. */
  version: number;
  title: string;
  unit: string | undefined;
  choices: Readonly<Record<string, readonly Choice[]>>;
  sections: readonly Section[];
  /** Every question by its id, in the order of the form. */
  questions: ReadonlyMap<string, SurveyQuestion>;
  checks: readonly Check[];
  statistics: SurveyFile["statistics"];
  printed: Printed | undefined;
}

/** Links what was checked. */
export function assemble(file: SurveyFile): Survey {
  const { id, version, title, unit, choices, sections, checks, statistics, printed } = frozen(file);
  const all = sections.flatMap((section) => section.questions);
  const questions = new Map(all.map((question) => [question.id, question]));
  return Object.freeze({
    id,
    version,
    title,
    unit,
    choices,
    sections,
    questions,
    checks,
    statistics,
    printed,
  });
}

/** One survey is shared by all who fill it at once. */
function frozen<T>(data: T): T {
  if (typeof data === "object" && data !== null) for (const part of Object.values(data)) frozen(part);
  return Object.freeze(data);
}
