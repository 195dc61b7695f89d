/** `npm run -s kb -- check | export | ask | match`: the knowledge base on the command line. */
import { createInterface } from "node:readline";
import { z } from "zod";
import { answerQuestion } from "./answer.ts";
import { assess } from "./assess.ts";
import { checkKnowledge } from "./check.ts";
import { shanghaiDay } from "./dates.ts";
import { refusalReasons } from "./explain.ts";
import { exportLines } from "./export.ts";
import { readKnowledge, readSources, readTexts } from "./files.ts";
import type { KnowledgeBase } from "./load.ts";
import { KnowledgeError } from "./problems.ts";
import { reportText } from "./report.ts";
import { readFacts } from "./understand.ts";
import { verifyDocument } from "./verify.ts";

const USAGE = `用法 usage: npm run -s kb -- COMMAND
  check    loads and checks the knowledge base; exit 1 with what is wrong
  export   JSON Lines, one measure a line
  verify FOLDER   checks every encoded figure against the source texts in FOLDER
  bundle   the policy files as one JSON, for where there is no disk (Workers)
  ask      stdin {id, question} a line → stdout {id, reply, citations, outcome, verdict}
  match    stdin {id, text} a line → stdout {id, eligible, not, unknown, best, reply}`;

const questionLine = z.object({ id: z.union([z.string(), z.number()]), question: z.string() });
const profileLine = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });

class UsageError extends Error {}

/** NOW (ISO time) fixes the clock, so that an answer can be given again. */
function today(): string {
  const now = process.env.NOW ?? new Date().toISOString();
  if (Number.isNaN(Date.parse(now))) throw new UsageError(`NOW is not an ISO time: ${now}`);
  return shanghaiDay(now);
}

function check(kb: KnowledgeBase): number {
  const faults = checkKnowledge(kb, today());
  for (const fault of faults) console.error(fault);
  const examples = kb.benefits.reduce((sum, benefit) => sum + benefit.examples.length, 0);
  if (faults.length === 0)
    console.error(
      `${kb.documents.length} documents, ${kb.measures.length} clauses, ${kb.benefits.length} benefits, ${kb.facts.size} facts; ${examples} examples hold`,
    );
  return faults.length ? 1 : 0;
}

/** A source text belongs to the document whose title stands in it. */
function verify(kb: KnowledgeBase, folder: string | undefined): number {
  if (!folder) {
    console.error("verify needs the folder with the source texts");
    return 2;
  }
  const texts = readTexts(folder);
  let failed = 0;
  for (const document of kb.documents) {
    const text = texts.find((one) => one.replace(/\s+/g, "").includes(document.title));
    const { figures, faults } =
      text === undefined
        ? { figures: 0, faults: [`${document.id}: no source text`] }
        : verifyDocument(document, text);
    for (const fault of faults) console.error(fault);
    console.error(`${document.id}: ${figures - faults.length} of ${figures} figures stand in their clauses`);
    if (faults.length) failed = 1;
  }
  return failed;
}

function ask(kb: KnowledgeBase, line: z.infer<typeof questionLine>): object {
  const { reply, citations, outcome, verdict } = answerQuestion(kb, line.question, { today: today() });
  return { id: line.id, reply, citations, outcome, verdict };
}

function match(kb: KnowledgeBase, line: z.infer<typeof profileLine>): object {
  const facts = { ...readFacts(kb, line.text, today()), today: today() };
  const { eligible, refused, open, best } = assess(kb, facts);
  return {
    id: line.id,
    eligible: eligible.map(({ benefit, payment }) => ({
      doc: benefit.doc,
      clause: benefit.clause,
      benefit: benefit.id,
      yuan: payment.yuan,
      totalYuan: payment.total,
    })),
    not: refused.map((benefit) => ({
      doc: benefit.doc,
      clause: benefit.clause,
      benefit: benefit.id,
      why: refusalReasons(benefit, facts, kb).join("；"),
    })),
    unknown: open.map(({ benefit, missing }) => ({
      doc: benefit.doc,
      clause: benefit.clause,
      benefit: benefit.id,
      missing,
    })),
    best: { yuan: best.yuan, benefits: best.held.map(({ benefit }) => benefit.id) },
    reply: reportText(kb, { facts, eligible, refused, open, best }),
  };
}

/** Answers each line as it comes; a line that cannot be read is named and makes the exit code 1. */
async function lines<T>(schema: z.ZodType<T>, answer: (line: T) => object): Promise<number> {
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

async function main(command: string | undefined, folder: string | undefined): Promise<number> {
  switch (command) {
    case "check":
      return check(await readKnowledge());
    case "export":
      for (const line of exportLines(await readKnowledge())) console.log(JSON.stringify(line));
      return 0;
    case "verify":
      return verify(await readKnowledge(), folder);
    case "bundle":
      console.log(JSON.stringify(await readSources()));
      return 0;
    case "ask": {
      const kb = await readKnowledge();
      return lines(questionLine, (line) => ask(kb, line));
    }
    case "match": {
      const kb = await readKnowledge();
      return lines(profileLine, (line) => match(kb, line));
    }
    default:
      console.error(USAGE);
      return 2;
  }
}

try {
  process.exitCode = await main(process.argv[2], process.argv[3]);
} catch (error) {
  if (!(error instanceof KnowledgeError) && !(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
