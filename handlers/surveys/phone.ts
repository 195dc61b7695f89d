/** Telephone numbers as people in China write them. */

const MOBILE = /^1[3-9]\d{9}$/;
const LANDLINE = /^(0\d{2,3})-?([2-9]\d{6,7})(?:转|-)?(\d{1,6})?$/;

/** 138 0000 0001, +86 138…, 0533-2345678转8 → as it is kept; undefined where it is no number to call. */
export function readPhone(text: string): string | undefined {
  const plain = text
    .normalize("NFKC")
    .replace(/[\s()（）]/g, "")
    .replace(/[–—−]/g, "-")
    .replace(/^(?:\+|00)86-?/, "");
  const mobile = plain.replaceAll("-", "");
  if (MOBILE.test(mobile)) return mobile;
  const [, area, number, extension] = LANDLINE.exec(plain) ?? [];
  if (!area || !number) return undefined;
  return `${area}-${number}${extension ? `转${extension}` : ""}`;
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
