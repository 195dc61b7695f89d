/** `reply_markup`: inline buttons below a message, or the keyboard in place of the person's own. */
import type { InlineKeyboardButton } from "grammy/types";
import { jsonOf } from "./params.ts";
import { badRequest } from "./refusal.ts";
import { type Call, isObject } from "./request.ts";

/** The documented bounds: clients show 8 in a row, the server takes 100 in all. */
const MOST_IN_ROW = 8;
const MOST_BUTTONS = 100;
const LONGEST_DATA = 64;

export interface Markup {
  inline: InlineKeyboardButton[][];
  /** Labels that a tap sends as text; undefined leaves the person's keyboard as it is, [] takes it away. */
  keyboard?: string[];
}

/** @param inlineOnly refuses a person's keyboard, as edits do */
export function markupOf({ params }: Call, inlineOnly = false): Markup {
  const given = jsonOf(params, "reply_markup");
  if (given === undefined) return { inline: [] };
  if (given === "broken") throw badRequest("can't parse reply keyboard markup JSON object");
  if (!isObject(given)) throw badRequest("object expected as reply markup");
  const { inline_keyboard: inline, keyboard, remove_keyboard: remove } = given;
  if (inline !== undefined) return { inline: rowsOf(inline) };
  if (inlineOnly && Object.keys(given).length > 0) throw badRequest("inline keyboard expected");
  if (keyboard !== undefined) return { inline: [], keyboard: labelsOf(keyboard) };
  return remove === true ? { inline: [], keyboard: [] } : { inline: [] };
}

function rowsOf(given: unknown): InlineKeyboardButton[][] {
  if (!Array.isArray(given) || !given.every(Array.isArray))
    throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays');
  const rows = (given as unknown[][]).map((row) => row.map(buttonOf).filter(({ text }) => text !== ""));
  const count = rows.reduce((sum, row) => sum + row.length, 0);
  if (count > MOST_BUTTONS || rows.some(({ length }) => length > MOST_IN_ROW))
    throw badRequest("reply markup is too long");
  return rows.filter(({ length }) => length > 0);
}

const unreadable = (why: string) => badRequest(`can't parse inline keyboard button: ${why}`);

/** Only the kinds that open an address or call back; a button without a label is dropped in silence, as it is there. */
function buttonOf(given: unknown): InlineKeyboardButton {
  if (!isObject(given)) throw unreadable("InlineKeyboardButton must be an Object");
  const { text, url, callback_data: data } = given;
  if (text === undefined) throw unreadable(`Can't find field "text"`);
  if (typeof text !== "string") throw unreadable(`Field "text" must be of type String`);
  if (!text.isWellFormed()) throw badRequest("inline keyboard button text must be encoded in UTF-8");
  if (typeof url === "string" && url !== "") return { text, url: checkedAddress(url) };
  if (data !== undefined && typeof data !== "string")
    throw unreadable(`Field "callback_data" must be of type String`);
  if (!data) throw unreadable("Text buttons are unallowed in the inline keyboard");
  if (Buffer.byteLength(data) > LONGEST_DATA || !data.isWellFormed()) throw badRequest("BUTTON_DATA_INVALID");
  return { text, callback_data: data };
}

/** A host without a dot, such as localhost, is refused. */
function checkedAddress(url: string): string {
  if (/^tg:/i.test(url)) return url;
  const address = URL.parse(/^https?:\/\//i.test(url) ? url : `http://${url}`);
  if (!address?.hostname.includes("."))
    throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
  return url;
}

function labelsOf(given: unknown): string[] {
  if (!Array.isArray(given) || !given.every(Array.isArray))
    throw badRequest('field "keyboard" must be an Array of Arrays');
  return (given as unknown[][]).flat().map((button) => {
    const text = isObject(button) ? button.text : button;
    if (typeof text !== "string")
      throw badRequest("can't parse keyboard button: KeyboardButton must be a String or an Object");
    return text;
  });
}
