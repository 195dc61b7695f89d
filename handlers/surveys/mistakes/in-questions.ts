/** Mistakes in the questions: what they name, what they hold, and whether they can be asked at all. */
import { WHY } from "../cells.ts";
import type { Field, Section, SurveyQuestion } from "../schema.ts";
import { mistakesInCondition } from "./in-conditions.ts";
import { type Draughted, type Path, type Report, reportTwice, unknown } from "./report.ts";

/** `left` and `right` are figures in the words of a check; every object has a `constructor`. */
const RESERVED = [WHY, "left", "right", "constructor"];
const FILLS: Record<string, Field["kind"]> = { name: "text", credit_code: "credit_code", today: "date" };
/** What is counted in statistics, or shown as a list, is not kept encrypted. */
const MAY_BE_CONFIDENTIAL: readonly string[] = ["text", "phone", "credit_code", "date"];

export function mistakesInQuestions(draughted: Draughted): void {
  const { file, report } = draughted;
  const sections = file.sections.map((section, s) => ({ section, path: ["sections", s] }));
  reportTwice(
    sections.map(({ section, path }) => [section.id, [...path, "id"]]),
    report,
  );
  const questions = sections.flatMap(({ section, path }) =>
    section.questions.map((question, q) => ({ question, section, path: [...path, "questions", q] })),
  );
  reportTwice(
    questions.map(({ question, path }) => [question.id, [...path, "id"]]),
    report,
  );
  for (const { question, section, path } of questions) {
    if (RESERVED.includes(question.id))
      report([...path, "id"], `${question.id} is reserved; take another id`);
    mistakesInField(question, path, report);
    mistakesInLinks(draughted, question, path);
    mistakesInBeside(question, section.questions, path, report);
    mistakesInAsking(question, section, path, report);
    if (question.kind === "repeat") mistakesInRepeat(question.fields, path, draughted);
    if (question.relevant) mistakesInCondition(draughted, question, question.relevant, [...path, "relevant"]);
  }
}

/** What one question says of itself, and every field of a repeat too. */
function mistakesInField(question: SurveyQuestion, path: Path, report: Report): void {
  const { id, kind, prefill, fixed, confidential } = question;
  if ("min" in question && question.max !== undefined && question.min > question.max)
    report(
      [...path, "max"],
      `${id} may be at least ${question.min} and at most ${question.max}: no number is`,
    );
  if (prefill !== undefined && FILLS[prefill] !== kind)
    report(
      [...path, "prefill"],
      `${prefill} fills in a question of the kind ${FILLS[prefill]}; ${id} is a ${kind}`,
    );
  if (fixed && prefill === undefined)
    report([...path, "fixed"], `${id} is fixed and not prefilled, so nobody could ever give it`);
  if (confidential && !MAY_BE_CONFIDENTIAL.includes(kind))
    report(
      [...path, "confidential"],
      `only ${MAY_BE_CONFIDENTIAL.join(", ")} can be confidential; ${id} is a ${kind}`,
    );
}

/** The lists and the other question that it names. */
function mistakesInLinks({ file, report }: Draughted, question: SurveyQuestion, path: Path): void {
  for (const key of ["choices", "rows", "columns"] as const) {
    const list = (question as { choices?: string; rows?: string; columns?: string })[key];
    if (list !== undefined && !Object.hasOwn(file.choices, list))
      report([...path, key], unknown("list", list, Object.keys(file.choices)));
  }
  if (question.kind !== "matrix" || question.of === undefined) return;
  const all = file.sections.flatMap((section) => section.questions);
  const before = all.slice(0, all.indexOf(question));
  const whole = before.find(({ id }) => id === question.of);
  if (whole?.kind !== "counts" || whole.rows !== question.rows)
    report([...path, "of"], `${question.of} is no counts question before it with the rows ${question.rows}`);
}

/** @param neighbours the questions of its section, or the fields of its repeat */
function mistakesInBeside(
  { id, beside }: SurveyQuestion,
  neighbours: readonly SurveyQuestion[],
  path: Path,
  report: Report,
): void {
  const before = neighbours.slice(
    0,
    neighbours.findIndex((one) => one.id === id),
  );
  if (beside !== undefined && !before.some((one) => one.id === beside))
    report([...path, "beside"], `${beside} is no question before ${id} in the same section`);
}

const TABLES: readonly string[] = ["several", "counts", "matrix", "repeat"];

/** Somebody or something must be able to give the answer: its own question, the section's, or what is known. */
function mistakesInAsking(question: SurveyQuestion, section: Section, path: Path, report: Report): void {
  const { id, kind, prefill } = question;
  if (section.together && TABLES.includes(kind))
    report(
      [...path, "kind"],
      `a ${kind} cannot be asked together with others; give ${id} a section of its own`,
    );
  const isKnown = prefill === "credit_code" || prefill === "today";
  const isAsked = section.together ? section.ask !== undefined : question.ask !== undefined;
  if (!isAsked && !isKnown)
    report(path, section.together ? `${id} is never asked: its section has no ask` : `${id} has no ask`);
}

function mistakesInRepeat(fields: readonly Field[], path: Path, draughted: Draughted): void {
  const { report } = draughted;
  const at = (f: number, ...more: PropertyKey[]) => [...path, "fields", f, ...more];
  reportTwice(
    fields.map(({ id }, f) => [id, at(f, "id")]),
    report,
  );
  for (const [f, field] of fields.entries()) {
    mistakesInField(field, at(f), report);
    mistakesInLinks(draughted, field, at(f));
    mistakesInBeside(field, fields, at(f), report);
    for (const key of ["relevant", "prefill"] as const)
      if (field[key] !== undefined)
        report(at(f, key), `a field stands in every row: ${key} is for whole questions`);
  }
}
