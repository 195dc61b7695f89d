/**
 * Which benefits may be held together: the best lawful set by exact search, and what was given up for it.
 * Money is compared over the whole duration, as far as the document defines one.
 */
import { cents, type Payment } from "./amounts.ts";
import type { Benefit, KnowledgeBase } from "./load.ts";
import type { Facts, StackingRule } from "./schema.ts";

export interface Granted {
  benefit: Benefit;
  payment: Payment;
  /** The tiers that one claim is made of, where an enterprise meets several at once. */
  tiers?: Granted[];
}

export interface Combination {
  /** The sum over what is held, in yuan; what has no figure counts as nothing. */
  yuan: number;
  held: Granted[];
  givenUp: { granted: Granted; rule: StackingRule }[];
}

/** What is given together counts as one: a package, or a benefit by itself. */
interface Option {
  members: Granted[];
  worth: number;
  rules: StackingRule[];
}

export function combine(kb: KnowledgeBase, granted: readonly Granted[], facts: Facts): Combination {
  const rules = kb.documents.flatMap((document) =>
    document.stacking.map((rule) => ({ rule, doc: document.id })),
  );
  const options = packages(granted).map((members) => ({
    members,
    worth: members.reduce((sum, one) => sum + worthOf(one), 0),
    rules: rules.filter(({ rule, doc }) => binds(rule, doc, members, facts)).map(({ rule }) => rule),
  }));
  const free = options.filter((option) => option.worth === 0 || option.rules.length === 0);
  const bound = options.filter((option) => !free.includes(option)).sort((a, b) => b.worth - a.worth);
  const chosen = bestOf(bound);
  const held = [...free, ...chosen].flatMap((option) => option.members);
  return {
    yuan: cents([...free, ...chosen].reduce((sum, option) => sum + option.worth, 0)),
    held,
    givenUp: bound.filter((option) => !chosen.includes(option)).flatMap(givenUp),
  };
}

/** The whole where it is defined, else one payment to all heads; nothing where the heads are not known. */
export function worthOf({ payment }: Granted): number {
  return payment.total ?? (payment.yuan ?? 0) * (payment.heads ?? 0);
}

function givenUp(option: Option): Combination["givenUp"] {
  const [rule] = option.rules;
  return rule ? option.members.map((granted) => ({ granted, rule })) : [];
}

function packages(granted: readonly Granted[]): Granted[][] {
  const byKey = new Map<string, Granted[]>();
  for (const one of granted) {
    const key = one.benefit.package ? `${one.benefit.doc}:${one.benefit.package}` : one.benefit.id;
    byKey.set(key, [...(byKey.get(key) ?? []), one]);
  }
  return [...byKey.values()];
}

/** Rules that let a person hold only one of what they bind; on_top says the opposite. */
const ONLY_ONE: ReadonlySet<StackingRule["kind"]> = new Set([
  "highest_only",
  "exclusive",
  // One person has one certificate of one level at a time in what we are told.
  "once_per_occupation_level",
]);

/** A rule binds what one person holds; several workers of an enterprise are not one person, what is the enterprise's own is its own. */
function binds(rule: StackingRule, doc: string, members: Granted[], facts: Facts): boolean {
  if (!ONLY_ONE.has(rule.kind)) return false;
  const isOfUnits =
    rule.recipients?.some((recipient) => recipient !== "worker") ?? rule.kind === "highest_only";
  if (facts.role !== "个人" && !isOfUnits) return false;
  return members.some(({ benefit }) => benefit.doc === doc && isBoundBy(benefit, rule));
}

/** Whether a rule of its own document speaks of a benefit: by fund, by recipient, by name. */
export function isBoundBy(benefit: Benefit, rule: StackingRule): boolean {
  return (
    (!rule.fund || benefit.fund === rule.fund) &&
    (!rule.recipients || rule.recipients.includes(benefit.recipient)) &&
    (!rule.benefits || rule.benefits.includes(benefit.id) || rule.benefits.includes(benefit.family))
  );
}

/** The most valuable set in which no two options share a rule; options come richest first. */
function bestOf(options: readonly Option[], taken: readonly StackingRule[] = []): Option[] {
  const [first, ...rest] = options;
  if (!first) return [];
  const without = bestOf(rest, taken);
  if (first.rules.some((rule) => taken.includes(rule))) return without;
  const withFirst = [first, ...bestOf(rest, [...taken, ...first.rules])];
  return total(withFirst) >= total(without) ? withFirst : without;
}

function total(options: readonly Option[]): number {
  return options.reduce((sum, option) => sum + option.worth, 0);
}
