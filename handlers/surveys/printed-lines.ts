/** The printed layout's rows → as many lines of boxes as these answers need. */
import type { Printed, PrintedBox, PrintedLine } from "./printed-schema.ts";

export interface Room {
  /** The rows of a list. */
  rowsOf: (list: string) => readonly { id: string; label: string }[];
  /** How many rows of a repeat are wanted, and how many there can be. */
  repeatRows: (repeat: string) => { wanted: number; most: number };
  hasReasons: boolean;
}

export function blockLines(row: Printed["rows"][number], room: Room): PrintedBox[][] {
  return "beside" in row ? sideBySide(row.beside, room) : linesOf(row, room, 0);
}

/** Parts that stand side by side are as high as the highest: a repeat gets more rows, what is `rest` grows. */
function sideBySide(parts: readonly (readonly PrintedLine[])[], room: Room): PrintedBox[][] {
  const heights = parts.map((lines) => lines.flatMap((line) => linesOf(line, room, 0)).length);
  const height = Math.max(...heights);
  const columns = parts.map((lines, at) => stretched(lines, room, height, height - (heights[at] ?? 0)));
  return Array.from({ length: height }, (_, line) => columns.flatMap((column) => column[line] ?? []));
}

function stretched(
  lines: readonly PrintedLine[],
  room: Room,
  height: number,
  missing: number,
): PrintedBox[][] {
  const all = lines.flatMap((line) => linesOf(line, room, missing));
  const grown = all.map((boxes, at) =>
    boxes.map((box) => (box.down === "rest" ? { ...box, down: height - at } : box)),
  );
  const hasRest = all.some((boxes) => boxes.some(({ down }) => down === "rest"));
  const left = height - all.length;
  if (hasRest || left <= 0) return grown;
  const across = (all[0] ?? []).reduce((sum, box) => sum + box.across, 0);
  return [...grown, [{ label: "", across, down: left }]];
}

/** @param more lines that a repeat has beyond what is wanted, since there is room for them */
function linesOf(line: PrintedLine, room: Room, more: number): PrintedBox[][] {
  if (!room.hasReasons && line.boxes.some((box) => "reasons" in box)) return [];
  if (line.each !== undefined)
    return room.rowsOf(line.each).map(({ id, label }) => line.boxes.map((box) => forRow(box, id, label)));
  if (line.repeat === undefined) return [line.boxes];
  const { wanted, most } = room.repeatRows(line.repeat);
  return Array.from({ length: Math.min(most, wanted + more) }, (_, at) =>
    line.boxes.map((box) => forRow(box, String(at + 1), String(at + 1))),
  );
}

function forRow(box: PrintedBox, row: string, label: string): PrintedBox {
  if ("answer" in box) return { ...box, answer: box.answer.replace("*", row) };
  if ("label" in box) return { ...box, label: box.label.replace("*", label) };
  return box;
}
