/**
 * The form as it was posted. Every save brings the whole form, with what the page had in each cell when it was made:
 * so it can be held against what stands there now, and it is the same whether a script or the browser itself posts it.
 */
import { type Cell, cellOf } from "../../handlers/surveys/cells.ts";
import type { Way } from "../../handlers/surveys/draft.ts";
import { readCell } from "../../handlers/surveys/read-cell.ts";
import type { Repeat, Several } from "../../handlers/surveys/schema.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";

export interface Written {
  /** As it was typed. */
  is: string;
  /** What the page was made with; empty for nothing. */
  was: string;
  /** What this page has sent already without having heard whether it was written. */
  sent: readonly string[];
}

export type Page = Map<Cell, Written>;

/** What was pressed. `mine` and `theirs` settle a cell that two have changed; `apart` makes a row of its own of one. */
export type Act =
  | { kind: "save" | "file" }
  | { kind: "add"; question: string }
  | { kind: "drop" | "apart"; question: string; row: number }
  | { kind: "mine" | "theirs"; cell: Cell; seen: string };

export interface Posted {
  draft: string;
  revision: number;
  way: Way;
  act: Act;
  page: Page;
  /** How many rows of each repeat the page shows. */
  rows: Map<string, number>;
  /** What the page says already of rows that are gone: said until something is pressed. */
  strays: string[];
}

export function readPosted(survey: Survey, form: FormData, today: string): Posted {
  const text = (name: string) => String(form.get(name) ?? "");
  const posted: Posted = {
    draft: text("draft"),
    revision: Number(text("revision")) || 0,
    way: text("way") === "excel" ? "excel" : "page",
    act: actOf(text("do")),
    page: pageOf(form),
    rows: new Map(),
    strays: form.has("do") ? [] : form.getAll("stray").map(String),
  };
  // A file brings only what it changes, and says of each box what it is.
  if (posted.way === "excel") return posted;
  for (const question of survey.questions.values()) {
    if (question.kind === "several") readTicks(survey, question, posted.page, form);
    if (question.kind !== "repeat") continue;
    const rows = Math.min(question.most, Number(text(`rows:${question.id}`)) || 0);
    posted.rows.set(question.id, rows);
    if (rows === 0) continue;
    arrange(survey, question, posted, today);
    readNone(question, posted, form);
  }
  return posted;
}

function pageOf(form: FormData): Page {
  const page: Page = new Map();
  for (const [name, was] of form) {
    const [, kind, cell] = /^(was|empty):(.+)$/.exec(name) ?? [];
    if (!cell || (kind === "empty" && !form.has("empties"))) continue;
    const is = String(form.get(`is:${cell}`) ?? "").trim();
    page.set(cell, { is, was: String(was), sent: form.getAll(`sent:${cell}`).map(String) });
  }
  return page;
}

function actOf(pressed: string): Act {
  const [, kind, about = "", seen = ""] = /^(\w+)(?::([^=]*))?(?:=(.*))?$/s.exec(pressed) ?? [];
  const [question = "", row = ""] = about.split("/");
  switch (kind) {
    case "file":
      return { kind };
    case "add":
      return { kind, question };
    case "drop":
    case "apart":
      return { kind, question, row: Number(row) };
    case "mine":
    case "theirs":
      return { kind, cell: about, seen };
    default:
      return { kind: "save" };
  }
}

/** A box that is not ticked is not posted: beside a ticked one it says no, alone it says nothing. */
function readTicks(survey: Survey, { id, choices }: Several, page: Page, form: FormData): void {
  const cells = (survey.choices[choices] ?? []).map((choice) => cellOf(id, choice.id));
  const shown = cells.flatMap((cell) => page.get(cell) ?? []);
  const ticked = shown.some(({ is }) => is !== "");
  const none = form.has(`none:${id}`);
  const saidNone = shown.every(({ was }) => was === "false");
  for (const cell of cells) {
    const written = page.get(cell);
    if (!written) continue;
    const isTicked = written.is !== "" && !(none && !saidNone);
    page.set(cell, { ...written, is: isTicked ? "true" : ticked || none ? "false" : "" });
  }
}

/** That there is nothing to write in a repeat holds only while nothing is written. */
function readNone({ id, fields }: Repeat, { page, rows }: Posted, form: FormData): void {
  const was = page.get(id)?.was ?? "";
  const isBegun = Array.from({ length: rows.get(id) ?? 0 }, (_, index) => index + 1).some((row) =>
    fields.some((field) => page.get(cellOf(id, row, field.id))?.is),
  );
  const none = form.has(`none:${id}`) && !isBegun;
  page.set(id, { is: none ? "0" : was === "0" ? "" : was, was, sent: [] });
}

/** Rows that say something move up, in their order; one that is dropped says nothing any more. */
function arrange(survey: Survey, question: Repeat, { page, rows, act }: Posted, today: string): void {
  const { id, fields } = question;
  const numbers = Array.from({ length: rows.get(id) ?? 0 }, (_, index) => index + 1);
  const isDropped = (row: number) => act.kind === "drop" && act.question === id && act.row === row;
  const written = numbers.map((row) =>
    fields.map((field) => (isDropped(row) ? "" : (page.get(cellOf(id, row, field.id))?.is ?? ""))),
  );
  const says = (row: string[]) =>
    row.some((text, index) => {
      const reading = readCell(survey, cellOf(id, 1, fields[index]?.id), text, today);
      return text !== "" && reading.ok && reading.value !== null;
    });
  const order = [
    ...written.filter(says),
    ...written.filter((row) => !says(row) && row.some(Boolean)),
    ...written.filter((row) => !row.some(Boolean)),
  ];
  for (const [index, row] of order.entries())
    for (const [at, is] of row.entries()) {
      const cell = cellOf(id, index + 1, fields[at]?.id);
      const before = page.get(cell);
      if (before) page.set(cell, { ...before, is });
    }
  if (act.kind === "drop" && act.question === id) rows.set(id, Math.max(1, numbers.length - 1));
}
