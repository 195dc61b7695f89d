/** Mistakes in the checks: what they compare, what they say, and whether a reason can be given. */
import { fieldOf, partsOf } from "../cells.ts";
import type { Check, Term } from "../schema.ts";
import type { Survey } from "../survey.ts";
import { isNumeric } from "./in-conditions.ts";
import { type Draughted, type Path, reportTwice } from "./report.ts";

/** The checks that every survey has without writing them down. */
const BUILT_IN = ["adds_up", "total", "missing"];

export function mistakesInChecks(draughted: Draughted): void {
  const { file, report } = draughted;
  reportTwice(
    file.checks.map(({ id }, c) => [id, ["checks", c, "id"]]),
    report,
  );
  for (const [c, check] of file.checks.entries()) {
    const path = ["checks", c];
    if (BUILT_IN.includes(check.id))
      report([...path, "id"], `${check.id} is made in any case; take another id`);
    mistakesInWhy(draughted, check, path);
    mistakesInEach(draughted, check, path);
    mistakesInTerms(draughted, check, path);
    mistakesInWords(draughted, check, path);
  }
}

function mistakesInWhy({ report }: Draughted, { id, strength, why }: Check, path: Path): void {
  if (strength === "warning" && why === undefined)
    report(path, `the warning ${id} stands with a reason: it needs a why that asks for it`);
  if (strength !== "warning" && why !== undefined)
    report([...path, "why"], `only a warning asks for a reason; ${id} is of the strength ${strength}`);
}

function mistakesInEach({ survey, report }: Draughted, check: Check, path: Path): void {
  if (check.each === undefined) return;
  if (survey.questions.get(check.each)?.kind !== "repeat")
    report([...path, "each"], `${check.each} is no repeat, so it has no rows to check one by one`);
  if (!cellsOf(check).some((cell) => cell.includes("*")))
    report([...path, "each"], `${check.id} names no * of ${check.each}: every row would tell the same`);
}

function cellsOf({ left, right }: Check): string[] {
  return [left, right].flatMap((term) => ("cell" in term ? term.cell : []));
}

function mistakesInTerms({ survey, report }: Draughted, check: Check, path: Path): void {
  for (const side of ["left", "right"] as const) {
    const message = termMistake(survey, check, check[side]);
    if (message) report([...path, side], message);
  }
  const [left, right] = [check.left, check.right].map((term) => JSON.stringify(term));
  if (left === right || ("number" in check.left && "number" in check.right))
    report([...path, "right"], `${check.id} compares nothing that anybody fills in with each other`);
}

function termMistake(survey: Survey, check: Check, term: Term): string | undefined {
  if ("number" in term) return undefined;
  if ("sum" in term)
    return survey.questions.get(term.sum)?.kind === "counts"
      ? undefined
      : `${term.sum} is no counts question: only its rows are summed`;
  const mistake = cellMistake(survey, check, term.cell);
  if (mistake) return mistake;
  const field = fieldOf(survey, firstRow(term.cell));
  return field && isNumeric(field) ? undefined : `${term.cell} is a ${field?.kind}; a check compares numbers`;
}

/** A row of a repeat is named by `*` and only in a check that is made for each of them. */
function cellMistake(survey: Survey, { id, each }: Check, cell: string): string | undefined {
  const { question, row } = partsOf(cell);
  const isRow = survey.questions.get(question)?.kind === "repeat" && row !== "";
  if (row === "*" && each === undefined) return `${cell} means every row; ${id} has no each`;
  if (row === "*" && each !== question) return `* stands for the rows of ${each}, not of ${question}`;
  if (isRow && row !== "*")
    return `rows of ${question} come and go: write ${question}/* and each: ${question}`;
  return fieldOf(survey, firstRow(cell)) ? undefined : `there is no cell ${cell}`;
}

function firstRow(cell: string): string {
  return cell.replace("*", "1");
}

function mistakesInWords({ survey, report }: Draughted, check: Check, path: Path): void {
  for (const [, name = ""] of check.says.matchAll(/\{([^}]*)\}/g)) {
    if (name === "left" || name === "right") continue;
    const field = fieldOf(survey, firstRow(name));
    const message = cellMistake(survey, check, name);
    if (message) report([...path, "says"], `{${name}}: ${message}`);
    else if (field && "confidential" in field && field.confidential)
      report([...path, "says"], `{${name}} is confidential and does not stand in a text`);
  }
}
