/** Text that the bot wants shown: parsed, cleaned, trimmed and measured as the server does it. */
import type { MessageEntity } from "grammy/types";
import type { Formatted } from "./formatting.ts";
import { readHtml } from "./html.ts";
import { readMarkdownV2, readOldMarkdown } from "./markdown.ts";
import { jsonOf, textOf } from "./params.ts";
import { badRequest } from "./refusal.ts";
import type { Call } from "./request.ts";

/** Characters, as UTF-16 units: the strictest reading of "characters after entities parsing". */
const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;
/** Before parsing, in bytes. */
const LONGEST_SOURCE = 32_768;

/**
 * `text` with `parse_mode` or `entities`; refused where it is empty or too long.
 * @param tooLong the refusal's words, which differ between sending and editing
 */
export function shownText({ params }: Call, tooLong = "message is too long"): Formatted {
  const source = textOf(params, "text");
  if (source === "") throw badRequest("message text is empty");
  const shown = formatted(source, textOf(params, "parse_mode"), jsonOf(params, "entities"));
  if (shown.text === "") throw badRequest("text must be non-empty");
  if (shown.text.length > LONGEST_TEXT) throw badRequest(tooLong);
  return shown;
}

/** `caption` with `parse_mode` or `caption_entities`; it may be empty. */
export function shownCaption({ params }: Call): Formatted {
  const source = textOf(params, "caption");
  const shown = formatted(source, textOf(params, "parse_mode"), jsonOf(params, "caption_entities"));
  if (shown.text.length > LONGEST_CAPTION) throw badRequest("message caption is too long");
  return shown;
}

function formatted(source: string, mode: string, entities: unknown): Formatted {
  if (Buffer.byteLength(source) > LONGEST_SOURCE) throw badRequest("text is too long");
  return trimmed(parsed(clean(source), mode.toLowerCase(), entities));
}

/** Carriage returns go, other control characters become spaces. */
const clean = (source: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about.
  source.replaceAll("\r", "").replace(/[\u0000-\u0009\u000b-\u001f]/g, " ");

function parsed(source: string, mode: string, entities: unknown): Formatted {
  if (mode === "" || mode === "none") return { text: source, entities: givenEntities(source, entities) };
  if (mode === "markdownv2") return readMarkdownV2(source);
  if (mode === "markdown") return readOldMarkdown(source);
  if (mode === "html") return readHtml(source);
  throw badRequest("unsupported parse_mode");
}

function givenEntities(text: string, given: unknown): MessageEntity[] {
  if (!Array.isArray(given)) return [];
  return given.map((entity: MessageEntity) => {
    const { offset, length } = entity;
    if (!Number.isInteger(offset) || !Number.isInteger(length))
      throw badRequest("can't parse MessageEntity: offset and length must be Numbers");
    if (offset < 0 || length < 0 || offset + length > text.length)
      throw badRequest(`entity beginning at UTF-16 offset ${offset} ends after the end of the text`);
    return entity;
  });
}

/** White space around the text goes; what was formatted moves along. */
function trimmed({ text, entities }: Formatted): Formatted {
  const lead = text.length - text.trimStart().length;
  const kept = text.trim();
  const moved = entities.map((entity) => {
    const from = Math.max(0, entity.offset - lead);
    const to = Math.min(kept.length, entity.offset + entity.length - lead);
    return { ...entity, offset: from, length: to - from };
  });
  return { text: kept, entities: moved.filter(({ length }) => length > 0) };
}
