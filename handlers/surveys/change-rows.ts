/** Rows put right by their place or name: 第1行工资8000, 把车工删掉, 车工改成铣工, 都是7000. */
import { normalise } from "../../policy-kb/normalise.ts";
import { type Figure, figuresSaid } from "./figures-said.ts";
import { isOccupation } from "./occupation.ts";
import { fieldOfFigure, type Row, rowWords } from "./rows-said.ts";
import type { Field, Repeat } from "./schema.ts";

const GONE = /删掉|删除|删了|删|去掉|不要了?|不招了?|不缺了?|取消/;
const ALL = /^(?:全部|所有|全|都|这?[两三四五六七八九十\d]+[个行条]都)+的?$/;
const PLACE = /^第([\d一二三四五六七八九十]+)(?:[行个条]|(?=工|月|人))的?/;
const CHANGED = /(?:改成|改为|改到|换成|换为|变成|应该是)/;
const UNCLEAR = "没看懂要改哪一行。可以说“第2行工资8000”“删掉车工”“车工改成铣工”。";

/** @returns undefined where nothing of it is a change of what is there; a refusal in words */
export function changeRows(
  { fields }: Repeat,
  before: readonly Row[],
  plain: string,
): Row[] | string | undefined {
  const isEach = EACH.test(plain);
  if (!GONE.test(plain) && !CHANGED.test(plain) && !plain.includes("第") && !isEach) return undefined;
  if (before.length === 0) return UNCLEAR;
  let rows: (Row | null)[] = [...before];
  for (const clause of plain.split(/[,;。!]/).filter((one) => one.trim())) {
    const next = changedBy(fields, before, rows, clause.trim());
    if (!next) return UNCLEAR;
    rows = next;
  }
  return rows.filter((row) => row !== null);
}

/** 都是7000, 工资都是7000, 都改成7000. */
const EACH = /^(?:月?工资|待遇|人数)?(?:都|全|全部)(是|要|改成|改为|)(?=[\d一二两三四五六七八九十])/;

function changedBy(
  fields: readonly Field[],
  before: readonly Row[],
  rows: readonly (Row | null)[],
  clause: string,
): (Row | null)[] | undefined {
  const each = EACH.exec(clause);
  if (each) return eachOf(fields, rows, clause.slice(each[0].length), /改/.test(each[1] ?? ""));
  const name = fields.find(({ kind }) => kind === "text")?.id ?? "";
  if (GONE.test(clause)) {
    const said = clause
      .replace(GONE, "")
      .replace(/[把了\s]/g, "")
      .replace(/(?<=.{2})[都也]$/, (word, _, all: string) => (ALL.test(all) ? word : ""));
    const gone = ALL.test(said) ? before.map((_, at) => at) : placesOf(before, name, said);
    return gone && rows.map((row, at) => (gone.includes(at) ? null : row));
  }
  const [at, rest] = rowMeant(before, name, clause.replace(/^把/, ""));
  const row = rows[at];
  if (!row) return undefined;
  const given = valueIn(fields, name, rest);
  return given && rows.with(at, { ...row, ...given });
}

/** Which row a clause begins with, and what it says of it. */
function rowMeant(before: readonly Row[], name: string, clause: string): [number, string] {
  const place = PLACE.exec(clause);
  if (place) return [numberOf(place[1] ?? "") - 1, clause.slice(place[0].length)];
  const found = before.flatMap((row, at) => {
    const called = normalise(String(row[name] ?? ""));
    return called !== "" && clause.startsWith(called) ? [{ at, called }] : [];
  });
  const [only, ...more] = found.sort((a, b) => b.called.length - a.called.length);
  const isOne = only && more.every(({ called }) => called.length < only.called.length);
  if (isOne) return [only.at, clause.slice(only.called.length)];
  const [said = "", ...rest] = clause.split(CHANGED);
  return [rest.length === 1 ? placeOf(before, name, said.trim()) : -1, `改成${rest.join("")}`];
}

function numberOf(said: string): number {
  return figuresSaid(said)[0]?.value ?? 0;
}

function valueIn(fields: readonly Field[], name: string, rest: string): Row | undefined {
  const label = /^的?(?:的|月|人均)*(工资|月薪|待遇|人数)/.exec(rest)?.[1];
  const said = rest
    .replace(/^的?(?:月?工资|月薪|待遇|人数|工种|名称)*(?:待遇)?/, "")
    .replace(/^(?:改成|改为|改到|换成|换为|变成|应该是|是|要|为|:|：|\s)+/, "");
  const figures = figuresSaid(said);
  if (figures.length === 0)
    return isOccupation(said) && CHANGED.test(rest) && !label ? { [name]: said } : undefined;
  if (rowWords(said, figures) !== "") return undefined;
  const given: Row = {};
  for (const figure of figures) {
    const field = fieldFor(fields, figure, label, figures.length);
    if (!field || field.id in given) return undefined;
    given[field.id] = figure.value;
  }
  return given;
}

function fieldFor(
  fields: readonly Field[],
  figure: Figure,
  label: string | undefined,
  count: number,
): Field | undefined {
  const meant = fieldOfFigure(fields, figure);
  if (!label || count > 1) return meant;
  const kind = label === "人数" ? "number" : "money";
  const isOdd = figure.unit === (kind === "money" ? "people" : "money");
  return isOdd ? undefined : fields.find((field) => field.kind === kind);
}

/** For what is open; all of it only where that is said: 都改成7000. */
function eachOf(
  fields: readonly Field[],
  rows: readonly (Row | null)[],
  said: string,
  isAll: boolean,
): (Row | null)[] | undefined {
  const figures = figuresSaid(said);
  const [only, ...more] = figures;
  const field =
    only && more.length === 0 && rowWords(said, figures) === "" ? fieldOfFigure(fields, only) : undefined;
  if (!only || !field) return undefined;
  const isOpen = rows.some((row) => row && row[field.id] === undefined);
  if (!isOpen && !isAll) return undefined;
  return rows.map(
    (row) => row && (isAll || row[field.id] === undefined ? { ...row, [field.id]: only.value } : row),
  );
}

/** 车工和钳工, 第2行; undefined where one of them is not there. */
function placesOf(before: readonly Row[], name: string, said: string): number[] | undefined {
  const places = said.split(/[和与及、]/).map((one) => {
    const place = PLACE.exec(one);
    const at = place && place[0] === one ? numberOf(place[1] ?? "") - 1 : placeOf(before, name, one);
    return before[at] ? at : -1;
  });
  return places.includes(-1) ? undefined : places;
}

/** The row that is called so, or ends so where that is one only. */
export function placeOf(before: readonly Row[], name: string, said: string): number {
  const isSame = (row: Row) => {
    const there = normalise(String(row[name] ?? ""));
    return there !== "" && said !== "" && (there === said || there.endsWith(said));
  };
  const found = before.filter(isSame);
  return found.length === 1 ? before.findIndex(isSame) : -1;
}
