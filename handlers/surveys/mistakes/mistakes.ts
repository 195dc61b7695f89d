/** Everything that can be wrong in a survey file whose form is right: names that nothing bears, and what can never be. */
import { type Problem, problemAt, type Source } from "../../../policy-kb/problems.ts";
import { printedProblems } from "../printed-problems.ts";
import type { SurveyFile } from "../schema.ts";
import type { Survey } from "../survey.ts";
import { mistakesInChecks } from "./in-checks.ts";
import { mistakesInLists } from "./in-lists.ts";
import { mistakesInQuestions } from "./in-questions.ts";
import { mistakesInTogether } from "./in-together.ts";
import { type Draughted, type Path, type Report, unknown } from "./report.ts";

/** @param survey what the file would make */
export function mistakesIn(file: SurveyFile, survey: Survey, source: Source): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (path, message) => problems.push(problemAt(source, path, message));
  const draughted = { file, survey, report };
  const name = /([^/\\]+)\.yaml$/.exec(source.file)?.[1];
  if (name !== undefined && name !== file.id)
    report(["id"], `the id is ${file.id}, but the file is called ${name}.yaml`);
  mistakesInLists(draughted);
  mistakesInQuestions(draughted);
  mistakesInTogether(draughted);
  mistakesInChecks(draughted);
  mistakesInStatistics(draughted);
  braces(file.sections, ["sections"], report);
  for (const [c, { why }] of file.checks.entries()) braces(why, ["checks", c, "why"], report);
  // A layout of questions that are wrong themselves tells nothing new.
  if (file.printed && !problems.length)
    for (const message of printedProblems(survey)) report(["printed"], message.replace("printed: ", ""));
  return problems;
}

function mistakesInStatistics({ file, survey, report }: Draughted): void {
  for (const [i, id] of file.statistics.by.entries())
    if (survey.questions.get(id)?.kind !== "choice")
      report(["statistics", "by", i], `${id} is no choice question: figures are told apart by choices`);
  const counted = [...survey.questions.values()].flatMap((question) =>
    question.kind === "counts" ? (survey.choices[question.rows] ?? []) : [],
  );
  const rows = [...new Set(counted.map(({ id }) => id))];
  for (const [i, row] of file.statistics.highly_skilled.entries())
    if (!rows.includes(row))
      report(["statistics", "highly_skilled", i], unknown("row of a counts question", row, rows));
}

/** Only what a check says is filled in; elsewhere people would read the braces. */
function braces(data: unknown, path: Path, report: Report): void {
  if (typeof data === "string" && data.includes("{"))
    report(path, "only the says of a check fills in {…}; here people would read it as it stands");
  if (typeof data !== "object" || data === null) return;
  for (const [key, value] of Object.entries(data))
    braces(value, [...path, Array.isArray(data) ? Number(key) : key], report);
}
