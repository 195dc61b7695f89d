/** Mistakes in `relevant`: cells that there are not, that come too late, or that can never be so. */
import { type CellField, fieldOf, partsOf } from "../cells.ts";
import type { Relevance, SurveyQuestion } from "../schema.ts";
import type { Survey } from "../survey.ts";
import { type Draughted, type Path, unknown } from "./report.ts";

type Leaf = Extract<Relevance, { cell: string }>;

export function mistakesInCondition(
  draughted: Draughted,
  question: SurveyQuestion,
  condition: Relevance,
  path: Path,
): void {
  const inner = (parts: readonly Relevance[], key: string) => {
    for (const [p, part] of parts.entries())
      mistakesInCondition(draughted, question, part, [...path, key, p]);
  };
  if ("any" in condition) inner(condition.any, "any");
  else if ("not" in condition) mistakesInCondition(draughted, question, condition.not, [...path, "not"]);
  else if ("all" in condition) {
    inner(condition.all, "all");
    const never = contradiction(condition.all);
    if (never)
      draughted.report([...path, "all"], `${never} is never all of this: ${question.id} is never asked`);
  } else {
    const message =
      cellMistake(draughted.survey, question, condition) ?? neverMet(draughted.survey, condition);
    if (message) draughted.report([...path, "cell"], message);
  }
}

/** A condition looks back only, so that it can neither wait for itself nor in a circle. */
function cellMistake(survey: Survey, question: SurveyQuestion, { cell }: Leaf): string | undefined {
  const ids = [...survey.questions.keys()];
  const { question: id, row } = partsOf(cell);
  const asked = survey.questions.get(id);
  if (!asked) return unknown("question", id, ids);
  if (ids.indexOf(id) >= ids.indexOf(question.id))
    return `a condition looks back: ${id} is not asked before ${question.id}`;
  if (asked.kind === "repeat" && row)
    return `rows of ${id} come and go; only their number can be asked about`;
  return fieldOf(survey, cell) ? undefined : `there is no cell ${cell} in ${id}`;
}

function neverMet(survey: Survey, leaf: Leaf): string | undefined {
  const field = fieldOf(survey, leaf.cell);
  if (!field) return undefined;
  if ("is" in leaf) return wrongValue(survey, field, leaf.cell, leaf.is);
  if (!isNumeric(field)) return `${leaf.cell} is a ${field.kind}; at_least and at_most want a number`;
  if ("at_least" in leaf && leaf.at_least > (field.max ?? Number.POSITIVE_INFINITY))
    return `${leaf.cell} is at most ${field.max}, so never ${leaf.at_least}`;
  if ("at_most" in leaf && leaf.at_most < field.min)
    return `${leaf.cell} is at least ${field.min}, so never ${leaf.at_most}`;
  return undefined;
}

type NumericField = Extract<CellField, { kind: "number" | "money" | "rows" }>;

export function isNumeric(field: CellField): field is NumericField {
  return field.kind === "number" || field.kind === "money" || field.kind === "rows";
}

function wrongValue(
  survey: Survey,
  field: CellField,
  cell: string,
  value: string | number | boolean,
): string | undefined {
  if (field.kind === "choice") {
    const ids = (survey.choices[field.choices] ?? []).map(({ id }) => id);
    return ids.some((id) => id === value)
      ? undefined
      : unknown(`choice in ${field.choices}:`, String(value), ids);
  }
  if (field.kind === "tick")
    return typeof value === "boolean" ? undefined : `${cell} is ticked or not: true or false`;
  if (!isNumeric(field)) return `${cell} is a ${field.kind}; a condition wants a choice, a tick or a number`;
  if (typeof value !== "number") return `${cell} is a number, and ${value} is not`;
  const isWhole = field.kind === "money" || Number.isInteger(value);
  const isWithin = value >= field.min && value <= (field.max ?? value);
  return isWhole && isWithin ? undefined : `${cell} is never ${value}`;
}

/** One cell that would have to be two things at once. */
function contradiction(parts: readonly Relevance[]): string | undefined {
  const leaves = parts.filter((part): part is Leaf => "cell" in part);
  return leaves.find((one) => leaves.some((other) => one.cell === other.cell && excludes(one, other)))?.cell;
}

function excludes(one: Leaf, other: Leaf): boolean {
  if ("at_least" in one) return "at_most" in other && one.at_least > other.at_most;
  if (!("is" in one)) return false;
  if ("is" in other) return one.is !== other.is;
  if (typeof one.is !== "number") return false;
  return "at_least" in other ? one.is < other.at_least : one.is > other.at_most;
}
