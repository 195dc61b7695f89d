/**
 * Money, conditions and sources in words that a worker understands. Whatever has a figure in it is made here
 * from the data, so that no sentence can say a figure that the cited clause does not hold.
 */
import type { Payment } from "./amounts.ts";
import type { Granted } from "./combine.ts";
import { chineseDate, dayRange } from "./dates.ts";
import { compile, decisiveLeaves, TODAY, trace } from "./evaluate.ts";
import type { Benefit, KnowledgeBase, Measure, PolicyDocument } from "./load.ts";
import { phrases } from "./phrases.ts";
import type { ClauseLabel, Condition, Facts, FactValue, Leaf, Recipient, Span } from "./schema.ts";

/** 2500 → "2,500元", 50000 → "5万元", 1250000 → "125万元". */
export function money(yuan: number): string {
  return yuan >= 10_000 && yuan % 1_000 === 0 ? `${yuan / 10_000}万元` : `${yuan.toLocaleString("en-US")}元`;
}

const PERIOD = { once: "一次性", month: "每月", semester: "每学期", year: "每年" } as const;
const PER = { person: "每人", unit: "每家", project: "每个" } as const;

/** What a benefit pays, as the document puts it: "每月500元，发5年". */
export function amountText(benefit: Benefit, kb: KnowledgeBase): string {
  const when = benefit.period && benefit.period !== "once" ? PERIOD[benefit.period] : "";
  const who = benefit.recipient !== "worker" && benefit.per === "person" ? PER.person : "";
  const figure = figureText(benefit, kb);
  if (!figure) return benefit.right ? "待遇类，不发钱" : "金额文件未载明";
  const length = benefit.months ? `发${monthsText(benefit.months)}` : "";
  return [who + when + figure, length, capText(benefit)].filter(Boolean).join("，");
}

function figureText({ amount }: Benefit, kb: KnowledgeBase): string {
  switch (amount.kind) {
    case "exact":
      return money(amount.yuan);
    case "floor":
      return `不低于${money(amount.yuan)}`;
    case "cap":
      return `最高${money(amount.yuan)}`;
    case "range":
      return `${money(amount.min)}到${money(amount.max)}`;
    case "ratio": {
      const base = amount.base ?? kb.facts.get(amount.of ?? "")?.label ?? "";
      const share = { share: `${base}的${percent(amount.ratio)}`, match: `按${base}1:1配套`, free: "免费" }[
        amount.as
      ];
      return `${amount.floor ? "不低于" : ""}${share}${amount.max ? `，最高${money(amount.max)}` : ""}`;
    }
    case "unspecified":
      return "";
  }
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 10_000) / 100}%`;
}

function monthsText(months: number): string {
  return months % 12 === 0 ? `${months / 12}年` : `${months}个月`;
}

function capText({ cap, amount }: Benefit): string {
  if (!cap || (amount.kind === "ratio" && amount.max === cap.yuan)) return "";
  return `${cap.per === "enterprise" ? "一家企业" : "一个人"}${cap.period === "year" ? "一年" : ""}合计最高${money(cap.yuan)}`;
}

/** What it comes to for this person: "2,500元", or with the sum "每月500元，发5年；合计3万元". */
export function paymentText({ benefit, payment, tiers }: Granted, kb: KnowledgeBase): string {
  const counter = kb.facts.get(benefit.heads ?? "")?.unit ?? "人";
  if (tiers) return [tiersText(tiers, payment, counter), capText(benefit)].filter(Boolean).join("，");
  const general = amountText(benefit, kb);
  const { total, yuan, heads } = payment;
  if (benefit.amount.kind === "ratio" && yuan !== null)
    return `${periodWord(benefit)}${money(yuan)}（${general}）${total !== null && heads && heads > 1 ? `；${heads}${counter}合计${money(total)}` : ""}`;
  if (total === null && yuan !== null && heads && heads > 1)
    return `${general}；${heads}${counter}${periodWord(benefit)}合计${money(yuan * heads)}`;
  if (total === null || total === yuan) return general;
  const crowd = heads && heads > 1 ? `${heads}${counter}` : "";
  return `${general}；${crowd}合计${money(total)}${payment.capped ? "（已到封顶）" : ""}`;
}

/** 2,500元×14人 + 3,000元×5人，合计5万元（已到封顶）: the sum as it is made up. */
function tiersText(tiers: readonly Granted[], { total, capped }: Payment, counter: string): string {
  const parts = tiers.map(({ payment: { yuan, heads } }) => `${money(yuan ?? 0)}×${heads ?? "?"}${counter}`);
  return `${parts.join(" + ")}${total === null ? "" : `，合计${money(total)}`}${capped ? "（已到封顶）" : ""}`;
}

function periodWord({ period }: Benefit): string {
  return period && period !== "once" ? PERIOD[period] : "";
}

const RECIPIENT: Record<Recipient, string> = {
  worker: "发给个人",
  student: "发给学生",
  enterprise: "发给企业",
  training_provider: "发给培训机构（基地）",
  school: "发给学校",
  workstation: "发给建站单位",
  organizer: "发给办赛单位",
  other: "",
};

export function recipientText(benefit: Benefit): string {
  if (benefit.right) return "";
  return [RECIPIENT[benefit.recipient], benefit.paid_by ?? (benefit.fund ? `${benefit.fund}出` : "")]
    .filter(Boolean)
    .join("，");
}

// ── sources ──────────────────────────────────────────────────────────────────────────────────────

/** "第6条", or a label of the document's own: "文末". */
export function clauseText(clause: ClauseLabel): string {
  return typeof clause === "number" ? `第${clause}条` : clause;
}

export function sourceText(document: PolicyDocument, clause: ClauseLabel): string {
  const number = document.number ? `（${document.number}）` : "";
  return `《${document.short}》${number}${clauseText(clause)}`;
}

/**
 * Whether the document's time is over: shown with every answer, never changing it. Under an answer the day on which it
 * ended is left out: beside a clause's own dates it would be taken for one of them.
 */
export function statusText(document: PolicyDocument, today: string): string {
  const { to } = document.period;
  const isOver = !document.superseded_by && to && (dayRange(to)?.last ?? 0) < (dayRange(today)?.first ?? 0);
  return isOver ? phrases.over : statusInFull(document, today);
}

/** The same with the day on which it ended. */
export function statusInFull(document: PolicyDocument, today: string): string {
  const { from, to } = document.period;
  if (document.superseded_by) return "文件已被新文件取代，标准以新文件为准，请先向人社局核实";
  if (to && (dayRange(to)?.last ?? 0) < (dayRange(today)?.first ?? 0))
    return `文件目标期已于${chineseDate(to)}结束，是否仍发放请先向人社局核实`;
  const since = from ? `文件${chineseDate(from)}起施行` : "文件没有写明施行日期";
  return to ? `${since}，到${chineseDate(to)}` : `${since}，没写截止日期，办理前请向人社局确认还在执行`;
}

/** The choice of the fact city that stands for every place of which nothing is loaded. */
export const OTHER_PLACE = "其他地方";

/** Told where no document is for the place. */
export function noDocumentText(cities: readonly string[]): string {
  return cities.includes(OTHER_PLACE) ? phrases.otherPlace : phrases.noDocument(cities);
}

export function documentOf(kb: KnowledgeBase, id: string): PolicyDocument {
  const document = kb.documents.find((one) => one.id === id);
  if (!document) throw new Error(`no document ${id}`);
  return document;
}

export function measureOf(kb: KnowledgeBase, benefit: Benefit): Measure {
  const measure = kb.measures.find((one) => one.doc === benefit.doc && one.clause === benefit.clause);
  if (!measure) throw new Error(`no measure for ${benefit.id}`);
  return measure;
}

// ── reasons ──────────────────────────────────────────────────────────────────────────────────────

/** Why a benefit is not for these facts: what the clause asks for and what was said instead. */
export function refusalReasons(benefit: Benefit, facts: Facts, kb: KnowledgeBase): string[] {
  const all = decisiveLeaves(trace(benefit.condition, facts, kb.ranks));
  // Place and role are a reason only where there is no better one.
  const telling = all.filter((leaf) => !isUnderstood(leaf));
  const leaves = telling.length ? telling : all;
  return [...new Set(leaves.map((leaf) => requirement(leaf, facts, kb)))];
}

/** 要求协议年薪20万元以上（您是18万元）: what is asked for beside what was said. */
export function requirement(leaf: Leaf, facts: Facts, kb: KnowledgeBase): string {
  if (leaf.fact === "role") return `这一项只给${"in" in leaf ? oneOf(leaf.in) : "is" in leaf ? leaf.is : ""}`;
  return `要求${requirementText(leaf, kb)}${said(leaf, facts, kb)}`;
}

/** What a benefit asks of these people: place and role are understood, ways that are not theirs are left out. */
export function conditionTexts(benefit: Benefit, facts: Facts, kb: KnowledgeBase): string[] {
  return asked(benefit.condition, facts, kb);
}

/** The conditions of a benefit that are still open, in words. */
export function openConditions({ condition }: Benefit, facts: Facts, kb: KnowledgeBase): string[] {
  return conjuncts(condition)
    .filter((part) => compile(part, kb.ranks).verdict(facts) === "unknown")
    .flatMap((part) => asked(part, facts, kb));
}

/** The parts that must all hold. */
export function conjuncts(condition: Condition): Condition[] {
  return "all" in condition ? condition.all.flatMap(conjuncts) : [condition];
}

function asked(condition: Condition, facts: Facts, kb: KnowledgeBase): string[] {
  if ("all" in condition) return condition.all.flatMap((part) => asked(part, facts, kb));
  if ("not" in condition) return [`不是（${asked(condition.not, facts, kb).join("，")}）`];
  if (!("any" in condition)) return isUnderstood(condition) ? [] : [requirementText(condition, kb)];
  const ways = condition.any.filter((part) => compile(part, kb.ranks).verdict(facts) !== "no");
  const texts = (ways.length ? ways : condition.any).map((part) => asked(part, facts, kb));
  const [only] = texts;
  return texts.length === 1 && only ? only : [texts.map((way) => way.join("并且")).join("或者")];
}

function isUnderstood({ fact }: Leaf): boolean {
  return fact === "city" || fact === "role";
}

/** One leaf in words, place and role included. */
export function conditionLine(condition: Condition, kb: KnowledgeBase): string {
  return "fact" in condition ? requirementText(condition, kb) : "";
}

function requirementText(leaf: Leaf, kb: KnowledgeBase): string {
  const label = labelOf(leaf.fact, kb);
  if ("is" in leaf)
    return typeof leaf.is === "boolean" ? `${leaf.is ? "" : "没有"}${label}` : `${label}是${leaf.is}`;
  if ("in" in leaf) return `${label}是${oneOf(leaf.in)}`;
  if ("at_least" in leaf) return `${label}${bound(leaf.fact, leaf.at_least, kb)}以上`;
  if ("at_most" in leaf) return `${label}${bound(leaf.fact, leaf.at_most, kb)}以内`;
  const [span, word] = "within" in leaf ? [leaf.within, "内"] : [leaf.after, "以后"];
  return `${label}在${labelOf(span.of, kb)}后${spanText(span)}${word}`;
}

/** A、B或C. */
function oneOf(values: readonly string[]): string {
  return values.length > 1 ? `${values.slice(0, -1).join("、")}或${values.at(-1)}` : (values[0] ?? "");
}

function labelOf(fact: string, kb: KnowledgeBase): string {
  return fact === TODAY ? "今天" : (kb.facts.get(fact)?.label ?? fact);
}

function bound(fact: string, value: number | string, kb: KnowledgeBase): string {
  return typeof value === "number" ? valueText(fact, value, kb) : value;
}

function spanText(span: Span): string {
  return span.years ? `${span.years}年` : `${span.months}个月`;
}

function said(leaf: Leaf, facts: Facts, kb: KnowledgeBase): string {
  const value = facts[leaf.fact];
  if (value === undefined || typeof value === "boolean" || leaf.fact === TODAY) return "";
  return `（您是${valueText(leaf.fact, value, kb)}）`;
}

/** A fact's value as a person reads it: 20万元, 14人, 2024年7月, 是. */
export function valueText(id: string, value: FactValue, kb: KnowledgeBase): string {
  const fact = kb.facts.get(id);
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "number") return fact?.kind === "money" ? money(value) : `${value}${fact?.unit ?? ""}`;
  return fact?.kind === "date" ? chineseDate(value) : value;
}

/** What some benefit for these people asks about: 技校 in a worker's words says nothing of a school that asks. */
function factsThatMatter({ role }: Facts, kb: KnowledgeBase): Set<string> {
  const theirs = kb.benefits.filter(({ test }) => role === undefined || test.verdict({ role }) !== "no");
  const asked = theirs.flatMap(({ test, heads, amount }) => [
    ...test.mentions,
    ...(heads ? [heads] : []),
    ...(amount.kind === "ratio" && amount.of ? [amount.of] : []),
  ]);
  return new Set(["city", "role", ...asked]);
}

/** 淄博市 · 企业 · 技师 · 新考下证书: what was understood, so that it can be corrected. */
export function factsText(facts: Facts, kb: KnowledgeBase): string {
  const matters = factsThatMatter(facts, kb);
  const parts = [...kb.facts.values()].flatMap((fact) => {
    const value = matters.has(fact.id) ? facts[fact.id] : undefined;
    // Who speaks for themselves need not be told so.
    if (value === undefined || value === false || value === "个人") return [];
    if (value === true) return [fact.label];
    const speaks = fact.kind === "choice" && !fact.choices.some((one) => one.other && one.value === value);
    return [speaks ? String(value) : `${fact.label}：${valueText(fact.id, value, kb)}`];
  });
  return [...new Set(parts)].join(" · ");
}
