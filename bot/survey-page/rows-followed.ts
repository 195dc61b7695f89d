/**
 * Rows are known by what stands in them, not by their number: where others have taken one away, those below have moved
 * up. What a page says of a row goes to where that row stands by now, and nowhere where it is gone.
 */
import { type Cell, cellOf, partsOf, rowsOf } from "../../handlers/surveys/cells.ts";
import type { Repeat } from "../../handlers/surveys/schema.ts";
import { isAsLeft, type Moment, plain } from "./merge.ts";
import type { Act, Page } from "./posted.ts";

/** Something that was typed in a row that is no longer there. */
export interface Stray {
  cell: Cell;
  /** The row as the person knows it: what stood first in it. */
  row: string;
  is: string;
}

interface Followed {
  page: Page;
  act: Act;
  strays: Stray[];
  /** Repeats whose rows the page itself has moved: they are compared place by place. */
  arranged: Set<string>;
}

export function withRowsFollowed(moment: Moment, page: Page, act: Act): Followed {
  const followed: Followed = { page: new Map(page), act, strays: [], arranged: new Set() };
  for (const question of moment.survey.questions.values())
    if (question.kind === "repeat") follow(question, moment, page, followed);
  return followed;
}

function follow(question: Repeat, moment: Moment, page: Page, followed: Followed): void {
  const { act } = followed;
  const rows = new Rows(question, moment, page);
  const isDropped = act.kind === "drop" && act.question === question.id;
  if (isDropped || rows.areArranged) {
    followed.arranged.add(question.id);
    return;
  }
  const places = rows.places();
  for (const [row, place] of places)
    if (place !== row) for (const cell of rows.cellsOf(row)) followed.page.delete(cell);
  for (const [row, place] of places) {
    if (place === row) continue;
    const written = rows.cellsOf(row).flatMap((cell) => ({ cell, one: page.get(cell) }));
    for (const { cell, one } of written) {
      if (one && place !== null) followed.page.set(cellOf(question.id, place, partsOf(cell).column), one);
      if (one && place === null && one.is !== one.was && one.is !== "")
        followed.strays.push({ cell, row: rows.nameOf(row), is: one.is });
    }
  }
  followed.act = moved(act, question, places);
}

/** What was decided about a row is decided about it where it stands. */
function moved(act: Act, { id }: Repeat, places: ReadonlyMap<number, number | null>): Act {
  if (act.kind === "apart" && act.question === id) {
    const row = places.get(act.row);
    return row === null ? { kind: "save" } : { ...act, row: row ?? act.row };
  }
  if (act.kind !== "mine" && act.kind !== "theirs") return act;
  const { question, row, column } = partsOf(act.cell);
  const place = question === id && row ? places.get(Number(row)) : undefined;
  if (place === null) return { kind: "save" };
  return place === undefined ? act : { ...act, cell: cellOf(id, place, column) };
}

/** The rows of one repeat: as the page had them, and as they stand. */
class Rows {
  readonly shown: number[];
  readonly #question: Repeat;
  readonly #moment: Moment;
  readonly #page: Page;

  constructor(question: Repeat, moment: Moment, page: Page) {
    this.#question = question;
    this.#moment = moment;
    this.#page = page;
    const all = Array.from({ length: question.most }, (_, index) => index + 1);
    this.shown = all.filter((row) => this.cellsOf(row).some((cell) => page.has(cell)));
  }

  cellsOf(row: number): Cell[] {
    return this.#question.fields.map(({ id }) => cellOf(this.#question.id, row, id));
  }

  nameOf(row: number): string {
    return this.#was(row)[0] ?? "";
  }

  /** Rows were taken away on the page itself, so that what is written in one stood in another. */
  get areArranged(): boolean {
    const name = (row: number) => this.#page.get(this.#first(row));
    return this.shown.some((row) => {
      const { is = "", was = "" } = name(row) ?? {};
      return is !== was && is !== "" && this.shown.some((other) => other > row && name(other)?.was === is);
    });
  }

  /** Where each row stands by now, null where it is gone; what is begun on this page makes way for what stands there. */
  places(): Map<number, number | null> {
    const places = new Map<number, number | null>();
    const taken = new Set<number>();
    const isNew = (row: number) => this.#was(row).every((value) => value === "");
    for (const row of this.shown.filter((row) => !isNew(row))) {
      const place = this.#placeOf(row, taken);
      places.set(row, place);
      if (place !== null) taken.add(place);
    }
    for (const row of this.shown.filter(isNew)) {
      const place = taken.has(row) ? Math.max(this.#standing().length, ...this.shown, ...taken) + 1 : row;
      places.set(row, place <= this.#question.most ? place : null);
      taken.add(place);
    }
    return places;
  }

  #placeOf(row: number, taken: ReadonlySet<number>): number | null {
    const was = this.#was(row);
    const first = this.#page.get(this.#first(row));
    const [name = ""] = this.#now(row);
    // Both have named it the same.
    if (!first || (first.is !== first.was && first.is === name)) return row;
    if (was[0] === "") return name === "" && this.#areAsMany ? row : null;
    const alike = this.#standing().filter((at) => this.#now(at)[0] === was[0]);
    const siblings = this.shown.filter((at) => this.#was(at)[0] === was[0]);
    if (alike.length === siblings.length) return alike[siblings.indexOf(row)] ?? null;
    if (alike.length > 0)
      return (
        alike.find((at) => !taken.has(at) && this.#now(at).every((value, i) => value === was[i])) ?? null
      );
    const isRenamed = first.is !== first.was && this.#isRenamed(row);
    return isRenamed || isAsLeft(this.#moment, this.#first(row), first) ? row : null;
  }

  /** No row has come or gone, and all but the name is as it was: two have named it differently. */
  #isRenamed(row: number): boolean {
    const [[, ...was], [name, ...now]] = [this.#was(row), this.#now(row)];
    const isOthers = this.shown.some((at) => this.#was(at)[0] === name);
    return this.#areAsMany && !isOthers && now.every((value, i) => value === was[i]);
  }

  get #areAsMany(): boolean {
    const had = this.shown.filter((row) => this.#was(row).some((value) => value !== ""));
    return had.length === this.#standing().length;
  }

  #first(row: number): Cell {
    return cellOf(this.#question.id, row, this.#question.fields[0]?.id);
  }

  #was(row: number): string[] {
    return this.cellsOf(row).map((cell) => this.#page.get(cell)?.was ?? "");
  }

  #now(row: number): string[] {
    return this.cellsOf(row).map((cell) => plain(this.#moment.now[cell]));
  }

  #standing(): number[] {
    return Array.from({ length: rowsOf(this.#moment.now, this.#question.id) }, (_, index) => index + 1);
  }
}
