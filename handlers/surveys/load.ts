/**
 * A survey file's data, checked. Apart from `survey.ts`, since what checks is heavy and only needed when a file changed.
 */
import { KnowledgeError, problemAt, type Source } from "../../policy-kb/problems.ts";
import { mistakesIn } from "./mistakes/mistakes.ts";
import { type SurveyFile, surveySchema } from "./schema.ts";
import { assemble, type Survey } from "./survey.ts";

/** @throws KnowledgeError that names every problem with file and line */
export function checkSurvey(source: Source): SurveyFile {
  const result = surveySchema.safeParse(source.data);
  if (!result.success)
    throw new KnowledgeError(
      result.error.issues.map((issue) => problemAt(source, issue.path, issue.message)),
    );
  const problems = mistakesIn(result.data, assemble(structuredClone(result.data)), source);
  if (problems.length) throw new KnowledgeError(problems);
  return result.data;
}

/** @throws KnowledgeError that names every problem with file and line */
export function loadSurvey(source: Source): Survey {
  return assemble(checkSurvey(source));
}
