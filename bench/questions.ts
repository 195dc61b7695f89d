/** Questions in one's own words: the time for one, and how often the clause that is meant comes first. */
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { answerQuestion } from "../policy-kb/answer.ts";
import { readKnowledge } from "../policy-kb/files.ts";
import { search } from "../policy-kb/search.ts";
import type { Row } from "./measure.ts";

interface Asked {
  asks: string;
  kind: string;
  clauses?: string[];
}

const BANK = new URL("../test/policy-kb/questions/", import.meta.url);
/** Kinds whose place is named, so that there is one clause to find. */
const WITH_PLACE = new Set(["amount", "eligible", "who", "deadline", "target", "howto", "definition"]);
const ROUNDS = 20;

export async function benchQuestions(): Promise<Row[]> {
  const kb = await readKnowledge();
  const bank = readdirSync(BANK).flatMap(
    (name) => parse(readFileSync(new URL(name, BANK), "utf8")) as Asked[],
  );
  const start = performance.now();
  search(kb, "技师");
  const index = performance.now() - start;
  const first = performance.now();
  answerQuestion(kb, bank[0]?.asks ?? "", { today: "2026-11-20" });
  const warm = performance.now() - first;
  const times = Array.from({ length: ROUNDS }, () =>
    bank.map(({ asks }) => timeOf(() => answerQuestion(kb, asks, { today: "2026-11-20" }))),
  )
    .slice(1)
    .flat()
    .sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  const placed = bank.filter(({ kind, clauses }) => WITH_PLACE.has(kind) && clauses?.length);
  const share = (most: number) =>
    (100 *
      placed.filter((asked) =>
        isAmong(
          asked,
          search(kb, asked.asks, docsOf(asked), most).map(({ measure }) => measure.key),
        ),
      ).length) /
    placed.length;
  return [
    { what: "index of all clauses, built once", value: index, unit: "ms", goal: 50 },
    { what: "dictionaries and speller, built at the first question", value: warm, unit: "ms" },
    { what: `a question answered, median of ${bank.length}`, value: at(0.5), unit: "ms", goal: 1 },
    { what: "a question answered, p99", value: at(0.99), unit: "ms", goal: 5 },
    { what: `clause at the first place, of ${placed.length} with a place`, value: share(1), unit: "%" },
    { what: "clause among the first three", value: share(3), unit: "%" },
  ];
}

function docsOf({ clauses = [] }: Asked): Set<string> {
  return new Set(clauses.map((key) => key.split("/")[0] ?? ""));
}

function isAmong({ clauses = [] }: Asked, found: readonly string[]): boolean {
  return found.some((key) => clauses.includes(key));
}

function timeOf(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}
