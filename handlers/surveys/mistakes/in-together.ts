/** Mistakes in sections whose questions are asked in one message: each answer must find its question. */
import { normalise } from "../../../policy-kb/normalise.ts";
import { partsOf } from "../cells.ts";
import type { Relevance, Section } from "../schema.ts";
import type { Draughted, Path, Report } from "./report.ts";

export function mistakesInTogether({ file, report }: Draughted): void {
  for (const [s, section] of file.sections.entries()) {
    if (!section.together) continue;
    const path = ["sections", s, "questions"];
    sharedWords(section, path, report);
    const own = new Set(section.questions.map(({ id }) => id));
    for (const [q, { id, relevant }] of section.questions.entries())
      if (relevant && cellsIn(relevant).some((cell) => own.has(partsOf(cell).question)))
        report(
          [...path, q, "relevant"],
          `${id} is asked together with the question that its condition waits for`,
        );
  }
}

function sharedWords({ questions }: Section, path: Path, report: Report): void {
  const meant = new Map<string, string>();
  for (const [q, { id, label, words }] of questions.entries())
    for (const name of [label, ...words].map((word) => normalise(word))) {
      const other = meant.get(name) ?? id;
      if (other !== id)
        report([...path, q], `${name} means two questions that are asked together, ${other} and ${id}`);
      meant.set(name, other);
    }
}

function cellsIn(condition: Relevance): string[] {
  if ("all" in condition) return condition.all.flatMap(cellsIn);
  if ("any" in condition) return condition.any.flatMap(cellsIn);
  return "not" in condition ? cellsIn(condition.not) : [condition.cell];
}
