/** What is not theirs yet: missed by little, within reach, coming with time, or still open. */
import type { Assessment } from "./assess.ts";
import { type Turning, turnings } from "./calendar.ts";
import { chineseDate } from "./dates.ts";
import { TODAY } from "./evaluate.ts";
import { clauseText, measureOf, money, requirement } from "./explain.ts";
import type { Benefit, KnowledgeBase } from "./load.ts";
import { type NearMiss, nearMisses } from "./near-miss.ts";
import { phrases } from "./phrases.ts";
import type { Facts } from "./schema.ts";
import { shortOf } from "./short-of.ts";

/** More open ends than this tire the reader; the rest is counted. */
const OPEN_SHOWN = 4;
const AHEAD_SHOWN = 2;
const SHORT_SHOWN = 2;

/** A title with its lines; nothing without them. */
export function block(title: string, lines: string[]): string {
  return title ? [title, ...lines].join("\n") : "";
}

/** What one condition alone stands in the way of, where it is not in their power (that is told below). */
export function shortText(kb: KnowledgeBase, assessment: Assessment): string {
  const lines = shortOf(kb, assessment)
    .filter(({ leaf }) => !kb.facts.get(leaf.fact)?.within_power)
    .slice(0, SHORT_SHOWN)
    .map(({ benefit, title, leaf }) =>
      phrases.shortOf(title, requirement(leaf, assessment.facts, kb), clauseText(benefit.clause)),
    );
  return block(lines.length ? phrases.short : "", lines);
}

/** What could still become theirs, by what they do or as time passes; and what is running out. */
export function aheadText(kb: KnowledgeBase, assessment: Assessment): string {
  const near = nearMisses(kb, assessment)
    .slice(0, AHEAD_SHOWN)
    .map((miss) => nearMissText(kb, miss, assessment.best.yuan > 0));
  const coming = turnings(kb, assessment.facts).slice(0, AHEAD_SHOWN).map(turningText);
  const lines = [...near, ...coming];
  return block(lines.length ? phrases.ahead : "", lines);
}

function nearMissText(kb: KnowledgeBase, { changes, benefits, gain }: NearMiss, held: boolean): string {
  const [first] = benefits as [Benefit];
  const steps = changes.map(
    ({ fact, to }) => kb.facts.get(fact)?.within_power?.say.replace("{value}", String(to)) ?? "",
  );
  return phrases.nearMiss(
    steps.join("，再"),
    gain ? (held ? phrases.moreMoney : phrases.thenMoney)(money(gain)) : first.title,
    clauseText(first.clause),
  );
}

function turningText({ benefit, on, from, to }: Turning): string {
  const no = from === "yes" ? phrases.turnsNo : phrases.turnsNoOpen;
  const say = { yes: phrases.turnsYes, no, unknown: phrases.turnsOpen }[to];
  return say(chineseDate(on), benefit.title, clauseText(benefit.clause));
}

/** Open ends by clause: thirteen medals of one contest are one open end. */
export function openText(kb: KnowledgeBase, { open, facts }: Assessment): string {
  const told = (end: OpenEnd) => end.benefit.test.mentions.filter((fact) => isTelling(fact, facts)).length;
  const most = (ends: OpenEnd[], of: (end: OpenEnd) => number) => Math.max(...ends.map(of));
  // What they told of comes first, then money, then what hangs on least.
  const byClause = [...Map.groupBy(open, ({ benefit }) => measureOf(kb, benefit))].sort(
    ([, a], [, b]) =>
      Number(most(b, told) > 0) - Number(most(a, told) > 0) ||
      most(b, isMoney) - most(a, isMoney) ||
      most(b, told) - most(a, told) ||
      most(b, fewMissing) - most(a, fewMissing),
  );
  if (byClause.length === 0) return "";
  const lines = byClause.slice(0, OPEN_SHOWN).map(([measure, ends]) => {
    const missing = new Set(ends.flatMap((end) => end.missing));
    const labels = [...missing].slice(0, 3).map((fact) => kb.facts.get(fact)?.label ?? fact);
    return `· ${measure.title}（${clauseText(measure.clause)}）${labels.length ? `：${phrases.ask(labels)}` : ""}`;
  });
  const rest = byClause.length > OPEN_SHOWN ? [phrases.more(byClause.length - OPEN_SHOWN)] : [];
  return block(phrases.open, [...lines, ...rest]);
}

type OpenEnd = Assessment["open"][number];

/** Place, role and employer are told by everybody. */
function isTelling(fact: string, facts: Facts): boolean {
  return (
    !["city", "role", "employer_type", TODAY].includes(fact) &&
    facts[fact] !== undefined &&
    facts[fact] !== false
  );
}

function isMoney({ benefit }: OpenEnd): number {
  return benefit.right ? 0 : 1;
}

function fewMissing({ missing }: OpenEnd): number {
  return -missing.length;
}
