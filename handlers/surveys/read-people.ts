/** Who is in charge and who filled the form, with their numbers: “负责人王强 13800000001，填表人李梅 0533-2345678”. */
import type { Cells } from "./cells.ts";
import { mentionsIn, type Named } from "./pair-up.ts";
import { type Person, type Piece, piecesOf } from "./people-said.ts";
import { readPhone } from "./phone.ts";
import type { TextReading } from "./read-counts.ts";
import type { Field } from "./schema.ts";

/** A person's name and their number, as the form parts them. */
interface Pair {
  name: Field;
  phone: Field | undefined;
}

/** Whom it is said of. */
type Told = { pair: Pair; person: Person }[];

const WRONG_PHONE = "电话号码好像不对，手机是11位，座机写区号和号码，比如0533-2345678。";

/**
 * Nobody's name or number is given to another: what is not plain is asked again.
 * @param fields the text fields of people and the phones that stand `beside` them
 * @param cells what is there already: what is said of nobody in particular is of whoever still lacks it
 */
export function readPeople(
  fields: readonly Field[],
  text: string,
  cells: Cells,
  editing = false,
): TextReading {
  const pairs = fields
    .filter(({ kind }) => kind === "text")
    .map((name) => ({ name, phone: fields.find(({ beside }) => beside === name.id) }));
  const plain = text.normalize("NFKC").replace(/\s+/g, " ").trim();
  const pieces = piecesOf(plain, labelsIn(plain, pairs));
  const told = pieces && (changed(pieces, pairs, cells) ?? whoIsWho(pieces, pairs, cells, editing, plain));
  const filled: Record<string, string> = {};
  for (const { pair, person } of told ?? []) {
    if (person.name) filled[pair.name.id] = person.name;
    if (person.phone && pair.phone) filled[pair.phone.id] = person.phone;
  }
  const isOdd = pieces ? pieces.some(({ kind }) => kind === "wrong") : /\d{5,}/.test(plain);
  if (Object.keys(filled).length > 0) return { ok: true, filled, ...(isOdd ? { note: WRONG_PHONE } : {}) };
  return { ok: false, says: isOdd && told ? WRONG_PHONE : howTo(pairs) };
}

function howTo(pairs: readonly Pair[]): string {
  const [first, second] = pairs.map(({ name }) => name.label);
  const more = second ? `，${second}李梅 0533-2345678` : "";
  return `请写上是谁、姓名和电话，比如“${first}王强 13800000001${more}”。`;
}

function labelsIn(plain: string, pairs: readonly Pair[]) {
  const named: Named[] = pairs.map(({ name }) => ({ id: name.id, names: [name.label, ...name.words] }));
  return mentionsIn(plain.toLowerCase(), named);
}

/** 李梅电话改成139…, 负责人王强改成王刚, 填表人不是李梅，是陈红: whose it is must be said, or known. */
function changed(pieces: readonly Piece[], pairs: readonly Pair[], cells: Cells): Told | undefined {
  const at = pieces.findIndex(({ kind }) => kind === "change");
  if (at < 0) return undefined;
  if (pieces.filter(({ kind }) => kind === "change").length > 1) return [];
  const before = pieces.slice(0, at);
  const after = pieces.slice(at + 1);
  const owners = new Set(before.flatMap((piece) => ownerOf(piece, pairs, cells) ?? []));
  const [owner, ...more] = owners;
  const person = personOf(after);
  const isPlain = before.every(
    (piece) => piece.kind === "label" || ownerOf(piece, pairs, cells) !== undefined,
  );
  // 负责人王强改成王刚, where another name stands there: what is meant is still the one in charge.
  const isLabelled = before[0]?.kind === "label" && before.slice(1).every(({ kind }) => kind !== "label");
  return owner && more.length === 0 && person && (isPlain || isLabelled) ? [{ pair: owner, person }] : [];
}

function ownerOf({ kind, text }: Piece, pairs: readonly Pair[], cells: Cells): Pair | undefined {
  const found = pairs.filter(({ name, phone }) => {
    if (kind === "label") return name.id === text;
    if (kind === "name") return cells[name.id] === text;
    return kind === "phone" && phone !== undefined && cells[phone.id] === readPhone(text);
  });
  return found.length === 1 ? found[0] : undefined;
}

/** One name, one number, or one of each; undefined where it is anything else. */
function personOf(pieces: readonly Piece[]): Person | undefined {
  const kinds = pieces.map(({ kind }) => kind).sort();
  if (!/^(?:name|phone|name,phone|name,wrong|wrong)$/.test(kinds.join())) return undefined;
  const name = pieces.find(({ kind }) => kind === "name")?.text;
  const phone = pieces.find(({ kind }) => kind === "phone")?.text;
  return { ...(name ? { name } : {}), ...(phone ? { phone: readPhone(phone) ?? "" } : {}) };
}

function whoIsWho(
  pieces: readonly Piece[],
  pairs: readonly Pair[],
  cells: Cells,
  editing: boolean,
  plain: string,
): Told | undefined {
  const first = pieces.findIndex(({ kind }) => kind === "label");
  if (first < 0) return withoutLabels(pieces, pairs, cells, editing, plain);
  const ahead = pieces.slice(0, first).filter(({ kind }) => kind !== "unknown");
  return ahead.length > 0 ? labelledBehind(pieces, pairs) : labelledAhead(pieces.slice(first), pairs);
}

/** 王强是负责人138…, 李梅是填表人139…; 王强138…（负责人）. */
function labelledBehind(pieces: readonly Piece[], pairs: readonly Pair[]): Told | undefined {
  const kinds = pieces.map(({ kind }) => kind[0]).join("");
  const isNameFirst = /^(?:nlp?)+$/.test(kinds);
  const isLabelLast = /^(?:npl|pnl)+$/.test(kinds);
  if (!isNameFirst && !isLabelLast) return undefined;
  const starts = pieces.flatMap(({ kind }, at) =>
    isNameFirst ? (kind === "name" ? [at] : []) : at % 3 === 0 ? [at] : [],
  );
  return together(
    starts.map((start, index) => pieces.slice(start, starts[index + 1])),
    pairs,
  );
}

/** 负责人王强 138…，填表人李梅 139…; a header row; 负责人和填表人都是王强. */
function labelledAhead(pieces: readonly Piece[], pairs: readonly Pair[]): Told | undefined {
  const labels = pieces.filter(({ kind }) => kind === "label");
  const rest = pieces.filter(({ kind }) => kind !== "label");
  const isHeader = pieces.slice(0, labels.length).every(({ kind }) => kind === "label");
  if (isHeader && labels.length > 1) {
    if (rest[0]?.kind === "same") return everybody(rest.slice(1), pairs);
    const groups = inTurn(rest);
    if (groups?.length !== labels.length) return undefined;
    return together(
      groups.map((group, at) => [...labels.slice(at, at + 1), ...group]),
      pairs,
    );
  }
  const starts = pieces.flatMap(({ kind }, at) => (kind === "label" ? [at] : []));
  return together(
    starts.map((start, index) => pieces.slice(start, starts[index + 1])),
    pairs,
  );
}

/** Each group has one label and what is said of them; one that is not plain spoils all of it. */
function together(groups: readonly (readonly Piece[])[], pairs: readonly Pair[]): Told | undefined {
  const told = new Map<Pair, Person>();
  let before: Person = {};
  for (const group of groups) {
    const pair = pairs.find(({ name }) =>
      group.some(({ kind, text }) => kind === "label" && text === name.id),
    );
    const said = group.filter(({ kind }) => kind !== "label");
    if (!pair) return undefined;
    if (said.every(({ kind }) => kind === "kept") && said.length > 0) continue;
    const person = sameAs(said, before) ?? personOf(said);
    const had = told.get(pair);
    const isTwice = (person?.name && had?.name) || (person?.phone && had?.phone);
    if (!person || isTwice) return undefined;
    told.set(pair, { ...had, ...person });
    before = person;
  }
  return [...told].map(([pair, person]) => ({ pair, person }));
}

/** 填表人同上; 填表人李梅，电话一样. */
function sameAs(said: readonly Piece[], before: Person): Person | undefined {
  if (!said.some(({ kind }) => kind === "same")) return undefined;
  const rest = said.filter(({ kind }) => kind !== "same");
  const [only, ...more] = rest;
  if (!before.phone && !before.name) return undefined;
  if (!only) return before;
  if (more.length > 0 || only.kind !== "name") return undefined;
  const isOfPhone = said.some(({ kind, text }) => kind === "same" && text === "phone");
  return only.text === before.name || isOfPhone ? { ...before, name: only.text } : undefined;
}

function everybody(rest: readonly Piece[], pairs: readonly Pair[]): Told | undefined {
  const person = personOf(rest);
  return person?.name ? pairs.map((pair) => ({ pair, person })) : undefined;
}

/** 王强 138… 李梅 139…, or number before name. */
function inTurn(pieces: readonly Piece[]): Piece[][] | undefined {
  const kinds = pieces.map(({ kind }) => kind[0]).join("");
  if (!/^(?:(?:n[pw])+|(?:[pw]n)+)$/.test(kinds)) return undefined;
  return Array.from({ length: pieces.length / 2 }, (_, at) => pieces.slice(at * 2, at * 2 + 2));
}

const SPEAKER = /^我(?:是|叫|姓)/;

function withoutLabels(
  pieces: readonly Piece[],
  pairs: readonly Pair[],
  cells: Cells,
  editing: boolean,
  plain: string,
): Told | undefined {
  const same = pieces.filter(({ kind }) => kind !== "same");
  if (same.length < pieces.length || (pairs.length === 1 && pieces.length > 0)) return everybody(same, pairs);
  const person = personOf(pieces);
  const known = pieces.flatMap((piece) =>
    piece.kind === "name" ? (ownerOf(piece, pairs, cells) ?? []) : [],
  );
  if (person && known[0]) return [{ pair: known[0], person }];
  // Who speaks of themselves fills the form, which is the last of them.
  const last = pairs.at(-1);
  if (person?.name && last && SPEAKER.test(plain)) return [{ pair: last, person }];
  if (editing) return undefined;
  const lacking = pairs.filter(({ name, phone }) => lacks(name, cells) || lacks(phone, cells));
  const groups = inTurn(pieces);
  if (groups && groups.length > 1 && groups.length === lacking.length)
    return lacking.flatMap((pair, at) => {
      const one = personOf(groups[at] ?? []);
      return one ? [{ pair, person: one }] : [];
    });
  const fits = pairs.filter(
    ({ name, phone }) =>
      (lacks(name, cells) || lacks(phone, cells)) &&
      (!person?.name || lacks(name, cells)) &&
      (!person?.phone || lacks(phone, cells)),
  );
  return person && fits.length === 1 && fits[0] ? [{ pair: fits[0], person }] : undefined;
}

function lacks(field: Field | undefined, cells: Cells): boolean {
  return field !== undefined && cells[field.id] === undefined;
}

/** Whether it tells of somebody by a label of the form, or gives a number to call. */
export function namesPeople(fields: readonly Field[], text: string): boolean {
  const labels = fields
    .filter(({ confidential }) => confidential)
    .flatMap(({ label, words }) => [label, ...words]);
  return hasPhone(text) || labels.some((label) => text.includes(label));
}

function hasPhone(text: string): boolean {
  return piecesOf(text.normalize("NFKC"), [])?.some(({ kind }) => kind === "phone") ?? false;
}
