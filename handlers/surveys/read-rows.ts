/** Rows of a repeat from one message: “电焊工3人7000，维修电工2人，工资6500” → two rows. */

import type { Cells, CellValue } from "./cells.ts";
import { cellOf, rowsOf } from "./cells.ts";
import { changeRows, placeOf } from "./change-rows.ts";
import { BY_THE_MONTH, figuresAlone, notUnderstood, OTHER_TIME, plainly } from "./figures-said.ts";
import type { TextReading } from "./read-counts.ts";
import { type Row, rowsSaid } from "./rows-said.ts";
import type { Repeat } from "./schema.ts";

const NONE =
  /^(?:现在|目前|暂时|暂|我们|今年|都|也|什么)*(不缺|不需要|不招|没有?|无|不用|零|0)(?:人|需求|缺口|什么人|要招的|工种)*[。.!的了啊]*$/;
/** People write a wage as a range; the form has room for one figure. */
const RANGE = /\d\s*(?:元|块|千|万|k)?\s*(?:-|到|至)\s*\d/;
/** 再加一个钳工: behind what is there. */
const MORE = /^(?:再|另外?|还要?|还有|加上?|增加|添|补充?)+(?:一?[个行条])?[,:、\s]*/;
const HOW_TO = "请写上工种、人数和月工资，比如“电焊工3人7000”；不缺就说“不缺”。";

/** @param cells what stands in the form; @param editing the whole list is asked for again, to change it */
export function readRows(question: Repeat, text: string, cells: Cells, editing: boolean): TextReading {
  const plain = plainly(text.replace(/\n+/g, "；"));
  const before = rowsBefore(question, cells);
  const none = NONE.exec(plain)?.[1];
  if (none && before.length > 0 && !editing && /[没无零0]/.test(none))
    return refused("是一个都不缺了吗？都不缺就说“不缺”；还有要补的，请把数写上。");
  if (none) return written(question, [], []);
  if (RANGE.test(plain)) return refused("这里只能写一个数，请写一个大概的平均数，比如“7000”。");
  if (OTHER_TIME.test(plain)) return refused(BY_THE_MONTH);
  const changed = changeRows(question, before, plain);
  if (typeof changed === "string") return refused(changed);
  if (changed) return written(question, changed, before);
  const completed = editing ? undefined : completedInOrder(question, before, plain);
  if (completed) return written(question, completed, before);
  return withRows(question, text, before, editing);
}

function refused(says: string): TextReading {
  return { ok: false, says };
}

/** Rows of the text: put right what is there, stand behind it, or take its place. */
function withRows(question: Repeat, text: string, before: readonly Row[], editing: boolean): TextReading {
  const isMore = MORE.test(plainly(text));
  const { rows, left, isListed } = rowsSaid(question.fields, text.trim().replace(MORE, ""));
  if (left.length > 0) return refused(notUnderstood(left, HOW_TO));
  const isBare = rows.some((row) => Object.keys(row).length < 2);
  if (rows.length === 0 || (isBare && !isListed && !isMore)) return refused(HOW_TO);
  const changed = changedBy(question, before, rows);
  if (changed) return written(question, changed, before);
  const all = editing && !isMore ? rows : [...before, ...rows];
  return all.length <= question.most
    ? written(question, all, before)
    : refused(`最多写${question.most}行，请挑要紧的写。`);
}

function rowsBefore({ id, fields }: Repeat, cells: Cells): Row[] {
  return Array.from({ length: rowsOf(cells, id) }, (_, at) =>
    Object.fromEntries(
      fields.flatMap((field) => {
        const value = cells[cellOf(id, at + 1, field.id)];
        return value === undefined ? [] : [[field.id, value]];
      }),
    ),
  );
}

/** The whole list: how many rows, and what stands in each; nobody gets the figures of who stood there before. */
function written({ id, fields }: Repeat, rows: readonly Row[], before: readonly Row[]): TextReading {
  const isMixed = rows.some((row, at) =>
    fields.some((field) => row[field.id] === undefined && before[at]?.[field.id] !== undefined),
  );
  if (isMixed)
    return refused(
      "请把每一行的工种、人数、月工资都写上，比如“电焊工3人7000”；要加一行就说“再加钳工2人6000”。",
    );
  const filled: Record<string, CellValue> = { [id]: rows.length };
  for (const [index, row] of rows.entries())
    for (const [field, value] of Object.entries(row)) filled[cellOf(id, index + 1, field)] = value;
  return { ok: true, filled };
}

/** Figures alone, as many as are still open: 7000 6500. */
function completedInOrder({ fields }: Repeat, before: readonly Row[], plain: string): Row[] | undefined {
  const open = before.flatMap((row, at) =>
    fields.flatMap(({ id, kind, optional }) =>
      row[id] === undefined && !optional && kind !== "text" ? [{ at, id }] : [],
    ),
  );
  const figures = open.length ? figuresAlone(plain, open.length)?.map(({ value }) => value) : undefined;
  if (!figures) return undefined;
  return before.map((row, at) => ({
    ...row,
    ...Object.fromEntries(
      open.flatMap((cell, place) => (cell.at === at ? [[cell.id, figures[place] ?? 0]] : [])),
    ),
  }));
}

/** Every row that is told is one that is there already: only what is told of it changes. 焊工改成5人. */
function changedBy({ fields }: Repeat, before: readonly Row[], rows: readonly Row[]): Row[] | undefined {
  const name = fields.find(({ kind }) => kind === "text")?.id ?? "";
  const places = rows.map((row) => placeOf(before, name, String(row[name] ?? "")));
  if (rows.some((row) => Object.keys(row).length < 2) || places.includes(-1)) return undefined;
  if (new Set(places).size < places.length) return undefined;
  return before.map((row, at) => {
    const told = rows[places.indexOf(at)];
    return told ? { ...row, ...told, [name]: row[name] ?? "" } : row;
  });
}
