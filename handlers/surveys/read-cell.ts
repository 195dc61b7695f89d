/** What was written in one cell, on the page or in an Excel file, as its value; or why it is none, in words. */
import { normalise, quantities } from "../../policy-kb/normalise.ts";
import { readDate } from "../../policy-kb/read-dates.ts";
import { type Cell, type CellField, type CellValue, fieldOf } from "./cells.ts";
import { readCreditCode } from "./credit-code.ts";
import { readPhone } from "./phone.ts";
import type { Survey } from "./survey.ts";

/** `value: null` empties the cell. */
export type CellReading = { ok: true; value: CellValue | null } | { ok: false; says: string };

/** @param today "2026-11-20", for 昨天 and a year that is left out */
export function readCell(survey: Survey, cell: Cell, raw: CellValue, today: string): CellReading {
  const field = fieldOf(survey, cell);
  if (!field) return refused("这张表里没有这一格。");
  const text = typeof raw === "string" ? raw.trim() : raw;
  if (text === "") return { ok: true, value: null };
  return readValue(survey, field, text, today);
}

function readValue(survey: Survey, field: CellField, raw: CellValue, today: string): CellReading {
  switch (field.kind) {
    case "text":
      return readText(String(raw), field.most, field.label);
    case "phone":
      return orRefused(
        readPhone(String(raw)),
        "电话号码好像不对，手机写11位数字，座机写区号和号码，比如0533-2345678。",
      );
    case "credit_code":
      return orRefused(readCreditCode(String(raw)), "统一社会信用代码是18位，请对着营业执照再看一下。");
    case "choice":
      return readChoice(survey, field.choices, String(raw));
    case "number":
    case "money":
    case "rows":
      return readFigure(field, raw);
    case "date":
      return orRefused(
        dayOf(typeof raw === "string" ? raw : String(raw), today),
        "请写日期，比如2026-11-20。",
      );
    case "tick":
      return readTick(raw);
  }
}

function refused(says: string): CellReading {
  return { ok: false, says };
}

function orRefused(value: string | undefined, says: string): CellReading {
  return value === undefined ? refused(says) : { ok: true, value };
}

function readText(raw: string, most: number, label: string): CellReading {
  const text = raw
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  if ([...text].length > most) return refused(`${label}最多写${most}个字。`);
  return { ok: true, value: text === "" ? null : text };
}

function readChoice(survey: Survey, list: string, raw: string): CellReading {
  const choices = survey.choices[list] ?? [];
  const plain = normalise(raw);
  const found =
    choices.find(({ id }) => id === raw) ??
    choices.find(({ label, words }) => [label, ...words].some((name) => normalise(name) === plain));
  return found
    ? { ok: true, value: found.id }
    : refused(`请从这几个里选一个：${choices.map(({ label }) => label).join("、")}。`);
}

function readFigure(
  field: Extract<CellField, { kind: "number" | "money" | "rows" }>,
  raw: CellValue,
): CellReading {
  const value = typeof raw === "number" ? raw : figureIn(String(raw));
  if (value === undefined || !Number.isFinite(value)) return refused(`${field.label}请写一个数。`);
  if (field.kind !== "money" && !Number.isInteger(value)) return refused(`${field.label}请写整数。`);
  if (value < field.min) return refused(`${field.label}不能少于${field.min}。`);
  const most = field.max ?? Number.MAX_SAFE_INTEGER;
  if (value > most) return refused(`${field.label}不能多于${most.toLocaleString("en-US")}。`);
  return { ok: true, value: Math.round(value * 100) / 100 };
}

/** 12, 12人, 2.5万, 两千五: one figure and nothing that would make it another. */
function figureIn(raw: string): number | undefined {
  const plain = normalise(raw);
  const [only, ...more] = quantities(plain);
  if (!only || more.length || /^[-−]/.test(plain)) return undefined;
  return only.value;
}

function dayOf(raw: string, today: string): string | undefined {
  const date = readDate(normalise(raw), today);
  return date && /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : undefined;
}

const TICKED = /^(?:true|1|是|有|√|✓|✔|x|v|对|on)$/i;
const EMPTY = /^(?:false|0|否|无|没有|off)$/i;

function readTick(raw: CellValue): CellReading {
  if (typeof raw === "boolean") return { ok: true, value: raw };
  const plain = normalise(String(raw));
  if (TICKED.test(plain)) return { ok: true, value: true };
  return EMPTY.test(plain) ? { ok: true, value: false } : refused("请打勾，或者空着。");
}
