/**
 * Writes characters.ts: what the assistant must know about Chinese characters to read traditional script and
 * homophones. Made from opencc-js and pinyin-pro, which at run time would weigh 59 and 145 KiB gzip.
 * `npm run tables`
 */
import { writeFileSync } from "node:fs";
import { Converter } from "opencc-js";
import { pinyin } from "pinyin-pro";

/** GB 2312, level one: the 3,755 characters of daily use; with level two the 6,763 of common print. */
function gb2312(lastRow: number): string[] {
  const decoder = new TextDecoder("gbk");
  const characters: string[] = [];
  for (let row = 0xb0; row <= lastRow; row += 1)
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) {
      const character = decoder.decode(Uint8Array.of(row, cell));
      if (/^\p{Script=Han}$/u.test(character)) characters.push(character);
    }
  return characters;
}

/** 臺 → 台 and so on, for every traditional character whose simplified form is in common print. */
function traditional(): string {
  const convert = Converter({ from: "t", to: "cn" });
  const common = new Set(gb2312(0xf7));
  const pairs: string[] = [];
  for (let code = 0x4e00; code <= 0x9fff; code += 1) {
    const character = String.fromCharCode(code);
    const simple = convert(character);
    if (simple !== character && !common.has(character) && common.has(simple)) pairs.push(character + simple);
  }
  return pairs.join("");
}

/** "a阿啊 ai哀挨…": the daily characters by their sound, tones left out. */
function sounds(): string {
  const bySound = new Map<string, string>();
  for (const character of gb2312(0xd7)) {
    const sound = pinyin(character, { toneType: "none", v: true });
    bySound.set(sound, (bySound.get(sound) ?? "") + character);
  }
  return [...bySound].map(([sound, characters]) => sound + characters).join(" ");
}

const file = new URL("characters.ts", import.meta.url);
writeFileSync(
  file,
  `/** Made by make.ts; do not edit. */

/** Traditional and simplified characters, in pairs. */
export const TRADITIONAL =
  "${traditional()}";

/** Characters of daily use by their sound without tone. */
export const SOUNDS =
  "${sounds()}";
`,
);
