/** The parts that template cards are made of, each with the vendor's limit; where two of its pages differ, the smaller. */

import { z } from "zod";
import { bytesOf } from "./world.ts";

/** Written signs (字), not bytes. */
export const signs = (most: number) =>
  z.string().refine((text) => text !== "" && [...text].length <= most, `is empty or longer than ${most} 字`);

export const bytes = (most: number) =>
  z.string().refine((text) => text !== "" && bytesOf(text) <= most, `is empty or longer than ${most} bytes`);

export const url = z.string().regex(/^https?:\/\/\S+$/, "has no http(s)://");

/** For a list whose members are told apart by a key; those without one do not count. */
const apart =
  <Key extends string>(key: Key) =>
  (members: readonly { [Name in Key]?: string | undefined }[]): boolean => {
    const keys = members.map((member) => member[key]).filter((text) => text !== undefined);
    return new Set(keys).size === keys.length;
  };

export const source = z.strictObject({
  icon_url: url.optional(),
  desc: signs(13).optional(),
  desc_color: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).optional(),
});

export const actionMenu = z.strictObject({
  desc: z.string().optional(),
  action_list: z
    .array(z.strictObject({ text: signs(10), key: bytes(1024) }))
    .min(1)
    .max(3)
    .refine(apart("key"), "has a key twice"),
});

/** Titles of the cards that have no second text: here the title is needed. */
export const fullTitle = z.strictObject({ title: signs(36), desc: signs(44).optional() });

export const mainTitle = z.strictObject({ title: signs(36).optional(), desc: signs(44).optional() });

export const quoteArea = z.strictObject({
  type: z.union([z.literal(0), z.literal(1)]).optional(),
  url: url.optional(),
  title: z.string().optional(),
  quote_text: z.string().optional(),
});

export const horizontals = z
  .array(
    z
      .strictObject({
        type: z.union([z.literal(0), z.literal(1)]).optional(),
        keyname: signs(5),
        value: signs(26).optional(),
        url: url.optional(),
      })
      .refine((item) => item.type !== 1 || item.url !== undefined, "url is missing"),
  )
  .max(6);

export const jumps = z
  .array(
    z
      .strictObject({
        type: z.union([z.literal(0), z.literal(1)]).optional(),
        title: signs(13),
        url: url.optional(),
      })
      .refine((item) => item.type !== 1 || item.url !== undefined, "url is missing"),
  )
  .max(3);

/** Mini programs are not modelled: type 2 is refused. */
export const cardAction = z
  .strictObject({ type: z.union([z.literal(0), z.literal(1)]), url: url.optional() })
  .refine((action) => action.type !== 1 || action.url !== undefined, "url is missing");

export const emphasis = z.strictObject({ title: signs(10).optional(), desc: signs(15).optional() });

/** The lists' options: at most 10, told apart by id. */
const options = z
  .array(z.strictObject({ id: bytes(128), text: signs(10) }))
  .min(1)
  .max(10)
  .refine(apart("id"), "has an id twice");

export const selection = z.strictObject({
  question_key: bytes(1024),
  title: signs(13).optional(),
  disable: z.boolean().optional(),
  selected_id: bytes(128).optional(),
  option_list: options,
});

export const buttons = z
  .array(
    z
      .strictObject({
        type: z.union([z.literal(0), z.literal(1)]).optional(),
        text: signs(10),
        style: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).optional(),
        key: bytes(1024).optional(),
        url: url.optional(),
      })
      .refine(
        (button) => (button.type === 1 ? button.url : button.key) !== undefined,
        "key or url is missing",
      ),
  )
  .min(1)
  .max(6)
  .refine(apart("key"), "has a key twice");

export const checkbox = z.strictObject({
  question_key: bytes(1024),
  disable: z.boolean().optional(),
  mode: z.union([z.literal(0), z.literal(1)]).optional(),
  option_list: z
    .array(z.strictObject({ id: bytes(128), text: signs(17), is_checked: z.boolean().optional() }))
    .min(1)
    .max(20)
    .refine(apart("id"), "has an id twice"),
});

export const submitButton = z.strictObject({ text: signs(10), key: bytes(1024) });

export const selects = z
  .array(selection)
  .min(1)
  .max(3)
  .refine(apart("question_key"), "has a question_key twice");
