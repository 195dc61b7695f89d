/** A question of all that is somebody's: answered like the interview, from what was told in one sentence. */
import { assess } from "./assess.ts";
import { sumsPut } from "./claim.ts";
import type { Benefit, KnowledgeBase } from "./load.ts";
import { phrases } from "./phrases.ts";
import type { Question } from "./question.ts";
import { type Answer, nothingFor } from "./reply.ts";
import { reportText } from "./report.ts";
import { strayInReport } from "./report-gate.ts";
import type { Facts } from "./schema.ts";

/** 我是淄博的技师，企业里上班，有补贴吗: of one place, with something told and no programme named. */
export function asksForAll(kb: KnowledgeBase, question: Question, docs: ReadonlySet<string>): boolean {
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

export function wholeAnswer(
  kb: KnowledgeBase,
  question: Question,
  known: Facts,
  docs: ReadonlySet<string>,
): Answer {
  const city = kb.documents.find(({ id }) => docs.has(id))?.region ?? "";
  const assessment = assess(kb, { role: "个人", ...known, ...question.stated, city });
  const money = ({ benefit }: { benefit: Benefit }) => !benefit.right;
  const [yes, open] = [assessment.eligible.filter(money), assessment.open.filter(money)];
  const cited = [...yes, ...open].map(({ benefit: { doc, clause } }) => ({ doc, clause }));
  const distinct = [...new Map(cited.map((one) => [`${one.doc}/${one.clause}`, one])).values()];
  const reply = reportText(kb, assessment);
  const stray = strayInReport(kb, assessment, reply);
  if (stray.length)
    return { ...nothingFor("match"), reply: phrases.notInDocuments("12333"), defect: stray.join(", ") };
  return {
    ...nothingFor("match"),
    whole: true,
    outcome: "answered",
    reply,
    verdict: yes.length ? "yes" : open.length ? "unknown" : "no",
    citations: distinct.slice(0, 3),
  };
}
