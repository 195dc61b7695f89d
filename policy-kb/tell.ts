/** A clause, or one in each of several places, told behind the number gate. */
import type { Granted } from "./combine.ts";
import { compose } from "./compose.ts";
import { documentOf, sourceText, statusText } from "./explain.ts";
import { strayFigures } from "./gate.ts";
import type { KnowledgeBase, Measure } from "./load.ts";
import { normalise } from "./normalise.ts";
import { phrases } from "./phrases.ts";
import type { Question } from "./question.ts";
import { type Answer, type Citation, nothingFor } from "./reply.ts";
import type { Facts } from "./schema.ts";
import type { Hit } from "./search.ts";
import type { Compared } from "./side-by-side.ts";
import { certain } from "./which-clause.ts";

/** The best clause is told, the others are cited beside it. */
export function answerFrom(
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
    citations: distinct([
      ...citations.slice(0, 1),
      ...told.rules.map((clause) => ({ doc: measure.doc, clause })),
      ...citations.slice(1),
    ]).slice(0, 3),
    nearest: others.slice(0, 2).map((hit) => hit.measure),
    asked: { text: question.text, measure: measure.key },
  };
  return gated(kb, [{ measure, shown: told.shown, text: told.reply }], answer, hotline);
}

function distinct(citations: readonly Citation[]): Citation[] {
  return [...new Map(citations.map((one) => [`${one.doc}/${one.clause}`, one])).values()];
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

/** Several places, each behind the gate of its own clause. */
export function comparison(
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
