/** Figures as people type them, with their units: 20w, 6.5k, 6千5, 1万2, 20（万元）, 陆仟伍佰. */
import { normalise, quantities } from "../../policy-kb/normalise.ts";

export interface Figure {
  value: number;
  unit: "people" | "money" | "";
  start: number;
  /** Behind its unit. */
  end: number;
}

const FORMAL: Record<string, string> = {
  ...{ 壹: "一", 贰: "二", 叁: "三", 肆: "四", 伍: "五", 陆: "六", 柒: "七", 捌: "八", 玖: "九" },
  ...{ 拾: "十", 佰: "百", 仟: "千" },
};
const SCALE: Record<string, number> = { 千: 1_000, 万: 10_000 };
const NOT_LONGER = String.raw`(?![\d.千万百十])`;
const TWO_SCALES = /(?<![\d.])(\d+)万(\d)千(?![\d.])/g;
const HALF_SAID = new RegExp(String.raw`(?<![\d.])(\d+)([千万])([1-9])${NOT_LONGER}`, "g");

/** One script, one width, and every figure in a form that can be read. */
export function plainly(text: string): string {
  return normalise(text)
    .replace(/[‐-―−~]/g, "-")
    .replace(/[壹贰叁肆伍陆柒捌玖拾佰仟零万亿]{2,}/g, (all) => all.replace(/./g, (one) => FORMAL[one] ?? one))
    .replace(/(\d)\s?\(\s?([万千]?)元?\s?\)/g, "$1$2元")
    .replace(/(\d)\s?w(?![a-z])/g, "$1万")
    .replace(/(\d)\s?k(?![a-z])/g, "$1千")
    .replace(TWO_SCALES, (_, many: string, few: string) =>
      String(Number(many) * 10_000 + Number(few) * 1_000),
    )
    .replace(HALF_SAID, (_, digits: string, scale: string, last: string) =>
      String((Number(digits) + Number(last) / 10) * (SCALE[scale] ?? 1)),
    );
}

/** 七八个, 一二十, 两百千: no number that one could write down. */
const VAGUE = /[一二两三四五六七八九][一二三四五六七八九]|[十百千万亿][十百千]/;
const PEOPLE = /^\s?(?:个人|人|个|名|位)/;
const MONEY = /^\s?(?:元|块钱|块|圆)/;
const BEHIND = /^\s?(?:整|\/人)?\s?(?:(?:\/|每|一)个?月)?/;

/** What is vague is no figure: it is left over, and asked about. @param plain by `plainly` */
export function figuresSaid(plain: string): Figure[] {
  let last = 0;
  return quantities(plain).flatMap(({ value, start, end }) => {
    // 6500一个月: what belongs to the unit is no figure of its own.
    if (start < last) return [];
    if (VAGUE.test(plain.slice(start, end))) return [];
    const rest = plain.slice(end);
    const people = PEOPLE.exec(rest)?.[0];
    const money = MONEY.exec(rest)?.[0];
    const behind = end + (people ?? money ?? "").length;
    const more = people === undefined ? (BEHIND.exec(plain.slice(behind))?.[0].length ?? 0) : 0;
    const unit = people !== undefined || /[俩仨]$/.test(plain.slice(start, end)) ? "people" : "";
    last = behind + more;
    return [{ value, unit: money === undefined ? unit : "money", start, end: last }];
  });
}

/** Words that only look like a figure. */
export const NO_FIGURE = /一共|一般|一线|一直|一起|一样|统一|万一|第一|一下|一点|一些|一个都|一半|一年|一天/g;
/** What stands around figures without changing them. */
const FILLERS = [
  ..."我们 我公司 我司 我厂 公司 企业 单位 本 这里 目前 现在 现有 共有 一共 总共 大概 大约 差不多 约 左右 上下".split(
    " ",
  ),
  ..."人数 人员 人民币 分别 谢谢 只有 只 另外 还有 以及 再 有 是 为 共 和 跟 与 及 还 各 均 也 了 的 吧 啊 呢 呀 哦 人 个 名 位".split(
    " ",
  ),
];
const FILLER = new RegExp(
  `${FILLERS.sort((a, b) => b.length - a.length).join("|")}|[\\s,;:、。!/|()\\[\\]"'“”.=]|-(?!■)`,
  "g",
);

/** The words that nobody has understood: □ stands for names, ■ for figures. */
export function leftOver(masked: string, more?: RegExp): string[] {
  const known = more ? masked.replace(new RegExp(more.source, "g"), " ") : masked;
  return known
    .replace(FILLER, " ")
    .split(/[\s□■]+/)
    .filter(Boolean);
}

export function notUnderstood(words: readonly string[], then: string): string {
  // A number to call is not repeated.
  if (words.some((word) => /\d{5,}/.test(word))) return `没太看懂，${then}`;
  return `“${words.join("、").slice(0, 30)}”我没看懂，${then}`;
}

/** 年薪8万, 300一天: the form asks for a month. */
export const OTHER_TIME = /年薪|年收入|年工资|年平均|[一每/]年|日薪|日工资|[一每/][天日]|时薪|小时|周薪/;
export const BY_THE_MONTH = "这里要的是月工资，请写月工资，比如“6500”。";

/** Figures alone, as many as are asked for; a comma between them parts them. */
export function figuresAlone(plain: string, count: number): Figure[] | undefined {
  const pieces = plain.split(/[\s,;、/|]+/).filter(Boolean);
  if (pieces.length !== count) return undefined;
  const figures = pieces.map((piece) => onlyFigure(piece));
  return figures.some((figure) => figure === undefined) ? undefined : (figures as Figure[]);
}

function onlyFigure(piece: string): Figure | undefined {
  if (/^(?:无|没有?)$/.test(piece)) return { value: 0, unit: "", start: 0, end: piece.length };
  const [only, ...more] = figuresSaid(piece);
  return only && more.length === 0 && only.start === 0 && only.end === piece.length ? only : undefined;
}
