/** Mistakes in the lists of choices. */
import { normalise } from "../../../policy-kb/normalise.ts";
import { TOTAL } from "../cells.ts";
import type { Choice } from "../schema.ts";
import { type Draughted, type Path, type Report, reportTwice } from "./report.ts";

export function mistakesInLists({ file, report }: Draughted): void {
  for (const [list, choices] of Object.entries(file.choices)) {
    const path = ["choices", list];
    reportTwice(
      choices.map(({ id }, c) => [id, [...path, c, "id"]] as const),
      report,
    );
    for (const [c, { id }] of choices.entries())
      if (id === TOTAL) report([...path, c, "id"], `${TOTAL} is kept for the sum of a list; take another id`);
    ambiguousWords(choices, path, report);
  }
}

/** What people write must mean one choice: its id, its label and its words are nobody else's. */
function ambiguousWords(choices: readonly Choice[], path: Path, report: Report): void {
  const meant = new Map<string, Choice>();
  for (const [c, choice] of choices.entries())
    for (const [name, at] of namesOf(choice)) {
      const other = meant.get(normalise(name)) ?? choice;
      if (other.id !== choice.id)
        report([...path, c, ...at], `${name} means two choices, ${other.label} and ${choice.label}`);
      meant.set(normalise(name), other);
    }
}

function namesOf({ id, label, words }: Choice): (readonly [string, Path])[] {
  return [[id, ["id"]], [label, ["label"]], ...words.map((word, w) => [word, ["words", w]] as const)];
}
