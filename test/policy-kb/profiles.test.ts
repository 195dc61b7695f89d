/** What people tell of themselves in a few sentences, by document: the clauses that they get, with the sum, and those that they don't. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { assess } from "../../policy-kb/assess.ts";
import { readFacts, readResults } from "../../policy-kb/understand.ts";
import { kb } from "../support/knowledge.ts";

interface Profile {
  says: string;
  /** Clause → yuan, for one head or in all; null where only the clause is certain. */
  grants?: Record<string, number | null>;
  refuses?: string[];
}

const TODAY = "2026-11-20";
const FOLDER = new URL("profiles/", import.meta.url);

function grantsOf(text: string): Map<string, (number | null)[]> {
  const facts = { ...readFacts(kb, text, TODAY), today: TODAY };
  const { eligible } = assess(kb, facts, readResults(kb, text).slice(1));
  const sums = new Map<string, (number | null)[]>();
  for (const { benefit, payment } of eligible.flatMap((one) => [one, ...(one.tiers ?? [])])) {
    const key = `${benefit.doc}/${benefit.clause}`;
    sums.set(key, [...(sums.get(key) ?? []), payment.yuan, payment.total]);
  }
  return sums;
}

describe.each(readdirSync(FOLDER).filter((name) => name.endsWith(".yaml")))("%s", (name) => {
  const profiles: Profile[] = parse(readFileSync(new URL(name, FOLDER), "utf8"));

  it.each(profiles)("$says", ({ says, grants = {}, refuses = [] }) => {
    const sums = grantsOf(says);
    const understood = JSON.stringify(readFacts(kb, says, TODAY));
    for (const [clause, yuan] of Object.entries(grants)) {
      expect([...sums.keys()], understood).toContain(clause);
      if (yuan !== null) expect(sums.get(clause), understood).toContain(yuan);
    }
    for (const clause of refuses) expect([...sums.keys()], understood).not.toContain(clause);
  });
});
