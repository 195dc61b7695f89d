/** A survey file's data → the survey: checked, linked, frozen. Takes data and does no I/O. */
import { KnowledgeError, type Problem, problemAt, type Source } from "../../policy-kb/problems.ts";
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
  const problems = checkReferences(result.data, source);
  if (problems.length) throw new KnowledgeError(problems);
  return assemble(result.data);
}

export function assemble(file: SurveyFile): Survey {
  const questions = file.sections.flatMap((section) => section.questions);
  return {
    id: file.id,
    version: file.version,
    title: file.title,
    unit: file.unit,
    choices: file.choices,
    sections: file.sections,
    questions: new Map(questions.map((question) => [question.id, question])),
    checks: file.checks,
    statistics: file.statistics,
    printed: file.printed,
  };
}

function checkReferences(_file: SurveyFile, _source: Source): Problem[] {
  return [];
}
