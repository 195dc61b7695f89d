/** What a person typed, as the answer to one question; or why it is none, as a key for the wording. */

import { normalise, quantities } from "../policy-kb/normalise.ts";
import { readDate } from "../policy-kb/read-dates.ts";
import { ordinalIn } from "./choices.ts";
import type { AnswerValue, Filled, Option, Question } from "./form.ts";

/** `says`: why it is none, in the form's own words. */
export type Reading =
  | { ok: true; value: AnswerValue | Filled }
  | { ok: false; why: Misunderstanding | { says: string } };
export type Misunderstanding =
  | "no_choice"
  | "several_choices"
  | "no_yes_or_no"
  | "no_number"
  | "no_whole_number"
  | "out_of_range"
  | "no_date"
  | "future_date";

const YES = /^(?:是的?|对的?|有的?|嗯+|签了|办了|符合|yes|y|ok|好的?|可以|当然|没错)[了啊呀吧呢!。~ ]*$/;
const NO = /^(?:不是?的?|没有?的?|否|不对|未|no|n|不符合|没签|不可以|并没有)[了啊呀吧呢!。~ ]*$/;
/** 没有, 都没有, 没得过奖: the option that says none. */
const DENIAL = /^(?:我|俺)?(?:啥|什么|一个|一样|全|都|从来?|也|还)*(?:没|不是|不符合|无|哪有)[^,。;?!]{0,6}$/;

/** @param today "2026-11-20", for 去年 and 刚 */
export function readAnswer(question: Question, text: string, today: string): Reading {
  const plain = normalise(text);
  switch (question.kind) {
    case "choice":
      return readChoice(question.options, plain);
    case "checklist":
      return readChecklist(question.options, plain);
    case "yesno":
      return readYesNo(plain);
    case "number":
    case "money":
      return readNumber(question, plain);
    case "date":
      return readPastDate(plain, today);
    case "words":
      return { ok: true, value: text.trim() };
  }
}

function readChoice(options: readonly Option[], plain: string): Reading {
  const place = ordinalIn(plain);
  const numbered = place === undefined ? undefined : options[place - 1];
  if (numbered) return { ok: true, value: numbered.value };
  const says = /不是/.test(plain) ? /^不是/ : /^(?:没|无|不)/;
  const denial = options.filter((option) => says.test(option.label));
  if (denial.length === 1 && denial[0] && DENIAL.test(plain)) return { ok: true, value: denial[0].value };
  const named = mentioned(options, plain);
  if (named.length === 1 && named[0]) return { ok: true, value: named[0].value };
  return { ok: false, why: named.length ? "several_choices" : "no_choice" };
}

/** "1、3" or names; "都没有" ticks nothing. */
function readChecklist(options: readonly Option[], plain: string): Reading {
  if (NO.test(plain) || DENIAL.test(plain) || /^(?:都|全|一个都?|一样都?)(?:没有?|不是|无)/.test(plain))
    return { ok: true, value: [] };
  if (/^(?:\d{1,2}[\s,、和.]*)+$/.test(plain)) {
    const ticked = (plain.match(/\d{1,2}/g) ?? []).map((digits) => options[Number(digits) - 1]);
    const known = ticked.filter((option) => option !== undefined);
    if (known.length === ticked.length) return { ok: true, value: known.map((option) => option.value) };
  }
  const named = mentioned(options, plain);
  return named.length
    ? { ok: true, value: named.map((option) => option.value) }
    : { ok: false, why: "no_choice" };
}

/** The options whose name or everyday word stands in the text; the longest name wins where one holds another. */
function mentioned(options: readonly Option[], plain: string): Option[] {
  const names = options
    .flatMap((option) =>
      [option.value, option.label, ...option.words].map((name) => ({ option, name: normalise(name) })),
    )
    .filter(({ name }) => name && plain.includes(name))
    .sort((a, b) => b.name.length - a.name.length);
  const kept: typeof names = [];
  for (const one of names) if (!kept.some((other) => other.name.includes(one.name))) kept.push(one);
  return [...new Set(kept.map(({ option }) => option))];
}

function readYesNo(plain: string): Reading {
  if (NO.test(plain) || DENIAL.test(plain) || /^2$/.test(plain)) return { ok: true, value: false };
  if (YES.test(plain) || /^1$/.test(plain)) return { ok: true, value: true };
  return { ok: false, why: "no_yes_or_no" };
}

function readNumber(question: Question, plain: string): Reading {
  if (DENIAL.test(plain)) return { ok: true, value: 0 };
  const [first, ...more] = quantities(plain);
  if (first && question.kind === "number" && !Number.isInteger(first.value))
    return { ok: false, why: "no_whole_number" };
  if (!first || more.length) return { ok: false, why: "no_number" };
  const { value } = first;
  const outside = value < (question.min ?? 0) || value > (question.max ?? Infinity);
  return outside || /^-/.test(plain) ? { ok: false, why: "out_of_range" } : { ok: true, value };
}

function readPastDate(plain: string, today: string): Reading {
  const date = readDate(plain, today) ?? yearAndMonth(plain);
  if (!date || !isRealDate(date)) return { ok: false, why: "no_date" };
  return date.slice(0, today.length) > today ? { ok: false, why: "future_date" } : { ok: true, value: date };
}

/** 202107, 2021 07, 2021: what people type on a phone's number pad. */
function yearAndMonth(plain: string): string | undefined {
  const match = /^((?:19|20)\d{2})\s*(0[1-9]|1[0-2])?$/.exec(plain);
  return match ? [match[1], match[2]].filter(Boolean).join("-") : undefined;
}

function isRealDate(date: string): boolean {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day))
    .toISOString()
    .startsWith(`${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`);
}
