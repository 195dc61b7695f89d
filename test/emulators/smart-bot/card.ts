/** Template cards, held to what the vendor's page on the smart bot's cards says of each field. */
import { z } from "zod";
import { badCard } from "./refusal.ts";

/** The vendor recommends the lengths of words; a longer one is cut off on some screens, so here it is refused. */
const RECOMMENDED_LENGTHS_ARE_LIMITS: boolean = true;

const bytes = (most: number) =>
  z
    .string()
    .min(1)
    .refine((text) => text.isWellFormed() && Buffer.byteLength(text) <= most);
const words = (most: number) =>
  z
    .string()
    .min(1)
    .refine(
      (text) => text.isWellFormed() && (!RECOMMENDED_LENGTHS_ARE_LIMITS || Array.from(text).length <= most),
    );
const shown = z.string().min(1);
const key = bytes(1024);
const url = z.string().regex(/^https?:\/\/\S+$/);

/** A list whose items differ in one field. */
function list<T extends z.ZodType>(item: T, least: number, most: number, distinct?: keyof z.infer<T>) {
  const differ = (items: z.infer<T>[]) =>
    distinct === undefined || new Set(items.map((each) => each[distinct])).size === items.length;
  return z.array(item).min(least).max(most).refine(differ);
}

/** Where a type asks for one more field. */
const needs = (target: Record<string, unknown>, type: number, field: string) =>
  target.type !== type || Boolean(target[field]);

const target = { url: url.optional(), appid: shown.optional(), pagepath: shown.optional() };
const goes = (item: Record<string, unknown>) => needs(item, 1, "url") && needs(item, 2, "appid");
const place = z.union([z.literal(0), z.literal(1), z.literal(2)]);

const option = z.strictObject({ id: bytes(128), text: words(10) });
const selection = z.strictObject({
  question_key: key,
  title: words(13).optional(),
  disable: z.boolean().optional(),
  selected_id: z.string().optional(),
  option_list: list(option, 1, 10, "id"),
});
const checkbox = z.strictObject({
  question_key: key,
  disable: z.boolean().optional(),
  mode: z.union([z.literal(0), z.literal(1)]).optional(),
  option_list: list(option.extend({ text: words(11), is_checked: z.boolean().optional() }), 1, 20, "id"),
});
const button = z.strictObject({ text: words(10), style: z.number().optional(), key });
const submit = z.strictObject({ text: words(10), key });

const common = {
  source: z
    .strictObject({
      icon_url: url.optional(),
      desc: words(13).optional(),
      desc_color: z.number().optional(),
    })
    .optional(),
  main_title: z
    .strictObject({ title: words(26).optional(), desc: words(30).optional() })
    .refine(({ title, desc }) => title !== undefined || desc !== undefined),
  feedback: z.strictObject({ id: bytes(256) }).optional(),
  /** May be left out of a notice without a menu; an interaction whose answer cannot be placed is refused. */
  task_id: z.string().regex(/^[0-9A-Za-z_\-@]{1,128}$/),
};

const notice = {
  ...common,
  task_id: common.task_id.optional(),
  action_menu: z
    .strictObject({
      desc: shown,
      action_list: list(z.strictObject({ text: words(10), key }), 1, 3, "key"),
    })
    .optional(),
  quote_area: z
    .strictObject({
      ...target,
      type: place.optional(),
      title: shown.optional(),
      quote_text: shown.optional(),
    })
    .refine(goes)
    .optional(),
  horizontal_content_list: z
    .array(
      z
        .strictObject({
          type: z.union([z.literal(0), z.literal(1), z.literal(3)]).optional(),
          keyname: words(5),
          value: words(26).optional(),
          url: url.optional(),
          userid: shown.optional(),
        })
        .refine((item) => needs(item, 1, "url") && needs(item, 3, "userid")),
    )
    .max(6)
    .optional(),
  jump_list: z
    .array(
      z
        .strictObject({
          ...target,
          type: z.union([place, z.literal(3)]).optional(),
          title: words(13),
          question: bytes(200).optional(),
        })
        .refine((item) => goes(item) && needs(item, 3, "question")),
    )
    .max(3)
    .optional(),
};

/** The documents name 0 for "goes nowhere"; the gateway was seen to refuse it. */
const cardAction = z.strictObject({ ...target, type: z.union([z.literal(1), z.literal(2)]) }).refine(goes);

const textNotice = z
  .strictObject({
    ...notice,
    card_type: z.literal("text_notice"),
    main_title: common.main_title.optional(),
    emphasis_content: z.strictObject({ title: words(10).optional(), desc: words(15).optional() }).optional(),
    sub_title_text: words(112).optional(),
    card_action: cardAction,
  })
  .refine(
    ({ main_title, sub_title_text }) => main_title?.title !== undefined || sub_title_text !== undefined,
    {
      path: ["main_title"],
    },
  );

const newsNotice = z
  .strictObject({
    ...notice,
    card_type: z.literal("news_notice"),
    card_image: z.strictObject({ url, aspect_ratio: z.number().gt(1.3).lt(2.25).optional() }).optional(),
    image_text_area: z
      .strictObject({
        ...target,
        type: place.optional(),
        title: shown.optional(),
        desc: shown.optional(),
        image_url: url,
      })
      .refine(goes)
      .optional(),
    vertical_content_list: z
      .array(z.strictObject({ title: words(26), desc: words(112).optional() }))
      .max(4)
      .optional(),
    card_action: cardAction,
  })
  .refine(({ card_image, image_text_area }) => card_image !== undefined || image_text_area !== undefined, {
    path: ["card_image"],
  });

const buttonInteraction = z.strictObject({
  ...notice,
  task_id: common.task_id,
  card_type: z.literal("button_interaction"),
  sub_title_text: words(112).optional(),
  button_selection: selection.optional(),
  button_list: list(button, 1, 6, "key"),
  card_action: cardAction.optional(),
});

const voteInteraction = z.strictObject({
  ...common,
  card_type: z.literal("vote_interaction"),
  checkbox,
  submit_button: submit,
});

const multipleInteraction = z.strictObject({
  ...common,
  card_type: z.literal("multiple_interaction"),
  select_list: list(selection, 1, 3, "question_key"),
  submit_button: submit,
});

/** A field that is none of the type's is refused: the real one would leave it out without a word. */
const cardSchema = z
  .discriminatedUnion("card_type", [
    textNotice,
    newsNotice,
    buttonInteraction,
    voteInteraction,
    multipleInteraction,
  ])
  .refine((card) => !("action_menu" in card && card.action_menu) || card.task_id !== undefined, {
    path: ["task_id"],
  });

export type Card = z.infer<typeof cardSchema>;

/** @throws {Refusal} 42045 with the first field that is not as it must be. */
export function parseCard(card: unknown): Card {
  const parsed = cardSchema.safeParse(card);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys : [];
  throw badCard([...(issue?.path ?? []), ...unknown].join("."));
}
