/** A yes-or-no question about a clause: the verdict in words, and the sums that it is about. */
import { pay } from "./amounts.ts";
import { claimOn, isPersonal } from "./claim.ts";
import type { Granted } from "./combine.ts";
import { documentOf } from "./explain.ts";
import type { Intent } from "./intent.ts";
import type { Benefit, KnowledgeBase, Measure } from "./load.ts";
import { ASKS_FOR_MONEY, askedAbout, benefitsMeant, grantsOf, isRuledOut } from "./meant.ts";
import { phrases } from "./phrases.ts";
import type { Question } from "./question.ts";
import type { Facts, FactValue } from "./schema.ts";
import { type Verdict, verdictOn } from "./verdict.ts";

const JUDGED: ReadonlySet<Intent> = new Set(["match", "amount", "topic", "stacking"]);

interface Judged {
  verdict: Verdict["verdict"];
  text: string;
  about: Granted[];
}

/** A yes-or-no question about a clause that gives something: a sum that is put to us, or what was told of a person. */
export function judge(
  kb: KnowledgeBase,
  measure: Measure,
  question: Question,
  known: Facts,
): Judged | undefined {
  const { asksWhether, asking, stated, intents } = question;
  const isPlain = JUDGED.has(intents[0] ?? "topic");
  if (!asksWhether || !isPlain || measure.benefits.length === 0) return undefined;
  const city = documentOf(kb, measure.doc).region;
  const meant = benefitsMeant(measure, { ...stated, city }, question.topic);
  const isOut = isRuledOut(measure, { ...stated, city });
  const claim = isOut ? undefined : claimOn(meant, question);
  const written = meant.map((benefit) => ({ benefit, payment: pay(benefit, {}) }));
  if (claim === "wrong") return { verdict: "no", text: phrases.otherSum, about: written };
  const here = { ...stated, city: question.elsewhere ?? city };
  const counted = grantsOf(meant, here);
  if (ALL_OF_THEM.test(question.text) && counted.some(({ payment }) => payment.capped))
    return { verdict: "no", text: phrases.overCap, about: counted };
  const mayHold = meant.some(({ test }) => test.verdict(here) !== "no");
  if (claim === "right" && mayHold && !isPersonal(question))
    return { verdict: "yes", text: phrases.thatSum, about: written };
  const about = askedAbout(measure, asking, stated);
  if (ASKS_FOR_MONEY.test(asking) && about.every(({ right }) => right))
    return {
      verdict: "no",
      text: phrases.noMoney,
      about: about.map((benefit) => ({ benefit, payment: pay(benefit, {}) })),
    };
  return told(kb, verdictOn(kb, about, asker(about, question, known, city), UNSURE.test(question.text)));
}

/**
 * Who asks, as far as it decides: 机械厂，高级工，能评职称吗 is asked for a person, 领军人才年薪20万能补吗 for the unit
 * that is paid, whatever is named beside it; who says 我 or 企业 is taken at their word.
 */
function asker(
  about: readonly Benefit[],
  { text, asking, stated, elsewhere }: Question,
  known: Facts,
  city: string,
): Facts {
  const facts: Record<string, FactValue> = { ...known, ...stated, city: elsewhere ?? city };
  const isOpenTo = (role: FactValue) => about.some(({ test }) => test.verdict({ role }) !== "no");
  const insists =
    facts.role === "个人" ? /我|俺|本人|个人|自己/.test(text) : /企业|公司|厂|单位|学校|机构/.test(asking);
  if (facts.role === undefined || (!isOpenTo(facts.role) && !insists))
    facts.role = ROLES.find(isOpenTo) ?? "个人";
  return facts;
}

const ROLES = ["个人", "企业", "院校", "培训机构", "其他单位"];

/** 21个新技师，能都拿2500吗: each could, all of them cannot. */
const ALL_OF_THEM = /都|全|每个?人|拿满/;

/** After a verdict the sums that it is about are enough. */
export const MOST_ABOUT = 3;
const UNSURE = /记不清|不知道|不确定|说不准|不清楚|忘了|拿不准/;

function told(kb: KnowledgeBase, { verdict, about, reasons, missing, provided }: Verdict): Judged {
  const labels = missing.map((id) => kb.facts.get(id)?.label ?? id);
  const text = {
    no: phrases.no(reasons.join("；")),
    unknown: phrases.openVerdict(labels),
    yes: provided.length ? phrases.yesIf(provided.join("；")) : phrases.yes,
  }[verdict];
  return { verdict, text, about };
}
