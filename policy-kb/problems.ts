/** What can be wrong in a policy file, told so that a policy officer can mend it. */

/** One file's data, and where in the file a path of it stands. */
export interface Source {
  file: string;
  data: unknown;
  line?: (path: readonly PropertyKey[]) => number | undefined;
}

export interface Problem {
  file: string;
  line?: number | undefined;
  where: string;
  message: string;
}

export class KnowledgeError extends Error {
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super(problems.map(problemText).join("\n"));
    this.problems = problems;
  }
}

/** `documents/zibo-2022.yaml:41 measures.5.benefits.0: there is no fact skil_level; …` */
function problemText(problem: Problem): string {
  return `${problem.file}${problem.line ? `:${problem.line}` : ""} ${problem.where}: ${problem.message}`;
}

export function problemAt(source: Source, path: readonly PropertyKey[], message: string): Problem {
  return { file: source.file, line: source.line?.(path), where: path.map(String).join("."), message };
}
