/** Telephone numbers as people in China write them. */

const MOBILE = /^1[3-9]\d{9}$/;
/** 010, 02x and, with four figures, 03xx to 09xx. */
const LANDLINE = /^(010|02\d|0[3-9]\d{2})-?([2-9]\d{6,7})(?:(?:转|分机|转分机|ext\.?|[-#*])(\d{1,6}))?$/;
/** A company's number that is the same all over the country. */
const NATIONWIDE = /^([48]00)-?(\d{3})-?(\d{4})$/;

/** 138 0000 0001, +86 138…, 0533-2345678转8, 400-123-4567 → as it is kept; undefined where it is no number to call. */
export function readPhone(text: string): string | undefined {
  const plain = domestic(text);
  const mobile = plain.replaceAll("-", "");
  if (MOBILE.test(mobile)) return mobile;
  const nationwide = NATIONWIDE.exec(plain);
  if (nationwide) return nationwide.slice(1).join("-");
  const [, area, number, extension] = LANDLINE.exec(plain) ?? [];
  if (!area || !number) return undefined;
  return `${area}-${number}${extension ? `转${extension}` : ""}`;
}

export type NoPhone = "abroad" | "no_area" | "no_phone";

/** Why a text is no number that can be called, for who must write it again. */
export function whyNoPhone(text: string): NoPhone {
  const plain = domestic(text);
  if (/^(?:\+|00)/.test(plain)) return "abroad";
  return /^[2-9]\d{6,7}$/.test(plain.replaceAll("-", "")) ? "no_area" : "no_phone";
}

/** Without blanks and the country's code, with which a landline loses the 0 of its area. */
function domestic(text: string): string {
  const plain = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\p{Cf}\s().·]/gu, "")
    .replace(/[‐-―−]/g, "-");
  const own = /^(?:(?:\+|00)86-?|86-?(?=1[3-9]\d))(.*)$/.exec(plain)?.[1];
  if (own === undefined) return plain;
  return MOBILE.test(own.replaceAll("-", "")) || /^(?:0|[48]00)/.test(own) ? own : `0${own}`;
}

/** 13800000001 → 138****0001, so that whoever wrote it knows it again and nobody else learns it. */
export function maskedPhone(phone: string): string {
  return phone.replace(/^(.{3}).*(.{4})$/, "$1****$2");
}

/** 王小强 → 王**. */
export function maskedName(name: string): string {
  const [first = "", ...rest] = [...name];
  return first + "*".repeat(Math.max(1, rest.length));
}
