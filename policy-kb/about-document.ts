/**
 * Questions about a document itself, 还有效吗, 文号多少, 谁发的: answered from what the document says of itself, without
 * a search. Where anything else is named beside it, a programme above all, the clauses answer.
 */

import { chineseDate, dayRange } from "./dates.ts";
import { statusInFull } from "./explain.ts";
import { strayFigures } from "./gate.ts";
import type { KnowledgeBase, Measure, PolicyDocument } from "./load.ts";
import { phrases } from "./phrases.ts";
import type { Question } from "./question.ts";
import type { Answer } from "./reply.ts";
import type { Facts } from "./schema.ts";

type Asks = "name" | "number" | "issuers" | "issued" | "from" | "until" | "valid" | "over" | "revoked";

const WHEN = "(?:什么时候|啥时候|多会儿?|何时|哪[一]?[天年月]|几[号月]|什么日期|什么时间)";
const ISSUE = "(?:联合)?(?:印发|发布|下发|颁布|制定|出台|公布|发文|发|出|定)(?![钱资给])";
const RUN = "(?:施行|实施|执行|生效|起效)";

/** Each kind of question by the words that ask it. */
const ASKED: [Asks, RegExp][] = [
  ["name", /全名|全称|标题|题目|名称|叫(?:什么|啥)(?:名字?)?|什么名字?|(?:文件|政策)名/],
  ["number", /(?:发文)?(?:文号|字号)|文件号码?|[几什么]号文|多少号文?件?/],
  [
    "issuers",
    new RegExp(
      `(?:是|由)?(?:谁|哪(?:个|些|几个|几家|家)?(?:部门|单位|机关|局)?|几个(?:部门|单位))(?:一起)?${ISSUE}的?|发文(?:单位|机关|部门)`,
    ),
  ],
  ["issued", new RegExp(`${WHEN}${ISSUE}的?|(?:印发|发文|成文|发布|出台)(?:的)?(?:日期|时间|日子)|哪年的`)],
  [
    "from",
    new RegExp(
      `(?:从)?${WHEN}(?:起|开始)?${RUN}的?|${RUN}(?:的)?(?:日期|时间)|从${WHEN}(?:起|开始|算)(?:算|的)?`,
    ),
  ],
  [
    "until",
    new RegExp(
      `(?:有效期?|${RUN}|管用?|用)?(?:是|到)+(?:${WHEN}|几时)(?:截止|到期|结束|为止|失效|作废)?|${WHEN}(?:截止|到期|结束|失效|作废|过期)|截止(?:日期|时间)(?:是)?|有效期(?:限)?(?:是)?(?:多久|多长|几年)?|还有多久到期`,
    ),
  ],
  ["revoked", /失效|作废|废止/],
  ["over", /过期|过时|到期(?:了)?(?=[没吗])|停止?了?(?=[没吗])/],
  [
    "valid",
    /有效(?!期)|管用|算数|作数|(?:执行|施行|实施)(?=[着吗没])|(?:还|现在)能?(?:能|可以)?(?:领|用|享受|执行|申请|办)/,
  ],
];

/** What it is called, or its number; 政策 is said of a programme too, so that nothing else may stand beside it. */
const NOUN = /文件|政策|措施|方案|意见|清单|文号|发文|印发|.?人社[发字].?\d{4}.?\d+号/;
/** What may stand beside a question about a document without naming anything else. */
const EMPTY =
  /\d{4}年?|人社局|市里|政府|发的|工作|开展|加强|进一步|新时代|行动|技能人才|技能兴.(?:行动)?|高技能|技能|人才|队伍建设|引进与培养|落实|实施|若干|这[份个些项几]?|那[份个些项]?|你们?|我们?|俺们?|咱们?|请问|想?问(?:一下|下)?|知道|告诉|一下|看看|红头|有关|关于|相关|里面?|上面?|现在|目前|如今|今年|到底|究竟|已经|是不是|有没有|能不能|还|是|的|了|没有?|吗|么|嘛|呢|啊|呀|吧|不|能|可以|领|拿|用|享受|申请|和|与|跟|及|都|各|分别|各自|一共|总共|有|在|到|从|起|开始|多少|几|什么|啥|谁|哪|第|个|份|部|市|区|县|那么|又|也|它|被|日期|时间/g;
/** The story around the question may tell anything but what is paid. */
const PAID = /补|奖|津贴|资助|计划|项目|培训|待遇|评/;

function asksOf({ topic }: Question): Asks[] {
  const parts = topic.split(/[,。;!?]/).filter((part) => part.trim());
  const isAsking = (part: string) => NOUN.test(part) || ASKED.some(([, pattern]) => pattern.test(part));
  const asking = parts.filter(isAsking);
  if (!asking.some((part) => NOUN.test(part)) || !asking.every(isBare)) return [];
  if (parts.some((part) => !isAsking(part) && PAID.test(part))) return [];
  return ASKED.flatMap(([asks, pattern]) => (asking.some((part) => pattern.test(part)) ? [asks] : []));
}

/** Nothing is left of it beside the document and what is asked of it. */
function isBare(part: string): boolean {
  const patterns = [...ASKED.map(([, pattern]) => pattern), NOUN];
  const rest = patterns
    .reduce((text, pattern) => text.replace(new RegExp(pattern, "g"), " "), part)
    .replace(EMPTY, "");
  return !/[\p{Script=Han}a-z0-9]/u.test(rest);
}

/** Of the places, or named by its number or by what its action is called (技能兴威). */
function documentsMeant(
  { documents }: KnowledgeBase,
  { text }: Question,
  docs: ReadonlySet<string>,
): PolicyDocument[] {
  if (docs.size) return documents.filter(({ id }) => docs.has(id));
  const plain = lettersOf(text);
  const [action = ""] = /技能兴\p{Script=Han}/u.exec(text) ?? [];
  const named = documents.filter(
    (one) =>
      (one.number && plain.includes(lettersOf(one.number))) ||
      (action && [one.title, ...headClause(one).keywords].some((name) => name.includes(action))),
  );
  return named.length === 1 ? named : [];
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{Script=Han}\d]/gu, "");
}

/** @returns undefined where the question is not about a document itself */
export function aboutDocument(
  kb: KnowledgeBase,
  question: Question,
  docs: ReadonlySet<string>,
  known: Facts,
): Answer | undefined {
  const asks = asksOf(question);
  if (asks.length === 0) return undefined;
  const documents = documentsMeant(kb, question, docs);
  const cited = documents.map(headClause);
  const told = documents.map((document) => tell(document, asks, String(known.today)));
  const [intent = "topic"] = question.intents;
  const nothing = { intent, citations: [], verdict: null, nearest: [], asked: null };
  const [first] = cited;
  if (!first) return { ...nothing, outcome: "clarify", reply: phrases.whichCity(regionsOf(kb)) };
  const texts = told.map(({ lines }) => lines.join("\n"));
  const stray = cited.flatMap((measure, at) =>
    strayFigures(kb, measure, [], texts[at] ?? "").map((figure) => `${measure.key}: ${figure}`),
  );
  if (stray.length)
    return {
      ...nothing,
      outcome: "unknown",
      reply: phrases.notInDocuments("12333"),
      defect: stray.join(", "),
    };
  const verdicts = new Set(told.map(({ verdict }) => verdict));
  return {
    ...nothing,
    outcome: told.some(({ isWritten }) => isWritten) ? "answered" : "unknown",
    reply: texts.join("\n\n"),
    citations: cited.map(({ doc, clause }) => ({ doc, clause })),
    verdict: verdicts.size === 1 ? (told[0]?.verdict ?? null) : "unknown",
    asked: { text: question.text, measure: first.key },
  };
}

function regionsOf({ documents }: KnowledgeBase): string[] {
  return [...new Set(documents.map(({ region }) => region))];
}

/** Where a document speaks of itself: its preamble, its closing rules, else where it begins. */
function headClause({ measures }: PolicyDocument): Measure {
  const named = (label: string) => measures.find(({ clause }) => clause === label);
  return named("序言") ?? named("文末") ?? (measures[0] as Measure);
}

interface Told {
  lines: string[];
  verdict: Answer["verdict"];
  /** At least one of the things asked for stands in it. */
  isWritten: boolean;
}

function tell(document: PolicyDocument, asks: readonly Asks[], today: string): Told {
  const { short, number, period } = document;
  const isTerm = asks.some((one) => TERM.has(one));
  const lines = asks.flatMap((one) => factLine(document, one) ?? []);
  const runs = asks.some((one) => RUNS.has(one)) ? runsOn(document, today) : null;
  const status = statusInFull(document, today);
  return {
    lines: [
      ...(runs ? [phrases.runs[runs]] : []),
      ...lines.map(({ text }) => text),
      ...(isTerm ? [`${status}。`, ...(period.note ? [`${phrases.note}${period.note}`] : [])] : []),
      `${phrases.source}《${short}》${number ? `（${number}）` : ""}${phrases.head}`,
      ...(isTerm ? [] : [`（${status}）`]),
    ],
    verdict: runs && verdictOn(runs, asks, document),
    isWritten: isTerm || lines.some(({ isWritten }) => isWritten),
  };
}

const TERM: ReadonlySet<Asks> = new Set(["from", "until", "valid", "over", "revoked"]);
const RUNS: ReadonlySet<Asks> = new Set(["valid", "over", "revoked"]);
const OPPOSITE = { yes: "no", no: "yes", unknown: "unknown" } as const;

/** 过期了没 asks for the opposite of 还有效吗; that its time is over does not say that it was revoked. */
function verdictOn(runs: keyof typeof OPPOSITE, asks: readonly Asks[], { superseded_by }: PolicyDocument) {
  if (asks.includes("valid")) return runs;
  return asks.includes("over") || runs !== "no" || superseded_by ? OPPOSITE[runs] : "unknown";
}

/** What the document's head says, or that it does not say it; undefined for what its term tells. */
function factLine(document: PolicyDocument, asks: Asks): { text: string; isWritten: boolean } | undefined {
  const { title, number, issuers, issued, note, period } = document;
  const line = (label: string, value: string | null) => ({
    text: `${label}：${value || phrases.notInHead}`,
    isWritten: Boolean(value),
  });
  switch (asks) {
    case "name":
      return line("全名", title.includes("《") ? title : `《${title}》`);
    case "number":
      return line("文号", number);
    case "issuers": {
      const units = line("发文单位", issuers.join("、"));
      return {
        ...units,
        text: [units.text, note && /部门|单位/.test(note) ? note : ""].filter(Boolean).join("\n"),
      };
    }
    case "issued":
      return line("印发日期", issued && chineseDate(issued));
    case "from":
      return line("施行日期", period.from && chineseDate(period.from));
    case "until":
    case "valid":
    case "over":
    case "revoked":
      return undefined;
  }
}

/** Whether the document's time is running: decided only where both of its ends are written. */
function runsOn({ period, superseded_by }: PolicyDocument, today: string): "yes" | "no" | "unknown" {
  const day = dayRange(today)?.first ?? 0;
  const from = period.from ? dayRange(period.from) : undefined;
  const to = period.to ? dayRange(period.to) : undefined;
  if (superseded_by || (to && to.last < day) || (from && from.first > day)) return "no";
  return from && to ? "yes" : "unknown";
}
