/** 淄博第六条写的啥, 泰安第20条: a clause asked for by its number in the document. */

import { clauseText } from "./explain.ts";
import type { KnowledgeBase, Measure, PolicyDocument } from "./load.ts";
import { normalise, quantities } from "./normalise.ts";
import { phrases } from "./phrases.ts";
import type { Question } from "./question.ts";
import type { Answer } from "./reply.ts";

/** 第六条, (十八)条; a law's own (劳动合同法第38条) is none of ours. */
const NUMBERED =
  /(?<![法例典章规]|规定|办法|细则|解释)(?:第\(?|\()([\d零一二三四五六七八九十百]{1,5})\)?(?:条|款|项(?![目]))/g;
/** A message is no place for a whole document. */
const MOST = 3;

/**
 * @param docs the documents of the places that are named or known
 * @param tell answers the question from one clause
 * @returns undefined where no number is asked for
 */
export function byNumber(
  kb: KnowledgeBase,
  { text, intents }: Question,
  docs: ReadonlySet<string>,
  tell: (measure: Measure) => Answer,
): Answer | undefined {
  const documents = kb.documents.filter(({ id }) => docs.has(id));
  const labels = labelsIn(text, documents.length ? documents : kb.documents);
  if (labels.length === 0) return undefined;
  const nothing = { intent: intents[0] ?? "topic", citations: [], verdict: null, nearest: [], asked: null };
  if (documents.length === 0) {
    const reply = phrases.whichCity([...new Set(kb.documents.map(({ region }) => region))]);
    return { ...nothing, outcome: "clarify", reply };
  }
  const wanted = documents.flatMap((document) => labels.map((label) => ({ document, label }))).slice(0, MOST);
  const answers = wanted.map(({ document, label }): Answer => {
    const measure = document.measures.find(({ clause }) => clause === label);
    if (measure) return tell(measure);
    return { ...nothing, outcome: "unknown", ...noClause(document, label) };
  });
  return joined(answers as [Answer, ...Answer[]]);
}

/** Numbers, and labels of the documents' own that can hardly mean anything else: 四(一), 附件1. */
function labelsIn(text: string, documents: readonly PolicyDocument[]): (number | string)[] {
  const numbers = [...text.matchAll(NUMBERED)].flatMap(
    ([, written = ""]) => quantities(written)[0]?.value ?? [],
  );
  const own = documents.flatMap(({ measures }) =>
    measures.flatMap(({ clause }) =>
      typeof clause === "string" && /[\d(]/.test(clause) && text.includes(normalise(clause)) ? clause : [],
    ),
  );
  return [...new Set([...numbers, ...own])];
}

function noClause({ short, layout, measures }: PolicyDocument, label: number | string) {
  const number = Number(label);
  const numbered = measures.filter(({ clause }) => typeof clause === "number");
  const before = numbered.findLast(({ clause }) => Number(clause) < number);
  const after = numbered.find(({ clause }) => Number(clause) > number);
  const last = clauseText(numbered.at(-1)?.clause ?? 0);
  const reply = layout.absent.includes(number)
    ? phrases.clauseLeftOut(short, clauseText(label))
    : phrases.noClause(short, clauseText(label), last);
  return { reply, nearest: [before, after].filter((one) => one !== undefined) };
}

function joined([first, ...others]: [Answer, ...Answer[]]): Answer {
  if (others.length === 0) return first;
  const all = [first, ...others];
  const found = all.find(({ outcome }) => outcome === "answered") ?? first;
  return {
    ...found,
    reply: all.map(({ reply }) => reply).join("\n\n"),
    citations: all.flatMap(({ citations }) => citations.slice(0, 1)),
    verdict: null,
    nearest: [],
  };
}
