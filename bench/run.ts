/** `npm run bench`: what the machine makes of it, beside the goals. */
import { benchCallbacks } from "./callbacks.ts";
import type { Row } from "./measure.ts";
import { benchQuestions } from "./questions.ts";
import { benchRules } from "./rules.ts";
import { benchStart } from "./start.ts";
import { benchSurveys } from "./surveys.ts";

const rows: Row[] = [
  ...(await benchRules()),
  ...(await benchQuestions()),
  ...(await benchCallbacks()),
  ...(await benchSurveys()),
  ...(await benchStart()),
];
console.table(
  rows.map(({ what, value, unit, goal }) => ({
    what,
    measured: `${value.toFixed(unit === "ms" ? 2 : 1)} ${unit}`,
    goal: goal === undefined ? "" : `≤ ${goal} ${unit}`,
    ratio: goal === undefined ? "" : (value / goal).toFixed(2),
  })),
);
