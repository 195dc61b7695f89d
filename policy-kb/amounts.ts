/**
 * Money: what a benefit pays for what is known. All figures are yuan, and null wherever the document names no
 * single figure or a fact that it depends on is not known: a total is never guessed.
 */
import type { Benefit } from "./load.ts";
import type { Cap, Facts } from "./schema.ts";

export interface Payment {
  /** One payment to one head: a month's, a year's, a single one. */
  yuan: number | null;
  /** Over all heads and the whole duration, after the cap. */
  total: number | null;
  heads: number | null;
  /** How many times it is paid, null where the document does not say. */
  times: number | null;
  /** The cap made the total smaller. */
  capped: boolean;
}

const MONTHS = { month: 1, semester: null, year: 12 } as const;

export function pay(benefit: Benefit, facts: Facts): Payment {
  const yuan = unitYuan(benefit, facts);
  const heads = headsOf(benefit, facts);
  const times = timesOf(benefit);
  const full = yuan === null || heads === null || times === null ? null : cents(yuan * heads * times);
  const limit = capOf(benefit.cap, times);
  const capped = full !== null && limit !== null && full > limit;
  return { yuan, total: capped ? limit : full, heads, times, capped };
}

function unitYuan({ amount }: Benefit, facts: Facts): number | null {
  switch (amount.kind) {
    case "exact":
    case "floor":
    case "cap":
      return amount.yuan;
    case "ratio": {
      const base = amount.of === undefined ? undefined : facts[amount.of];
      return typeof base === "number" ? cents(Math.min(base * amount.ratio, amount.max ?? Infinity)) : null;
    }
    case "range":
    case "unspecified":
      return null;
  }
}

/** One for a person who asks for themselves or for what is paid a unit; else the number that is known. */
function headsOf(benefit: Benefit, facts: Facts): number | null {
  if (benefit.heads && facts.role !== "个人") {
    const heads = facts[benefit.heads];
    return typeof heads === "number" ? heads : null;
  }
  return 1;
}

function timesOf(benefit: Benefit): number | null {
  if (benefit.period === "once") return 1;
  // What is paid each year for the heads of that year is told for one year.
  if (benefit.period === "year" && benefit.heads && !benefit.months) return 1;
  const length = benefit.period && MONTHS[benefit.period];
  return length && benefit.months ? benefit.months / length : null;
}

/** The facts that the sum depends on, beside those that the condition asks for. */
export function amountFacts({ amount, heads }: Benefit, facts: Facts): string[] {
  return [
    ...(heads && facts.role !== "个人" ? [heads] : []),
    ...(amount.kind === "ratio" && amount.of !== undefined ? [amount.of] : []),
  ];
}

/** What a cap leaves of the whole, where its period and the payment's can be compared. */
function capOf(cap: Cap | null, times: number | null): number | null {
  if (!cap || times === null) return null;
  return cap.period === "year" && times > 1 ? cap.yuan * times : cap.yuan;
}

/** Rounded to a cent, so that 0.1 + 0.2 shows as 0.30. */
export function cents(yuan: number): number {
  return Math.round(yuan * 100) / 100;
}
