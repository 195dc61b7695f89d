/** `npm run unanswered`: the questions that the documents did not answer, for the staff; nobody is named in them. */
import { shanghaiDay } from "../policy-kb/dates.ts";
import type { Database } from "../storage/database.ts";
import { type AskedInVain, unansweredQuestions } from "../storage/unanswered.ts";

/** More than anybody reads at once; the most asked come first. */
const SHOWN = 100;

const WHY: Record<AskedInVain["why"], string> = {
  not_found: "文件里没找到",
  figure_without_source: "数字没有出处，没发出去，请检查政策文件",
};

/** One line a question: how often, when last, why, and what was asked. */
export async function unansweredText(database: Database): Promise<string> {
  const asked = await unansweredQuestions(database, SHOWN);
  if (asked.length === 0) return "没有答不上来的问题。";
  const lines = asked.map(({ question, why, times, last }) =>
    [`${times}次`, shanghaiDay(new Date(last).toISOString()), WHY[why], question].join("\t"),
  );
  return ["次数\t最近一次\t原因\t问题（认不出的字已隐去）", ...lines].join("\n");
}
