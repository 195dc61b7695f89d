/** Lines of boxes → where each of them stands, as a table in HTML is laid out. */
import type { Box } from "./printed.ts";

export type Line = Omit<Box, "row" | "column">[];

/** @throws where boxes overlap, stick out or leave a hole: the layout is wrong */
export function placed(lines: readonly Line[], columns: number): { boxes: Box[] }[] {
  const taken: boolean[][] = lines.map(() => []);
  const rows = lines.map((line, row) => ({ boxes: line.map((box) => place(box, row, columns, taken)) }));
  taken.forEach((row, at) => {
    for (let column = 0; column < columns; column++)
      if (!row[column])
        throw new RangeError(`printed: nothing stands in row ${at + 1}, column ${column + 1}`);
  });
  return rows;
}

function place(box: Line[number], row: number, columns: number, taken: boolean[][]): Box {
  let column = 0;
  while (taken[row]?.[column]) column++;
  const name = `printed: “${box.text || box.cell || box.kind}” in row ${row + 1}`;
  if (column + box.across > columns) throw new RangeError(`${name} sticks out to the right`);
  for (let down = row; down < row + box.down; down++) {
    const line = taken[down];
    if (!line) throw new RangeError(`${name} sticks out below`);
    for (let at = column; at < column + box.across; at++) {
      if (line[at]) throw new RangeError(`${name} overlaps another box`);
      line[at] = true;
    }
  }
  return { ...box, row, column };
}
