/** What people say of themselves, one file an area: the facts that must be read from it, and those that must not. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readFacts } from "../../policy-kb/understand.ts";
import { kb } from "../support/knowledge.ts";

interface Saying {
  says: string;
  facts?: Record<string, unknown>;
  /** Facts that must be left unset or be no. */
  not?: string[];
}

const TODAY = "2026-11-20";
const FOLDER = new URL("sayings/", import.meta.url);

describe.each(readdirSync(FOLDER).filter((name) => name.endsWith(".yaml")))("%s", (name) => {
  const sayings: Saying[] = parse(readFileSync(new URL(name, FOLDER), "utf8"));

  it.each(sayings)("$says", ({ says, facts = {}, not = [] }) => {
    const read = readFacts(kb, says, TODAY);
    expect(read).toMatchObject(facts);
    for (const id of not) expect([undefined, false], `${id} of ${says}`).toContain(read[id]);
  });
});
