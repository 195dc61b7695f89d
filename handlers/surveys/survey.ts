/** A survey file's data → the survey: checked, linked, frozen. Takes data and does no I/O. */
import { KnowledgeError, problemAt, type Source } from "../../policy-kb/problems.ts";
import { mistakesIn } from "./mistakes/mistakes.ts";
import type { Printed } from "./printed-schema.ts";
import {
  type Check,
  type Choice,
  type Section,
  type SurveyFile,
  type SurveyQuestion,
  surveySchema,
} from "./schema.ts";

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

/** @throws KnowledgeError that names every problem with file and line */
export function loadSurvey(source: Source): Survey {
  const result = surveySchema.safeParse(source.data);
  if (!result.success)
    throw new KnowledgeError(
      result.error.issues.map((issue) => problemAt(source, issue.path, issue.message)),
    );
  const survey = assemble(result.data);
  const problems = mistakesIn(result.data, survey, source);
  if (problems.length) throw new KnowledgeError(problems);
  return survey;
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
