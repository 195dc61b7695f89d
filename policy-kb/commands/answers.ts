/** `kb ask` and `kb match`: JSON Lines in, JSON Lines out. */
import { createInterface } from "node:readline";
import { z } from "zod";
import { answerQuestion } from "../answer.ts";
import { assess } from "../assess.ts";
import { refusalReasons } from "../explain.ts";
import { readKnowledge } from "../files.ts";
import type { Benefit, KnowledgeBase } from "../load.ts";
import { reportText } from "../report.ts";
import { readFacts, readResults } from "../understand.ts";
import { workforce } from "../workforce.ts";
import { today } from "./today.ts";

const id = z.union([z.string(), z.number()]);
const questionLine = z.object({ id, question: z.string() });
/** `employees` are one description each, for a whole enterprise that `text` tells of. */
const profileLine = z.object({ id, text: z.string(), employees: z.array(z.string()).optional() });

export async function ask(): Promise<number> {
  const kb = await readKnowledge();
  const day = today();
  return answerLines(questionLine, (line) => {
    const { reply, citations, outcome, verdict } = answerQuestion(kb, line.question, { today: day });
    return { id: line.id, reply, citations, outcome, verdict };
  });
}

export async function match(): Promise<number> {
  const kb = await readKnowledge();
  const day = today();
  return answerLines(profileLine, ({ id, text, employees }) => ({
    id,
    ...matchText(kb, text, day),
    ...(employees ? { workforce: matchEmployees(kb, text, employees, day) } : {}),
  }));
}

/** Each person's best lawful set, in the order of the list, and all of them together under the yearly caps. */
function matchEmployees(kb: KnowledgeBase, text: string, employees: readonly string[], day: string): object {
  const { city, employer_type } = readFacts(kb, text, day);
  const shared = { today: day, ...(city ? { city } : {}), employer_type: employer_type ?? "企业" };
  const own = employees.map((one) => readFacts(kb, one, day));
  const { people, capped, yuan } = workforce(kb, shared, own);
  return {
    yuan,
    capped,
    people: people.map(({ yuan, held }) => ({ yuan, benefits: held.map(({ benefit }) => benefit.id) })),
  };
}

/** A claim that is made of several tiers is one more row, under the benefit's own id: what they come to together. */
function matchText(kb: KnowledgeBase, text: string, day: string): object {
  const facts = { ...readFacts(kb, text, day), today: day };
  const assessment = assess(kb, facts, readResults(kb, text).slice(1));
  const { eligible, refused, open, best } = assessment;
  const named = ({ doc, clause, id: benefit }: Benefit) => ({ doc, clause, benefit });
  return {
    eligible: eligible.flatMap((claim) =>
      [...(claim.tiers ?? []), claim].map(({ benefit, payment }) => ({
        ...named(benefit),
        yuan: payment.yuan,
        totalYuan: payment.total,
      })),
    ),
    not: refused.map((benefit) => ({
      ...named(benefit),
      why: refusalReasons(benefit, facts, kb).join("；"),
    })),
    unknown: open.map(({ benefit, missing }) => ({ ...named(benefit), missing })),
    best: {
      yuan: best.yuan,
      benefits: best.held.flatMap(({ tiers, ...one }) => tiers ?? [one]).map(({ benefit }) => benefit.id),
    },
    reply: reportText(kb, assessment),
  };
}

/** Answers each line as it comes; a line that cannot be read is named and makes the exit code 1. */
async function answerLines<T>(schema: z.ZodType<T>, answer: (line: T) => object): Promise<number> {
  let [number, failed] = [0, 0];
  for await (const text of createInterface({ input: process.stdin })) {
    number += 1;
    if (!text.trim()) continue;
    try {
      console.log(JSON.stringify(answer(schema.parse(JSON.parse(text)))));
    } catch (error) {
      if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
      console.error(`line ${number}: ${error instanceof z.ZodError ? z.prettifyError(error) : "not JSON"}`);
      failed = 1;
    }
  }
  return failed;
}
