/** Text as typed → text as compared: one script, one width, one case, nothing invisible. */
import { TRADITIONAL } from "./tables/characters.ts";

/** Longer than any question; what is beyond is not read (a pasted book is not an answer). */
const READ_LIMIT = 2_000;

const characters = [...TRADITIONAL];
const simplified = new Map(
  characters.flatMap((character, at) => (at % 2 === 0 ? [[character, characters[at + 1] ?? character]] : [])),
);

export function normalise(text: string, limit: number = READ_LIMIT): string {
  return (
    text
      .slice(0, limit)
      .normalize("NFKC")
      // One character may have become eighteen.
      .slice(0, limit)
      .replace(/\p{Script=Han}/gu, (character) => simplified.get(character) ?? character)
      .toLowerCase()
      // Control and format characters: invisible to the person, so they must not matter to us.
      .replace(/[\p{Cc}\p{Cf}]+/gu, " ")
      .replace(/\s+/g, " ")
      .trim()
  );
}

export interface Quantity {
  value: number;
  /** Where it stands in the text: [start, end). */
  start: number;
  end: number;
  /** What follows directly: 元, 人, 年 … or "". */
  unit: string;
}

const DIGITS: Record<string, number> = {
  ...{ 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 },
};
const SCALES: Record<string, number> = { 十: 10, 百: 100, 千: 1_000, 仟: 1_000, 万: 10_000, 亿: 100_000_000 };
const NUMBER =
  /((?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?)\s*([千仟万亿]?)|([零〇一二两三四五六七八九十百千仟万亿]+)|(半(?=年)|[俩仨])/g;
/** 俩 and 仨 count people or things without a word for it; 半 stands before 年. */
const ALONE: Record<string, number> = { 俩: 2, 仨: 3, 半: 0.5 };
const UNIT = /^\s*(?:整|多)?\s*(元|块|个月|名|个|人|位|家|年|岁|月|天|次)/;

/** Every number in the text, Arabic or Chinese: 2.5万 → 25000, 两千五 → 2500, 十二 → 12. */
export function quantities(text: string): Quantity[] {
  return [...text.matchAll(NUMBER)].flatMap((match) => {
    const alone = ALONE[match[4] ?? ""];
    const value = alone ?? (match[1] ? arabic(match[1], match[2] ?? "") : chinese(match[3] ?? ""));
    if (value === undefined) return [];
    const start = match.index;
    const end = start + match[0].length;
    const unit = UNIT.exec(text.slice(end, end + 4))?.[1] ?? "";
    return [
      {
        value: unit === "年" && /^年半/.test(text.slice(end)) ? value + 0.5 : value,
        start,
        end,
        unit: alone && alone > 1 ? "个" : unit,
      },
    ];
  });
}

function arabic(digits: string, scale: string): number {
  return Number(digits.replaceAll(",", "")) * (SCALES[scale] ?? 1);
}

/** 二十万 → 200000; 两千五 → 2500 (a last digit stands for the scale below); undefined where it is no number. */
function chinese(text: string): number | undefined {
  let [total, section, digit, scale] = [0, 0, -1, 1];
  for (const char of text) {
    const value = DIGITS[char];
    if (value !== undefined) {
      digit = value;
      if (value === 0) scale = 10;
      continue;
    }
    scale = SCALES[char] ?? 1;
    if (scale >= 10_000) {
      total = (total + section + Math.max(digit, 0)) * scale;
      section = 0;
    } else section += (digit < 0 ? 1 : digit) * scale;
    digit = -1;
  }
  if (digit > 0) section += text.length > 1 && scale > 10 ? digit * (scale / 10) : digit;
  const number = total + section;
  return number || text.includes("零") ? number : undefined;
}
