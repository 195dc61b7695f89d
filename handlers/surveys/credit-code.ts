/** 统一社会信用代码 by GB 32100-2015: 18 characters, the last one checks the others. */

/** Without I, O, S, V, Z, which are taken for figures. */
const LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const FORM = new RegExp(`^[${LETTERS}]{2}\\d{6}[${LETTERS}]{10}$`);

/** The code as it is written, or undefined where it is none: blanks and small letters are put right. */
export function readCreditCode(text: string): string | undefined {
  const code = plain(text);
  return FORM.test(code) && checkCharacter(code.slice(0, 17)) === code[17] ? code : undefined;
}

export type NoCreditCode = "old_number" | "length" | "check";

/** Why a text is no code, for who must write it again. The 15 figures are what licences bore before 2015. */
export function whyNoCreditCode(text: string): NoCreditCode {
  const code = plain(text);
  if (/^\d{15}$/.test(code)) return "old_number";
  return code.length === 18 ? "check" : "length";
}

/** The 18th character: the weights are the powers of 3 modulo 31. */
export function checkCharacter(first17: string): string {
  let [sum, weight] = [0, 1];
  for (const letter of first17) {
    sum += LETTERS.indexOf(letter) * weight;
    weight = (weight * 3) % 31;
  }
  return LETTERS[(31 - (sum % 31)) % 31] ?? "";
}

function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\p{Cf}\s-]/gu, "");
}
