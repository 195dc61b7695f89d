/** What the server marks in any text by itself; offsets are UTF-16 units, as a JavaScript string counts. */
import type { MessageEntity } from "grammy/types";

const FOUND = {
  bot_command: /(?<![\w/@<>])\/\w{1,64}(?:@\w{3,32})?(?![\w/])/g,
  mention: /(?<![\w/@])@[a-z]\w{3,31}(?!\w)/gi,
  url: /\bhttps?:\/\/[^\s<>"]+/g,
  hashtag: /(?<![\p{L}\p{N}_#])#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*/gu,
} as const;

export function entitiesIn(text: string): MessageEntity[] {
  const found = Object.entries(FOUND).flatMap(([type, pattern]) =>
    [...text.matchAll(pattern)].map(
      ({ index, 0: { length } }) => ({ type: type as keyof typeof FOUND, offset: index, length }) as const,
    ),
  );
  return found.sort((one, other) => one.offset - other.offset);
}

/** The parts of the text that are of one kind. */
export const partsOf = (text: string, type: MessageEntity["type"]): string[] =>
  entitiesIn(text)
    .filter((entity) => entity.type === type)
    .map(({ offset, length }) => text.slice(offset, offset + length));
