/** Who is in charge and who filled the form, with their numbers: “负责人王强 13800000001，填表人李梅 0533-2345678”. */
import type { Cells } from "./cells.ts";
import { mentionsIn, type Named } from "./pair-up.ts";
import { readPhone } from "./phone.ts";
import type { TextReading } from "./read-counts.ts";
import type { Field } from "./schema.ts";

const PHONE =
  /(?<!\d)(?:(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d){8}|0\d{2,3}[\s-]?[2-9]\d{6,7}(?:(?:转|-)\d{1,6})?)(?!\d)/g;
const SPEAKER = /^我(?:是|叫|姓)/;
const SAME = /一样|同一个?人?|同上|相同|都是(?:我|他|她|本人|这个人)?|也是(?:我|他|她|本人)?|是同一/;
/** Small words between a label and a name. */
const AROUND =
  /^(?:的?(?:姓名|名字|电话|手机号?|联系方式|联系电话|号码)|是|叫|为|我是|我叫|本人|改成|改为|换成|换为|写成|应该是|:|：|\s|,|，|、|。)+/;

/** A person's name and their number, as the form parts them. */
interface Pair {
  name: Field;
  phone: Field | undefined;
}

/**
 * @param fields the text fields of people and the phones that stand `beside` them
 * @param cells what is there already: what is said of nobody in particular is of whoever still lacks it
 */
export function readPeople(fields: readonly Field[], text: string, cells: Cells): TextReading {
  const pairs = fields
    .filter(({ kind }) => kind === "text")
    .map((name) => ({ name, phone: fields.find(({ beside }) => beside === name.id) }));
  const plain = text.normalize("NFKC").replace(/\s+/g, " ").trim();
  const lacking = pairs.filter(
    ({ name, phone }) => cells[name.id] === undefined || (phone && cells[phone.id] === undefined),
  );
  const parts = partsOf(pairs, lacking.length ? lacking : pairs, plain);
  const filled: Record<string, string> = {};
  for (const [index, { pair, said }] of parts.entries()) {
    const person = SAME.test(said) ? undefined : personIn(said);
    const other = parts[index - 1] ?? parts[index + 1];
    const meant = person ?? (other ? personIn(other.said) : undefined);
    if (meant?.name) filled[pair.name.id] = meant.name;
    if (meant?.phone && pair.phone) filled[pair.phone.id] = meant.phone;
  }
  const isOdd = hasDigits(plain.replace(PHONE, " "));
  if (Object.keys(filled).length > 0) return { ok: true, filled, ...(isOdd ? { note: WRONG_PHONE } : {}) };
  return {
    ok: false,
    says: isOdd ? WRONG_PHONE : `请写上姓名和电话，比如“${pairs[0]?.name.label}王强 13800000001”。`,
  };
}

const WRONG_PHONE = "电话号码好像不对，手机是11位，座机写区号和号码，比如0533-2345678。";

function hasDigits(text: string): boolean {
  return /\d{5,}/.test(text);
}

/** Which part of the text is about whom; without a label what is said first is of the first who lacks it. */
function partsOf(
  pairs: readonly Pair[],
  lacking: readonly Pair[],
  plain: string,
): { pair: Pair; said: string }[] {
  const named: Named[] = pairs.map(({ name }) => ({ id: name.id, names: [name.label, ...name.words] }));
  const mentions = mentionsIn(plain.toLowerCase(), named);
  const pairOf = (id: string) => pairs.find(({ name }) => name.id === id);
  if (mentions.length > 0) {
    const told = mentions.flatMap(({ id, end }, at) => {
      const pair = pairOf(id);
      return pair ? [{ pair, said: plain.slice(end, mentions[at + 1]?.start) }] : [];
    });
    return SAME.test(plain) ? everybody(pairs, told) : joined(told);
  }
  if (SAME.test(plain) || pairs.length === 1)
    return pairs.map((pair) => ({ pair, said: plain.replace(SAME, " ") }));
  // Who speaks of themselves fills the form, which is the last of them.
  const open = SPEAKER.test(plain) ? pairs.slice(-1) : lacking;
  const pieces = untilEachPhone(plain);
  return open.flatMap((pair, at) => (pieces[at] ? [{ pair, said: pieces[at] }] : []));
}

/** A number ends what is said of one person. */
function untilEachPhone(plain: string): string[] {
  const ends = [...plain.matchAll(PHONE)].map((match) => match.index + match[0].length);
  return [0, ...ends].map((start, at) => plain.slice(start, ends[at])).filter((piece) => piece.trim());
}

/** 负责人和填表人都是王强 13800000001: said once, meant for all. */
function everybody(
  pairs: readonly Pair[],
  told: { pair: Pair; said: string }[],
): { pair: Pair; said: string }[] {
  const said = told.find((part) => personIn(part.said))?.said ?? "";
  return pairs.map((pair) => ({ pair, said: said.replace(SAME, " ") }));
}

/** 负责人王强，负责人电话138…: two parts about one person are one. */
function joined(told: { pair: Pair; said: string }[]): { pair: Pair; said: string }[] {
  const byPair = new Map<Pair, string>();
  for (const { pair, said } of told) byPair.set(pair, `${byPair.get(pair) ?? ""} ${said}`);
  return [...byPair].map(([pair, said]) => ({ pair, said }));
}

function personIn(said: string): { name: string | undefined; phone: string | undefined } | undefined {
  const written = said.match(PHONE)?.[0];
  const phone = written && readPhone(written);
  const name = nameIn(said.replace(PHONE, " "));
  return name || phone ? { name, phone } : undefined;
}

function nameIn(said: string): string | undefined {
  const pieces = said
    .split(/[,，;；、。!！/]|\s(?=[^\s])|电话|手机号?|联系方式|号码/)
    .map((piece) => piece.replace(AROUND, "").trim());
  return pieces.find(
    (piece) => /^[\p{Script=Han}·]{2,10}$/u.test(piece) || /^[A-Za-z][A-Za-z .'-]{1,30}$/.test(piece),
  );
}

/** Whether it tells of somebody by a label of the form, or gives a number to call. */
export function namesPeople(fields: readonly Field[], text: string): boolean {
  const labels = fields
    .filter(({ confidential }) => confidential)
    .flatMap(({ label, words }) => [label, ...words]);
  return text.search(PHONE) >= 0 || labels.some((label) => text.includes(label));
}
