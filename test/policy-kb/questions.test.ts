/**
 * Questions as people type them, by document, with what any right answer must say. On failure the message tells what
 * was understood and which clauses were found.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { answerQuestion } from "../../policy-kb/answer.ts";
import { normalise, quantities } from "../../policy-kb/normalise.ts";
import { readQuestion } from "../../policy-kb/question.ts";
import type { Answer } from "../../policy-kb/reply.ts";
import { search } from "../../policy-kb/search.ts";
import { kb } from "../support/knowledge.ts";

interface Asked {
  asks: string;
  kind: string;
  /** One of these must be among the first three that are cited; of a comparison, each document. */
  clauses?: string[];
  verdict?: "yes" | "no" | "unknown";
  /** Figures by their value, or words (one of several). */
  says?: (number | string | string[])[];
  says_not?: (number | string)[];
  /** The documents do not say it, and that is what must be said. */
  not_written?: true;
}

const TODAY = { today: "2026-11-20" };
const FOLDER = new URL("questions/", import.meta.url);
const NOT_WRITTEN = /没有?写|没有收录|没有列|没有给出|未载明|不能乱说/;
const MONEY = /\d(?:[\d.,]*)\s*(?:元|万|块)/;

/** Figures in a text: sums by their value, shares as they are written. */
function says(text: string, wanted: number | string | string[]): boolean {
  if (typeof wanted === "number") return quantities(text).some(({ value }) => value === wanted);
  return [wanted].flat().some((word) => text.includes(normalise(word)));
}

function faultsOf(asked: Asked, answer: Answer): string[] {
  const reply = normalise(answer.reply, Number.POSITIVE_INFINITY).replaceAll(",", ",");
  const cited = answer.citations.map(({ doc, clause }) => `${doc}/${clause}`);
  const faults = (asked.says_not ?? []).filter((one) => says(reply, one)).map((one) => `says ${one}`);
  if (asked.kind === "smalltalk")
    return answer.outcome === "smalltalk" ? faults : [...faults, answer.outcome];
  if (asked.kind === "out_of_scope")
    return [
      ...faults,
      ...(answer.outcome === "unknown" ? [] : [answer.outcome]),
      ...(MONEY.test(answer.reply) ? ["names money"] : []),
    ];
  if (asked.kind === "ambiguous" && answer.outcome === "clarify") return faults;
  const wanted = asked.clauses ?? [];
  const docs = new Set(wanted.map((key) => key.split("/")[0]));
  if (asked.kind === "compare" || asked.kind === "ambiguous")
    for (const doc of docs)
      if (!cited.some((key) => key.startsWith(`${doc}/`))) faults.push(`${doc} not cited`);
  if (wanted.length && !cited.slice(0, 3).some((key) => wanted.includes(key))) faults.push(`cites ${cited}`);
  if (asked.not_written && !NOT_WRITTEN.test(answer.reply))
    faults.push("does not say that it is not written");
  if (!asked.not_written && answer.outcome !== "answered") faults.push(answer.outcome);
  if (asked.verdict && answer.verdict !== asked.verdict) faults.push(`verdict ${answer.verdict}`);
  for (const one of asked.says ?? []) if (!says(reply, one)) faults.push(`lacks ${one}`);
  return faults;
}

function explain(asked: Asked, answer: Answer): string {
  const { intents, cities, stated } = readQuestion(kb, asked.asks, TODAY.today);
  const found = search(kb, asked.asks).map(({ measure, score }) => `${measure.key} ${score.toFixed(1)}`);
  return [
    asked.asks,
    `understood: ${intents.join(", ")}; ${cities.join(", ")}; ${JSON.stringify(stated)}`,
    `found: ${found.join(", ")}${answer.defect ? `; withheld: ${answer.defect}` : ""}`,
    answer.reply,
  ].join("\n");
}

describe.each(readdirSync(FOLDER).filter((name) => name.endsWith(".yaml")))("%s", (name) => {
  const questions: Asked[] = parse(readFileSync(new URL(name, FOLDER), "utf8"));

  it.each(questions)("$kind: $asks", (asked) => {
    const answer = answerQuestion(kb, asked.asks, TODAY);
    const faults = faultsOf(asked, answer);
    expect(faults, faults.length ? explain(asked, answer) : "").toEqual([]);
  });
});
