/** Conditions that nobody can meet: two values of one fact at once, bounds that have changed places, another city. */
import { compile } from "./evaluate.ts";
import { conjuncts } from "./explain.ts";
import type { Benefit, KnowledgeBase } from "./load.ts";
import type { Condition, FactValue } from "./schema.ts";

/** Sentences, at most one for each part of a condition that must hold as a whole. */
export function contradictions(kb: KnowledgeBase): string[] {
  return kb.benefits.flatMap((benefit) => {
    const region = kb.documents.find(({ id }) => id === benefit.doc)?.region ?? "";
    return faults(benefit.condition, { benefit, region, kb });
  });
}

interface Place {
  benefit: Benefit;
  region: string;
  kb: KnowledgeBase;
}

/** What must hold together is looked at as one; where it can, so is each way of an `any` in it. */
function faults(condition: Condition, place: Place): string[] {
  const parts = conjuncts(condition);
  const fault = elsewhere(parts, place) ?? contradictory(parts, place);
  if (fault) return [`${place.benefit.id}: ${fault}`];
  return parts.flatMap((part) => ("any" in part ? part.any.flatMap((way) => faults(way, place)) : []));
}

function elsewhere(parts: readonly Condition[], { region, kb }: Place): string | undefined {
  const part = parts.find(
    (one) => isAbout(one, "city", kb) && compile(one, kb.ranks).verdict({ city: region }) === "no",
  );
  return part && `${written([part])} can never hold in a document for ${region}`;
}

function contradictory(parts: readonly Condition[], { kb }: Place): string | undefined {
  for (const { id, kind, choices } of kb.facts.values()) {
    const about = parts.filter((part) => isAbout(part, id, kb));
    const tests = about.map((part) => compile(part, kb.ranks));
    const values: readonly FactValue[] = {
      choice: choices.map((choice) => choice.value),
      yesno: [true, false],
      number: about.flatMap(around),
      money: about.flatMap(around),
      // Spans of time have two facts; a single date is compared with nothing.
      date: [],
    }[kind];
    const fits = (value: FactValue) => tests.every((test) => test.verdict({ [id]: value }) === "yes");
    if (about.length && values.length && !values.some(fits))
      return `the condition is contradictory, no ${id} fits ${written(about)}`;
  }
  return undefined;
}

function isAbout(part: Condition, fact: string, kb: KnowledgeBase): boolean {
  const { mentions } = compile(part, kb.ranks);
  return mentions.length === 1 && mentions[0] === fact;
}

/** Each figure of a condition and one on either side: if none of them fits, none does. */
function around(condition: Condition): number[] {
  if ("all" in condition) return condition.all.flatMap(around);
  if ("any" in condition) return condition.any.flatMap(around);
  if ("not" in condition) return around(condition.not);
  const figures = Object.values(condition).filter((value) => typeof value === "number");
  return figures.flatMap((figure) => [figure - 1, figure, figure + 1]);
}

/** {fact:level,is:技师} {fact:level,is:高级工}: as it stands in the file. */
function written(parts: readonly Condition[]): string {
  return parts.map((part) => JSON.stringify(part).replaceAll('"', "")).join(" ");
}
