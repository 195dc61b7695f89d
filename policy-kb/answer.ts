/**
 * A question in one's own words → an answer from the clauses, or the plain statement that they do not say it.
 * The place chooses the document, ranked search the clause, `compose.ts` what is told of it.
 */
import { aboutDocument } from "./about-document.ts";
import { assess } from "./assess.ts";
import { byNumber } from "./by-number.ts";
import { isPersonal, sumsOf, sumsPut } from "./claim.ts";
import type { Granted } from "./combine.ts";
import { compose } from "./compose.ts";
import { documentOf, noDocumentText, sourceText, statusText } from "./explain.ts";
import { type Asked, carryOn, isBare } from "./follow-up.ts";
import { strayFigures } from "./gate.ts";
import type { Intent } from "./intent.ts";
import type { Benefit, KnowledgeBase, Measure } from "./load.ts";
import { measuresByLevel } from "./meant.ts";
import { normalise } from "./normalise.ts";
import { phrases } from "./phrases.ts";
import { type Question, readQuestion, splitQuestions } from "./question.ts";
import { reportText } from "./report.ts";
import type { ClauseLabel, Facts } from "./schema.ts";
import { type Hit, search } from "./search.ts";
import { asksToCompare, type Compared, sideBySide } from "./side-by-side.ts";
import { smallTalk } from "./small-talk.ts";

export interface Citation {
  doc: string;
  clause: ClauseLabel;
}

export interface Answer {
  outcome: "answered" | "clarify" | "unknown" | "smalltalk";
  intent: Intent;
  reply: string;
  /** Most relevant first. */
  citations: Citation[];
  verdict: "yes" | "no" | "unknown" | null;
  /** Clauses that may be meant, to be offered where nothing was found or the place is open. */
  nearest: Measure[];
  /** What a follow-up may carry on; null where nothing was answered. */
  asked: Asked | null;
  /** Figures that no cited clause holds: the reply was withheld, and staff should know. */
  defect?: string;
}

/**
 * A clause is about the question when much of what was asked is in it, or when its score is high: what no clause
 * answers stays below both.
 */
const isAbout = ({ score, coverage }: Hit) => score >= 18 || (coverage >= 0.6 && score >= 8);

/** Found by what it is, not by search. */
function certain(measure: Measure): Hit {
  return { measure, score: Number.POSITIVE_INFINITY, coverage: 1 };
}

export interface Asking {
  /** Whom to ask where the documents say nothing. */
  hotline?: string;
  /** The question before, which a bare 泰安呢？ carries on. */
  last?: Asked | null;
}

/** @param known what is known of the person, with `today` as "2026-11-20" */
export function answerQuestion(kb: KnowledgeBase, typed: string, known: Facts, asking: Asking = {}): Answer {
  const parts = splitQuestions(typed);
  if (parts.length === 1) return answerOne(kb, typed, known, asking);
  const [first, ...others] = parts.map((part) => answerOne(kb, part, known, asking)) as [Answer, ...Answer[]];
  // Only where each part finds its own clause are they questions of their own.
  const clauses = new Set([first, ...others].map(({ citations: [top] }) => `${top?.doc}/${top?.clause}`));
  const apart = [first, ...others].every(({ outcome }) => outcome === "answered") && clauses.size > 1;
  if (!apart) return answerOne(kb, typed, known, asking);
  return {
    ...first,
    reply: [first, ...others].map(({ reply }) => reply).join("\n\n"),
    citations: [first, ...others].flatMap(({ citations }) => citations.slice(0, 1)),
  };
}

function answerOne(
  kb: KnowledgeBase,
  typed: string,
  known: Facts,
  { hotline = "12333", last }: Asking,
): Answer {
  const chat = smallTalk(normalise(typed));
  if (chat) return { ...nothingFor(chat.intent), ...chat };
  const read = readQuestion(kb, typed, String(known.today));
  const carried = last ? carryOn(kb, read, last, String(known.today)) : undefined;
  const question = carried?.question ?? read;
  const measure = kb.measures.find(({ key }) => key === carried?.measure);
  if (measure) return answerFrom(kb, [certain(measure)], question, known, hotline);
  const intent = question.intents[0] ?? "topic";
  const nothing = nothingFor(intent);
  if (intent === "greeting" || intent === "thanks" || intent === "bye" || intent === "about")
    return { ...nothing, outcome: "smalltalk", reply: phrases[intent] };
  const cities = question.cities.length
    ? question.cities
    : (cityOfLast(kb, read, last) ?? citiesKnown(kb, known));
  const docs = documentsOf(kb, cities);
  if (cities.length > 0 && docs.size === 0)
    return { ...nothing, reply: noDocumentText(cities), asked: { text: question.text, measure: "" } };
  const tell = (one: Measure) => answerFrom(kb, [certain(one)], question, known, hotline);
  const direct = aboutDocument(kb, question, docs, known) ?? byNumber(kb, question, docs, tell);
  if (direct) return direct;
  if (docs.size > 1 || (cities.length === 0 && asksToCompare(question))) {
    const compared = sideBySide(kb, question, docs.size ? docs : undefined);
    if (compared) return comparison(kb, question, compared, hotline);
  }
  return answerOfOne(kb, question, docs, known, hotline);
}

function comparison(
  kb: KnowledgeBase,
  question: Question,
  { reply, places }: Compared,
  hotline: string,
): Answer {
  const [first] = places;
  const answer: Answer = {
    ...nothingFor(question.intents[0] ?? "topic"),
    outcome: "answered",
    reply,
    citations: places.map(({ measure: { doc, clause } }) => ({ doc, clause })),
    asked: first ? { text: question.text, measure: first.measure.key } : null,
  };
  return gated(kb, places, answer, hotline);
}

/** The last question for every place that has a document, side by side; undefined where only one place has it. */
export function compareEverywhere(
  kb: KnowledgeBase,
  last: Asked,
  known: Facts,
  hotline = "12333",
): Answer | undefined {
  const question = readQuestion(kb, last.text, String(known.today));
  const compared = sideBySide(kb, question, undefined);
  return compared && compared.places.length > 1 ? comparison(kb, question, compared, hotline) : undefined;
}

/** Matters that these documents have nothing to do with, however many words they share with a clause. */
const OTHER_MATTERS =
  /养老|医保|医疗|看病|失业(?:金|保险)|公积金|工伤|生育|产假|婚假|年假|退休|仲裁|拖欠|欠薪|辞职|辞退|离职|裁员|加班|低保|落户|买房|购房|房租|租房|贷款|驾照|驾驶证|身份证|护照|居住证|社保卡|个税|报税|天气|门票|股票|彩票|疫苗|高考|幼儿园|学区/;

const BARE = 6;

/** Of the university, of other papers, of daily life: no clause speaks of them, even where it has the word. */
const NEVER_OURS =
  /(?:本科|硕士|博士|研究生|大学|高校)(?:生|毕业生?)?[^,。?]{0,4}(?:补|津贴|奖|多少|给)|公寓[^,。?]{0,4}(?:租|多少钱)|教师资格|建造师|驾驶证|体检|交通补|车补|餐补|饭补|高温|取暖|创业(?:补|贷)|孩子上学/;

function isOtherMatter({ asking, text }: Question, measure?: Measure): boolean {
  // 房租水电都涨 is the story around a question; 去哪告他 is no question without its story.
  if (NEVER_OURS.test(text) && !/技工|技校|技师学院|预备技师/.test(text)) return true;
  const [matter] = OTHER_MATTERS.exec(asking.length > BARE ? asking : text) ?? [];
  return matter !== undefined && !(measure && writes(measure, matter));
}

/** One document, named or found by what only it writes. */
function answerOfOne(
  kb: KnowledgeBase,
  question: Question,
  docs: ReadonlySet<string>,
  known: Facts,
  hotline: string,
): Answer {
  const nothing = nothingFor(question.intents[0] ?? "topic");
  const only = docs.size === 0 ? onlyDocument(kb, question) : undefined;
  const chosen = only ? new Set([only]) : docs;
  const level = question.stated.skill_level;
  const [byLevel, ...alike] =
    level && chosen.size && isBare(kb, question) ? measuresByLevel(kb, chosen, level) : [];
  if (byLevel) return answerFrom(kb, [byLevel, ...alike].map(certain), question, known, hotline);
  if (asksForAll(kb, question, chosen) && !isOtherMatter(question))
    return wholeAnswer(kb, question, known, chosen);
  const hits = withSumsFirst(
    search(kb, question.topic, chosen.size ? chosen : undefined, MOST_HITS),
    question,
  );
  const nearest = hits.slice(0, 2).map((hit) => hit.measure);
  const good = hits.filter(isAbout);
  const [best] = good;
  if (!best || isOtherMatter(question, best.measure))
    return { ...nothing, reply: phrases.notInDocuments(hotline), nearest };
  if (chosen.size === 0 && kb.documents.length > 1)
    return { ...nothing, outcome: "clarify", reply: phrases.whichCity(regions(kb)), nearest };
  const told = answerFrom(kb, good, question, known, hotline);
  return only
    ? { ...told, reply: `${told.reply}\n${phrases.byDocument(documentOf(kb, only).region)}` }
    : told;
}

const MOST_HITS = 8;

/** 能领2500不: the clause that writes the sum is meant, where it fits nearly as well. */
function withSumsFirst(hits: readonly Hit[], question: Question): Hit[] {
  const asksForIt = isPersonal(question) || /能(?:领|拿)/.test(question.asking);
  const put = asksForIt ? sumsPut(question) : [];
  const [best] = hits;
  const writes = hits.find(
    ({ measure, score }) =>
      score >= (best?.score ?? 0) * NEARLY &&
      measure.benefits.some((one) => sumsOf(one).some((sum) => put.includes(sum))),
  );
  return (writes ? [writes, ...hits.filter((hit) => hit !== writes)] : [...hits]).slice(0, SHOWN_HITS);
}

const NEARLY = 0.3;
const SHOWN_HITS = 5;

/** 我是淄博的技师，企业里上班，有补贴吗: of one place, with something told and no programme named. */
function asksForAll(kb: KnowledgeBase, question: Question, docs: ReadonlySet<string>): boolean {
  const { intents, stated, topic } = question;
  const tells = Object.keys(stated).some((fact) => fact !== "role" && fact !== "employer_type");
  if (intents[0] !== "match" || docs.size !== 1 || !tells || sumsPut(question).length) return false;
  // Contests, heads and sums belong to a clause of their own.
  if (stated.competition !== undefined || Object.values(stated).some((value) => typeof value === "number"))
    return false;
  const names = kb.measures
    .filter(({ doc }) => docs.has(doc))
    .flatMap(({ keywords, title }) => [...keywords, title]);
  return !names.some((name) => name.length > 2 && !LEVEL_WORDS.test(name) && topic.includes(name));
}

const LEVEL_WORDS = /^(?:新?考?[初中高]级工|高级技师|预备技师|技能人才|高技能人才)$/;

function wholeAnswer(kb: KnowledgeBase, question: Question, known: Facts, docs: ReadonlySet<string>): Answer {
  const city = kb.documents.find(({ id }) => docs.has(id))?.region ?? "";
  const assessment = assess(kb, { role: "个人", ...known, ...question.stated, city });
  const money = ({ benefit }: { benefit: Benefit }) => !benefit.right;
  const [yes, open] = [assessment.eligible.filter(money), assessment.open.filter(money)];
  const cited = [...yes, ...open].map(({ benefit: { doc, clause } }) => ({ doc, clause }));
  const distinct = [...new Map(cited.map((one) => [`${one.doc}/${one.clause}`, one])).values()];
  return {
    ...nothingFor("match"),
    outcome: "answered",
    reply: reportText(kb, assessment),
    verdict: yes.length ? "yes" : open.length ? "unknown" : "no",
    citations: distinct.slice(0, 3),
  };
}

function nothingFor(intent: Intent): Answer {
  return { outcome: "unknown", intent, reply: "", citations: [], verdict: null, nearest: [], asked: null };
}

function regions(kb: KnowledgeBase): string[] {
  return [...new Set(kb.documents.map((document) => document.region))];
}

function documentsOf(kb: KnowledgeBase, cities: readonly string[]): Set<string> {
  return new Set(kb.documents.filter((one) => cities.includes(one.region)).map((one) => one.id));
}

/** 那技能大师工作室呢: of the place that was just told of. */
function cityOfLast(
  kb: KnowledgeBase,
  { text }: Question,
  last: Asked | null | undefined,
): string[] | undefined {
  const doc = last?.measure.split("/")[0];
  if (!doc || !/^(?:那|还有)|呢[?]?$/.test(text)) return undefined;
  return kb.documents.filter(({ id }) => id === doc).map(({ region }) => region);
}

/** The place already known; else the only one that there is. */
function citiesKnown(kb: KnowledgeBase, known: Facts): string[] {
  if (typeof known.city === "string") return [known.city];
  const all = regions(kb);
  return all.length === 1 ? all : [];
}

/** 泰山工匠, 技能兴淄: a name that one document alone writes tells the place as well as its own name would. */
function onlyDocument(kb: KnowledgeBase, { topic }: Question): string | undefined {
  const names = kb.measures.flatMap((measure) =>
    namesIn(measure).filter((name) => name.length >= NAME_LENGTH && topic.includes(name)),
  );
  const owners = [...new Set(names)].flatMap((name) => {
    const docs = new Set(kb.measures.filter((measure) => writes(measure, name)).map(({ doc }) => doc));
    return docs.size === 1 ? [...docs] : [];
  });
  const [only, ...others] = new Set(owners);
  return others.length ? undefined : only;
}

/** Shorter names are words that another document might as well have used. */
const NAME_LENGTH = 4;

function writes({ title, summary, keywords }: Measure, name: string): boolean {
  return [title, summary, ...keywords].some((text) => text.includes(name));
}

/** Keywords, and what the clause puts in quotes. */
function namesIn({ keywords, title, summary }: Measure): string[] {
  const quoted = [...`${title}${summary}`.matchAll(/“([^”]+)”/g)].map(([, name = ""]) => name);
  return [...keywords, ...quoted];
}

function answerFrom(
  kb: KnowledgeBase,
  hits: readonly Hit[],
  question: Question,
  known: Facts,
  hotline: string,
): Answer {
  const [{ measure }, ...others] = hits as [Hit, ...Hit[]];
  const nothing = nothingFor(question.intents[0] ?? "topic");
  const citations = hits.slice(0, 3).map(({ measure: { doc, clause } }) => ({ doc, clause }));
  const term = unsaidTerm(measure, question);
  if (term)
    return { ...nothing, reply: unsaidText(kb, measure, term, known), citations: citations.slice(0, 1) };
  const told = compose(kb, measure, question, known);
  const answer: Answer = {
    ...nothing,
    outcome: "answered",
    reply: told.reply,
    verdict: told.verdict,
    citations: [
      ...citations.slice(0, 1),
      ...told.rules.map((clause) => ({ doc: measure.doc, clause })),
      ...citations.slice(1),
    ].slice(0, 3),
    nearest: others.slice(0, 2).map((hit) => hit.measure),
    asked: { text: question.text, measure: measure.key },
  };
  return gated(kb, [{ measure, shown: told.shown, text: told.reply }], answer, hotline);
}

/** A reply with a figure that neither the person nor a cited clause has is not given. */
function gated(
  kb: KnowledgeBase,
  parts: readonly { measure: Measure; text: string; shown: readonly Granted[] }[],
  answer: Answer,
  hotline: string,
): Answer {
  const stray = parts.flatMap(({ measure, shown, text }) =>
    strayFigures(kb, measure, shown, text).map((figure) => `${measure.key}: ${figure}`),
  );
  if (stray.length === 0) return answer;
  return {
    ...nothingFor(answer.intent),
    reply: phrases.notInDocuments(hotline),
    nearest: answer.nearest,
    defect: stray.join(", "),
  };
}

/** What the clause names without saying what it is, where just that is asked: “四强”产业是哪四个. */
function unsaidTerm({ unsaid }: Measure, { text, intents }: Question): string | undefined {
  if (intents[0] === "who" || intents[0] === "deadline") return undefined;
  const plain = text.replace(/[“”"']/g, "");
  return unsaid.find((term) => {
    const at = plain.indexOf(normalise(term).replace(/[“”"']/g, ""));
    return at >= 0 && ASKS_WHICH.test(plain.slice(at + term.length, at + term.length + WHICH_REACH));
  });
}

const ASKS_WHICH = /哪(?!.{0,4}(?:单位|部门|科|局))|列|分别|什么|啥|指|怎么算|包括|多少|都有/;
const WHICH_REACH = 16;

function unsaidText(kb: KnowledgeBase, measure: Measure, term: string, known: Facts): string {
  const document = documentOf(kb, measure.doc);
  return [
    phrases.notListed(term),
    `${phrases.source}${sourceText(document, measure.clause)}`,
    `（${statusText(document, String(known.today))}）`,
  ].join("\n");
}

/** One clause told in full, for who picks it from a list. */
export function describeMeasure(kb: KnowledgeBase, measure: Measure, known: Facts): Answer {
  const question: Question = {
    text: measure.title,
    topic: "",
    intents: ["amount"],
    cities: [],
    stated: {},
    asksWhether: false,
    asking: "",
  };
  return answerFrom(kb, [certain(measure)], question, known, "12333");
}
