/** What was written in one cell, on the page or in an Excel file, as its value; or why it is none, in words. */
import { normalise } from "../../policy-kb/normalise.ts";
import { cellTexts as texts } from "../texts/survey-cells.ts";
import { type Cell, type CellField, type CellValue, fieldOf } from "./cells.ts";
import { readCreditCode, whyNoCreditCode } from "./credit-code.ts";
import { readPhone, whyNoPhone } from "./phone.ts";
import { readDay } from "./read-day.ts";
import { readFigure } from "./read-figure.ts";
import type { Survey } from "./survey.ts";

/** `value: null` empties the cell. */
export type CellReading = { ok: true; value: CellValue | null } | { ok: false; says: string };

/** How a paper form says that a box stays empty. */
const STRUCK_OUT = /^[-‐-―−/／\\]+$/;
/** More is no figure that anybody counts, and could not be kept to the cent. */
const MOST = 1_000_000_000_000;

/** @param today "2026-11-20", for 昨天 and a year that is left out */
export function readCell(survey: Survey, cell: Cell, raw: CellValue, today: string): CellReading {
  const field = fieldOf(survey, cell);
  if (!field) return refused(texts.noSuchCell);
  const text = typeof raw === "string" ? raw.trim() : raw;
  if (text === "" || (typeof text === "string" && STRUCK_OUT.test(text))) return { ok: true, value: null };
  return readValue(survey, field, text, today);
}

function readValue(survey: Survey, field: CellField, raw: CellValue, today: string): CellReading {
  const text = String(raw);
  switch (field.kind) {
    case "text":
      return readText(text, field.most, field.label);
    case "phone":
      return read(readPhone(text)) ?? refused(texts.phone[whyNoPhone(text)]);
    case "credit_code":
      return read(readCreditCode(text)) ?? refused(texts.creditCode[whyNoCreditCode(text)]);
    case "choice":
      return readChoice(survey, field.choices, text);
    case "number":
    case "money":
    case "rows":
      return readNumber(field, raw);
    case "date":
      return readDate(field.past, text, today);
    case "tick":
      return readTick(raw);
  }
}

function refused(says: string): CellReading {
  return { ok: false, says };
}

function read(value: CellValue | undefined): CellReading | undefined {
  return value === undefined ? undefined : { ok: true, value };
}

function readText(raw: string, most: number, label: string): CellReading {
  const text = raw
    .replace(/\p{Cs}/gu, "\ufffd")
    .normalize("NFC")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .replace(/\p{Cf}/gu, "")
    .trim();
  if ([...text].length > most) return refused(texts.tooLong(label, most));
  return { ok: true, value: text === "" ? null : text };
}

function readChoice(survey: Survey, list: string, raw: string): CellReading {
  const choices = survey.choices[list] ?? [];
  const plain = normalise(raw);
  const found =
    choices.find(({ id }) => id === raw) ??
    choices.find(({ label, words }) => [label, ...words].some((name) => normalise(name) === plain));
  return read(found?.id) ?? refused(texts.oneOf(choices.map(({ label }) => label)));
}

type NumberField = Extract<CellField, { kind: "number" | "money" | "rows" }>;

function readNumber(field: NumberField, raw: CellValue): CellReading {
  const { label, min, max = MOST } = field;
  const value = typeof raw === "number" ? raw : readFigure(String(raw), namesOf(field));
  if (value === undefined || !Number.isFinite(value)) return refused(texts.noFigure(label));
  if (field.kind !== "money" && !Number.isInteger(value)) return refused(texts.notWhole(label));
  if (value < min) return refused(texts.tooFew(label, figure(min)));
  if (value > max) return refused(texts.tooMany(label, figure(max)));
  // + 0: a sheet may hold -0.
  return { ok: true, value: Math.round(value * 100) / 100 + 0 };
}

function namesOf(field: NumberField): string[] {
  if (field.kind === "rows") return [field.label, "行"];
  return [field.label, ...field.words, ...(field.unit === undefined ? [] : [field.unit])];
}

/** 1000000 → 1,000,000. */
export function figure(value: number): string {
  return value.toLocaleString("en-US");
}

function readDate(past: boolean, raw: string, today: string): CellReading {
  const day = readDay(raw, today);
  if (day === undefined) return refused(texts.noDay);
  return past && day > today ? refused(texts.futureDay) : { ok: true, value: day };
}

/** x and × are a tick to some and a no to others: they are asked about. */
const TICKED = /^(?:true|1|是|有|√|✓|✔|☑|v|对|on)$/i;
const EMPTY = /^(?:false|0|否|无|没有|☐|□|off)$/i;

function readTick(raw: CellValue): CellReading {
  if (typeof raw === "boolean") return { ok: true, value: raw };
  const plain = normalise(String(raw));
  if (TICKED.test(plain)) return { ok: true, value: true };
  return EMPTY.test(plain) ? { ok: true, value: false } : refused(texts.noTick);
}
