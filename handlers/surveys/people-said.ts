/** A text about people in pieces: labels of the form, names, numbers; what is none of them is `unknown`. */
import type { Mention } from "./pair-up.ts";
import { readPhone } from "./phone.ts";

export interface Person {
  name?: string;
  phone?: string;
}

/** `wrong` is a number that nobody can call; `kept`: 不变; `same`: 同上, and whether that is said of the number. */
export interface Piece {
  kind: "label" | "name" | "phone" | "wrong" | "same" | "kept" | "change" | "unknown";
  /** A label's is the id of its field. */
  text: string;
}

const PHONE =
  /(?<!\d)(?:(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d){8}|0\d{2,3}[\s-]?[2-9]\d{6,7}(?:(?:转|-)\d{1,6})?|[48]00-?\d{3}-?\d{4})(?!\d)/g;
const DIGITS = /\d[\d\s-]{3,}\d/g;
const SAME = /是?(?:同一个?人?|同上|相同|一样)的?|(?:都|也)是(?:我|他|她|本人|这个人|同一个人)?|是同一/g;
const KEPT = /(?:还是)?(?:不变|没变|不改|不用改|不动|照旧|还是原来的?|跟原来一样)/g;
const CHANGE = /改成|改为|改到|换成|换为|变成|应该是|不是[^,，。;；]{2,8}[,，]?\s?(?:而)?是/g;
/** Names of boxes and small words: they part names, and mean nothing themselves. */
const BETWEEN =
  /联系电话|联系方式|联系号码|手机号码?|电话号码?|手机|电话|座机|号码|姓名|名字|微信同号|先生|女士|同志|把|请|(?:本人)?(?:我)?(?:是|叫|为)|本人|的|[,，;；、。!！/|:：()（）[\]"“”]/g;
const TITLE =
  /^(?:人事|行政|财务|生产|办公室|人力资源?部?|部门|公司|我们|副)*(?:总?经理|总监|主管|主任|厂长|董事长|会计|文员|专员)/;

/** No names: what people type instead of one, and words of the form. */
const NO_NAME =
  /[不没无你您我他她它的了吗呢吧啊呀嘛么是]|谢谢|多谢|感谢|稍|等|联系|个人|交表|交了|保密|自主|培养|电话|手机|公司|企业|单位|部门|暂时|以后|回头|什么|怎么|可以|好的|知道|清楚|同上|相同|一样|工资|人数|职工|调查|跳过|返回|填表|修改|完成|确认|取消|下一|上一|今天|明天|现在|经理|主任|主管|[初中高]级|技师|民营|国有|私营|集体|个体|大型|中型|小型|制造|建筑|服务|其他|小时|总$|[工姐哥叔]$|师傅/;

/** @param labels where the form's labels stand; undefined where the text is too long to be about people */
export function piecesOf(plain: string, labels: readonly Mention[]): Piece[] | undefined {
  if (plain.length > 300) return undefined;
  const marks = [
    ...labels.map(({ id, start, end }) => ({ start, end, piece: { kind: "label", text: id } as Piece })),
    ...marksOf(plain, PHONE, (text) => ({ kind: readPhone(text) ? "phone" : "wrong", text })),
    ...marksOf(plain, DIGITS, (text) => ({ kind: "wrong", text })),
    ...marksOf(plain, CHANGE, (text) => ({ kind: "change", text })),
    ...marksOf(plain, KEPT, (text) => ({ kind: "kept", text })),
    ...marksOf(plain, SAME, (text, at) => ({
      kind: "same",
      text: /(?:电话|手机|号码|联系方式)[号也是]*$/.test(plain.slice(0, at)) ? "phone" : text,
    })),
  ];
  const pieces: Piece[] = [];
  let end = 0;
  for (const mark of inOrder(marks)) {
    pieces.push(...namesIn(plain.slice(end, mark.start)), mark.piece);
    end = mark.end;
  }
  return [...pieces, ...namesIn(plain.slice(end))];
}

interface Mark {
  start: number;
  end: number;
  piece: Piece;
}

function marksOf(plain: string, pattern: RegExp, pieceOf: (text: string, at: number) => Piece): Mark[] {
  return [...plain.matchAll(pattern)].map(({ index, 0: text }) => ({
    ...{ start: index, end: index + text.length, piece: pieceOf(text, index) },
  }));
}

/** Of two that overlap the one that was looked for first. */
function inOrder(marks: readonly Mark[]): Mark[] {
  const kept: Mark[] = [];
  for (const mark of marks)
    if (kept.every((one) => mark.end <= one.start || one.end <= mark.start)) kept.push(mark);
  return kept.sort((a, b) => a.start - b.start);
}

function namesIn(text: string): Piece[] {
  return text
    .replace(BETWEEN, "\n")
    .replace(/(?<!\p{Script=Han})(\p{Script=Han}) (\p{Script=Han})(?!\p{Script=Han})/gu, "$1$2")
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, "\n")
    .split("\n")
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "" && !/^(?:[和与及跟人号码是叫为也还请我-]|以及|还有|另外)+$/.test(piece))
    .flatMap((piece) => nameIn(piece));
}

function nameIn(piece: string): Piece[] {
  const name = piece.replace(TITLE, "").replace(/(?:总?经理|总监|主管|主任|厂长|会计)$/, "");
  if (name === "") return [];
  return [{ kind: isName(name) ? "name" : "unknown", text: name }];
}

const COMPOUND = /^(?:欧阳|司马|上官|诸葛|东方|尉迟|公孙|慕容|令狐|皇甫|长孙|宇文|司徒|夏侯|端木)/;

function isName(text: string): boolean {
  if (/^[A-Za-z][A-Za-z .'-]{1,30}$/.test(text)) return /^[A-Z]|\s/.test(text);
  if (NO_NAME.test(text)) return false;
  if (/^\p{Script=Han}{2,6}(?:·\p{Script=Han}{1,8}){1,3}$/u.test(text)) return true;
  const most = COMPOUND.test(text) ? 5 : 4;
  return /^\p{Script=Han}{2,5}$/u.test(text) && text.length <= most;
}
