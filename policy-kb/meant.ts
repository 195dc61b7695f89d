/** Which of a clause's benefits a question means: what it states rules some out, what it names picks others. */
import { pay } from "./amounts.ts";
import { mergeTiers } from "./assess.ts";
import { sumsOf } from "./claim.ts";
import type { Granted } from "./combine.ts";
import type { Benefit, KnowledgeBase, Measure } from "./load.ts";
import { quantities } from "./normalise.ts";
import type { Facts, FactValue } from "./schema.ts";

/** More rows than this are a table, not an answer. */
const MOST_ROWS = 6;
const FEW_ROWS = 4;

/** @param facts what the question states, with the place of the measure's document */
export function benefitsMeant(measure: Measure, facts: Facts, topic: string): Benefit[] {
  const left = possible(measure, facts);
  const some = left.length ? left : measure.benefits;
  return byName(outright(ofLevel(touching(some, facts), facts.skill_level), topic), topic);
}

/** What the question states rules out every row: 泰安省赛第一, 事业单位上班, of which the clause says nothing. */
export function isRuledOut(measure: Measure, facts: Facts): boolean {
  return measure.benefits.length > 0 && possible(measure, facts).length === 0;
}

/** What the question leaves possible, by its role where that leaves any. */
function possible(measure: Measure, facts: Facts): Benefit[] {
  // What is not so (不在管理期) tells of the person; which row is meant is told by what is.
  const told = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== false));
  const left = (known: Facts) => measure.benefits.filter(({ test }) => test.verdict(known) !== "no");
  const { role, ...others } = told;
  // The role is left out only where it alone rules everything out: 企业 in 企业首席技师津贴多少 asks for no enterprise.
  const isOpen = role === undefined || left({ role }).length > 0;
  return left(isOpen ? told : others);
}

/** Who tells of a contest asks about contests, not about what hangs on other things. */
function touching(benefits: readonly Benefit[], stated: Facts): readonly Benefit[] {
  const told = benefits.filter(({ test }) =>
    test.mentions.some((fact) => !BACKGROUND.has(fact) && stated[fact] !== undefined),
  );
  return told.length ? told : benefits;
}

/** 首席技师每月多少: the rows that bear a name of the question, where others of the clause do not. */
function outright(benefits: readonly Benefit[], topic: string): readonly Benefit[] {
  const names = [...topic]
    .map((_, at) => topic.slice(at, at + NAME_LENGTH))
    .filter((one) => /^\p{Script=Han}{4}$/u.test(one) && one !== "高级技师");
  const bearing = benefits.filter(({ title }) => names.some((name) => title.includes(name)));
  return bearing.length ? bearing : benefits;
}

/** Shorter pieces are shared by names of different things. */
const NAME_LENGTH = 4;

/** Where a level is named and the clause pays by level, only that level's rows. */
function ofLevel(benefits: readonly Benefit[], level: FactValue | undefined): readonly Benefit[] {
  const first = benefits.filter(({ title }) => title.startsWith(String(level)));
  const anywhere = new RegExp(`(?<!高级|预备)${level}`);
  const named = first.length ? first : benefits.filter(({ title }) => anywhere.test(title));
  return level !== undefined && named.length ? named : benefits;
}

/** Of many, those whose titles share most with the question. */
function byName(benefits: readonly Benefit[], topic: string): Benefit[] {
  return (benefits.length > FEW_ROWS ? named(benefits, topic, 0.5) : [...benefits]).slice(0, MOST_ROWS);
}

/**
 * What a yes-or-no question is about: the sum that it names (那500有没有我的份), money where it asks for money, and
 * what its words set apart.
 */
export function askedAbout(measure: Measure, text: string, stated: Facts): Benefit[] {
  const sums = new Set(quantities(text).map(({ value }) => value));
  const bySum = measure.benefits.filter((benefit) => sumsOf(benefit).some((sum) => sums.has(sum)));
  if (bySum.length) return bySum;
  const money = ASKS_FOR_MONEY.test(text) ? measure.benefits.filter(({ right }) => !right) : [];
  const about = touching(named(money.length ? money : measure.benefits, text), stated);
  // 高级工培训能补吗 is no question about the free course for beginners, however alike the words.
  const ofCourse = possible(measure, stated).filter(({ test }) => test.mentions.includes("training_level"));
  return stated.training_level !== undefined && ofCourse.length ? ofCourse : [...about];
}

/** Told by the way, whatever is asked. */
const BACKGROUND = new Set(["city", "role", "employer_type"]);

export const ASKS_FOR_MONEY = /钱|补|奖|津贴|每月|资助|元|块/;

/** Those that the question names by what sets them apart; all of them where it names none. */
function named(benefits: readonly Benefit[], topic: string, share = 1): Benefit[] {
  const shared = benefits.map((benefit) => sharedPairs(distinct(benefit, benefits), topic));
  const most = Math.max(...shared);
  return benefits.filter((_, at) => most < 2 || (shared[at] ?? 0) >= most * share);
}

/** The pairs of characters in a title that not every title beside it has. */
function distinct({ title }: Benefit, beside: readonly Benefit[]): string[] {
  return pairsOf(title).filter((pair) => !beside.every((other) => other.title.includes(pair)));
}

function sharedPairs(pairs: readonly string[], text: string): number {
  return pairs.filter((pair) => text.includes(pair)).length;
}

function pairsOf(text: string): string[] {
  return [...new Set([...text].slice(1).map((character, at) => text.slice(at, at + 1) + character))];
}

/** What they come to for what the question states: heads counted, tiers of one claim together. */
export function grantsOf(benefits: readonly Benefit[], facts: Facts): Granted[] {
  const grants = benefits.map((benefit) => ({ benefit, payment: pay(benefit, facts) }));
  if (facts.role === "个人") return grants;
  // Who counts ten people of one level asks about these, and for the unit that has them.
  const counted = grants.filter(({ benefit, payment }) => benefit.heads && payment.heads !== null);
  const ofUnits = counted.filter(({ benefit }) => benefit.recipient !== "worker");
  return mergeTiers([ofUnits, counted, grants].find((some) => some.length > 0) ?? []);
}

/**
 * 淄博 技师 多少钱: nothing but a level. The clauses of the documents that pay a person by level come first, those
 * that name the level before those that merely ask for it.
 */
export function measuresByLevel(kb: KnowledgeBase, docs: ReadonlySet<string>, level: FactValue): Measure[] {
  const pays = (measure: Measure, isNamed: boolean) =>
    measure.benefits.some(
      ({ right, recipient, title, test }) =>
        !right &&
        recipient === "worker" &&
        test.mentions.includes("skill_level") &&
        test.verdict({ role: "个人", skill_level: level }) !== "no" &&
        (!isNamed || title.startsWith(String(level))),
    );
  const measures = kb.measures.filter(({ doc }) => docs.has(doc));
  const named = measures.filter((measure) => pays(measure, true));
  return [...named, ...measures.filter((measure) => !named.includes(measure) && pays(measure, false))];
}
