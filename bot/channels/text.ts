/** Long texts in a channel's own unit: cut where a reader would draw breath, never inside a letter. */

export type TextUnit = "utf16" | "bytes";

const encoder = new TextEncoder();
/** User-perceived letters: an emoji with its skin colour is one. */
const letters = new Intl.Segmenter("zh", { granularity: "grapheme" });

export function sizeOf(text: string, unit: TextUnit): number {
  return unit === "bytes" ? encoder.encode(text).length : text.length;
}

/** Where a text may be cut, the best places first: after a paragraph, a line, a sentence, a part of one, a word. */
const BREAKS = [/\n\n+/g, /\n/g, /[。！？!?；;…](?:[”’）)】」])?/g, /[，、：]|,(?!\d)/g, /\s/g];
const ADDRESS = /https?:\/\/[!-~]+/g;
/** A place so early would make many short pieces; the next best kind of place is looked for instead. */
const AT_LEAST = 0.4;

/**
 * Cuts a text into pieces of at most `most` units. White space at the cuts is dropped; nothing else is.
 * @param most at least as much as the largest letter takes; 32 bytes do
 */
export function splitText(text: string, { most, unit }: { most: number; unit: TextUnit }): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (sizeOf(rest, unit) > most) {
    const cut = placeToCut(rest, most, unit);
    pieces.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return rest ? [...pieces, rest] : pieces;
}

function placeToCut(text: string, most: number, unit: TextUnit): number {
  const room = longestThatFits(text, most, unit);
  const addresses = [...text.matchAll(ADDRESS)].map(({ index, 0: found }) => [index, index + found.length]);
  const isWithin = (place: number) => addresses.find(([from = 0, to = 0]) => from < place && place < to);
  // Half an address leads nowhere, so it goes whole to the next piece, unless it would not fit there either.
  const fits = isWithin(room)?.[0] || room;
  const window = text.slice(0, fits);
  for (const pattern of BREAKS) {
    const ends = [...window.matchAll(pattern)].map(({ index, 0: found }) => index + found.length);
    const last = ends.findLast((end) => !isWithin(end));
    if (last !== undefined && last >= fits * AT_LEAST) return last;
  }
  // An address or a number is not torn apart where it can be left to the next piece.
  const word = /[\w./:@%?=&#+-]+$/.exec(window);
  return word && word.index >= fits * AT_LEAST && /^[\w./]/.test(text.slice(fits)) ? word.index : fits;
}

/** In UTF-16 units, at the end of a letter. */
function longestThatFits(text: string, most: number, unit: TextUnit): number {
  // No letter takes less than a unit of either kind, so that what lies behind need not be looked at.
  let [end, size] = [0, 0];
  for (const { segment } of letters.segment(text.slice(0, most + 1))) {
    size += sizeOf(segment, unit);
    if (size > most) break;
    end += segment.length;
  }
  return end || codePointsThatFit(text, most, unit);
}

/** One letter with more marks on it than fit into a piece. */
function codePointsThatFit(text: string, most: number, unit: TextUnit): number {
  let end = 0;
  for (const point of text) {
    if (sizeOf(text.slice(0, end + point.length), unit) > most) break;
    end += point.length;
  }
  return Math.max(end, 1);
}
