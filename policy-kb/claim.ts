/** 淄博首席是每月1000吧: a sum that is put to us is held against the clause's own. */
import type { Benefit } from "./load.ts";
import { quantities } from "./normalise.ts";
import type { Question } from "./question.ts";

/** The clause writes that sum, or others; undefined where no sum is put to us or the clause writes none. */
export type Claim = "right" | "wrong" | undefined;

const PUT = /(?:给|补|奖|发|是|拿|领|每月|每年|每人|一年|一个月|那|就|才|有|到)(?:个|了|到|他|我|的)?$/;
/** Smaller figures count years and heads. */
const LEAST = 100;

/** Sums that the asking part names, in yuan. */
export function sumsPut({ asking, stated }: Pick<Question, "asking" | "stated">): number[] {
  const told = new Set(TELLS_A_SUM.test(asking) ? Object.values(stated) : []);
  return quantities(asking)
    .filter(
      ({ value, unit }) =>
        value >= LEAST && (unit === "元" || unit === "块" || unit === "") && !told.has(value),
    )
    .filter(
      ({ start, end }) =>
        PUT.test(asking.slice(0, start)) && !/^(?:年|人|名|个|家|以上)/.test(asking.slice(end)),
    )
    .map(({ value }) => value);
}

/** 中级工培训费全免吗: a share of it is not all of it. */
const FREE = /全免|免费|不(?:用|要)(?:交|花)?钱/;

function isShare({ amount }: Benefit): boolean {
  return amount.kind === "ratio" && amount.as === "share";
}

/** 年薪20万能补吗: the sum is told, not asked about. */
const TELLS_A_SUM = /年薪|协议|合同|薪酬|收入|费|资助|补助资金/;

/** @param benefits those that are meant, none of which what is told has ruled out */
export function claimOn(benefits: readonly Benefit[], question: Question): Claim {
  if (question.asksWhether && FREE.test(question.asking) && benefits.some(isShare)) return "wrong";
  const put = sumsPut(question);
  const written = benefits.flatMap(sumsOf);
  if (put.length === 0 || written.length === 0 || !question.asksWhether) return undefined;
  return put.some((sum) => written.includes(sum)) ? "right" : "wrong";
}

export function sumsOf({ amount, cap }: Benefit): number[] {
  const limits = cap ? [cap.yuan] : [];
  if (amount.kind === "range") return [amount.min, amount.max, ...limits];
  if (amount.kind === "ratio") return [...(amount.max ? [amount.max] : []), ...limits];
  return "yuan" in amount ? [amount.yuan, ...limits] : limits;
}

/** 我, 俺, 刚考下 …: somebody asks for themselves or another, rather than what is written. */
export function isPersonal({ text, asking, stated }: Question): boolean {
  if (/能(?:申请|领|拿|享受|报|要)|的份/.test(asking)) return true;
  return (
    /我|俺|咱|本人|孩子|儿子|闺女|老公|老婆|媳妇|[他她]/.test(text) || OWN.some((fact) => fact in stated)
  );
}

const OWN = ["newly_certified", "graduated_on", "hired_on", "insured_months", "reviews_passed", "in_term"];
