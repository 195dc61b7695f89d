/** How a mistake in a survey file is told: where in the file, and what to do, for the clerk who wrote it. */
import type { SurveyFile } from "../schema.ts";
import type { Survey } from "../survey.ts";

export type Path = readonly PropertyKey[];
export type Report = (path: Path, message: string) => void;

/** The file as it is written, and the survey that it would make. */
export interface Draughted {
  file: SurveyFile;
  survey: Survey;
  report: Report;
}

/** Says of each thing whose name was there before that it stands twice. */
export function reportTwice(names: Iterable<readonly [name: string, path: Path]>, report: Report): void {
  const seen = new Set<string>();
  for (const [name, path] of names) {
    if (seen.has(name)) report(path, `${name} stands twice; give one of them another id`);
    seen.add(name);
  }
}

/** `there is no list levles; there are types, sizes`: names what there is, as long as that can be read. */
export function unknown(what: string, name: string, known: readonly string[]): string {
  const some = known.slice(0, 12).join(", ");
  return `there is no ${what} ${name}${some ? `; there are ${some}${known.length > 12 ? " …" : ""}` : ""}`;
}
