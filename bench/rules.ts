/** Eligibility over all benefits, the next question, search and loading. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readKnowledge } from "../policy-kb/files.ts";
import { nextQuestion } from "../policy-kb/next-question.ts";
import type { Facts } from "../policy-kb/schema.ts";
import { search } from "../policy-kb/search.ts";
import { medianMicroseconds, type Row } from "./measure.ts";

export async function benchRules(): Promise<Row[]> {
  const kb = await readKnowledge();
  const [city = ""] = kb.documents.map((document) => document.region);
  const worker: Facts = {
    today: "2026-11-20",
    city,
    role: "个人",
    skill_level: "技师",
    employer_type: "企业",
  };
  const verdicts = medianMicroseconds(() => {
    let yes = 0;
    for (const benefit of kb.benefits) if (benefit.test.verdict(worker) === "yes") yes += 1;
    return yes;
  });
  const withNeeds = medianMicroseconds(() => {
    const needed = new Set<string>();
    for (const benefit of kb.benefits)
      if (benefit.test.verdict(worker) === "unknown") benefit.test.needs(worker, needed);
    return needed.size;
  });
  const next = medianMicroseconds(() => nextQuestion(kb, worker, new Set()));
  const find = medianMicroseconds(() => search(kb, "新型学徒制高级工企业一年补多少"));
  const load = await timeOf(() => readKnowledge());
  const cache = mkdtempSync(join(tmpdir(), "bench-"));
  await readKnowledge({ cache });
  const cached = await timeOf(() => readKnowledge({ cache }));
  rmSync(cache, { recursive: true });
  const of = `${kb.benefits.length} benefits`;
  return [
    { what: `verdicts, ${of}`, value: verdicts, unit: "µs" },
    { what: `verdicts and the facts still needed, ${of}`, value: withNeeds, unit: "µs", goal: 15 },
    { what: "next question", value: next, unit: "µs" },
    { what: `search, ${kb.measures.length} clauses`, value: find, unit: "µs", goal: 100 },
    { what: "loading and checking all documents from YAML", value: load, unit: "ms" },
    { what: "loading them at start, from what was checked before", value: cached, unit: "ms", goal: 80 },
  ];
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
