/** What is said about one cell of a survey, or about cells that do not fit together. */
import type { NoCreditCode } from "../surveys/credit-code.ts";
import type { NoPhone } from "../surveys/phone.ts";

const phone: Record<NoPhone, string> = {
  abroad: "这里只能填内地的电话号码，手机写11位数字，座机写区号和号码，比如0533-2345678。",
  no_area: "座机请加上区号，比如0533-2345678。",
  no_phone: "电话号码好像不对，手机写11位数字，座机写区号和号码，比如0533-2345678。",
};

const creditCode: Record<NoCreditCode, string> = {
  old_number:
    "这是15位的老注册号。请填18位的统一社会信用代码：新版营业执照上就有，也可以在“国家企业信用信息公示系统”里按名称查到。",
  length: "统一社会信用代码是18位的数字和字母，请对着营业执照再看一下。",
  check: "这个统一社会信用代码对不上，可能抄错了一位，请对着营业执照再看一下。",
};

export const cellTexts = {
  phone,
  creditCode,
  noSuchCell: "这张表里没有这一格。",
  tooLong: (label: string, most: number) => `${label}最多写${most}个字。`,
  oneOf: (labels: readonly string[]) => `请从这几个里选一个：${labels.join("、")}。`,
  noFigure: (label: string) => `${label}请写一个准确的数。`,
  notWhole: (label: string) => `${label}请写整数。`,
  tooFew: (label: string, min: string) => `${label}不能少于${min}。`,
  tooMany: (label: string, max: string) => `${label}不能多于${max}。`,
  noDay: "请写清楚年月日，比如2026-11-20。",
  futureDay: "这个日期还没到，请再看一下。",
  noTick: "请打勾，或者空着。",
  doesNotAddUp: (row: string, whole: string, breakdown: string, sum: string) =>
    `${row}${whole}，但${breakdown}加起来是${sum}，请改一下。`,
  otherTotal: (sum: string, label: string, total: string) =>
    `各级加起来是${sum}，${label}却写了${total}，请改一下。`,
  row: (number: string) => `第${number}行`,
  notGiven: "（没填）",
};
