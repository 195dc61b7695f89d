/** `menu/create`, `menu/get`, `menu/delete`: the app's menu below the chat. */

import { z } from "zod";
import { checked } from "./checked.ts";
import { type ErrorCode, ok, refuse } from "./refusal.ts";
import { bytesOf, type World } from "./world.ts";

const button = z.strictObject({
  name: z.string().optional(),
  type: z.string().optional(),
  key: z.string().optional(),
  url: z.string().optional(),
  sub_button: z.array(z.unknown()).optional(),
});

export interface MenuButton {
  name: string;
  type?: "click" | "view";
  key?: string;
  url?: string;
  sub_button?: MenuButton[];
}

interface Level {
  mostButtons: number;
  mostNameBytes: number;
  code: Record<"count" | "type" | "name" | "key" | "url", ErrorCode>;
}

const TOP: Level = {
  mostButtons: 3,
  mostNameBytes: 16,
  code: { count: 40016, type: 40017, name: 40018, key: 40019, url: 40020 },
};
const SUB: Level = {
  mostButtons: 5,
  mostNameBytes: 40,
  code: { count: 40023, type: 40024, name: 40025, key: 40026, url: 40027 },
};
const [MOST_KEY_BYTES, MOST_URL_BYTES] = [128, 1_024];

const fits = (text: string | undefined, most: number): text is string => !!text && bytesOf(text) <= most;

function readButton(value: unknown, level: Level): MenuButton {
  const { name, type, key, url, sub_button } = checked(button, value);
  if (!name) return refuse(41102);
  if (!fits(name, level.mostNameBytes)) refuse(level.code.name, name);
  if (sub_button && sub_button.length > 0) {
    if (level === SUB) refuse(40022);
    return { name, sub_button: readButtons(sub_button, SUB) };
  }
  // The other types (scanning, photos, mini programs) are not modelled.
  if (type === "click")
    return { name, type, key: fits(key, MOST_KEY_BYTES) ? key : refuse(level.code.key, name) };
  if (type === "view")
    return { name, type, url: fits(url, MOST_URL_BYTES) ? url : refuse(level.code.url, name) };
  return refuse(level.code.type, name);
}

function readButtons(values: readonly unknown[], level: Level): MenuButton[] {
  if (values.length < 1 || values.length > level.mostButtons) refuse(level.code.count);
  return values.map((value) => readButton(value, level));
}

export function createMenus({ settings }: World) {
  let menu: MenuButton[] | null = null;
  const check = (query: URLSearchParams): void => {
    const agentid = query.get("agentid") ?? refuse(41011);
    if (agentid !== String(settings.app.agentId)) refuse(40056);
  };
  return {
    create: (query: URLSearchParams, body: unknown): object => {
      check(query);
      menu = readButtons(checked(z.strictObject({ button: z.array(z.unknown()) }), body).button, TOP);
      return ok({});
    },
    get: (query: URLSearchParams): object => {
      check(query);
      return ok({ button: menu ?? refuse(46003) });
    },
    remove: (query: URLSearchParams): object => {
      check(query);
      menu = null;
      return ok({});
    },
    /** As a member sees it: the buttons that do something, in order. */
    buttons: (): MenuButton[] => (menu ?? []).flatMap((top) => top.sub_button ?? [top]),
  };
}
