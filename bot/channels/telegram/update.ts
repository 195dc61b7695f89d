/** What is read of Telegram's updates: checked at the edge, and each field against grammY's types when compiled. */
import type {
  CallbackQuery,
  Chat,
  ChatMemberUpdated,
  Document,
  Message,
  MessageEntity,
  Update as TelegramUpdate,
  User,
} from "grammy/types";
import { z } from "zod";

/** Any of the fields of `T`, all the way down, each of its own type; of a union, what all its members have. */
type Some<T> = [T] extends [readonly (infer One)[]]
  ? Some<One>[]
  : [T] extends [object]
    ? { [K in Extract<keyof T, string>]?: Some<Exclude<T[K], undefined>> | undefined }
    : T;
/** The fields that are read of a `T`: one that grammY does not know, or knows otherwise, does not compile. */
type Reads<T> = { [K in Extract<keyof T, string>]?: z.ZodType<Some<Exclude<T[K], undefined>> | undefined> };

const id = z.int();
const chat = z.object({ id, type: z.enum(["private", "group", "supergroup"]) } satisfies Reads<Chat>);
const anyChat = z.object({ id, type: z.enum([...chat.shape.type.options, "channel"]) } satisfies Reads<Chat>);
const user = z.object({ id, is_bot: z.boolean() } satisfies Reads<User>);
/** New types of entities appear without notice, and none of them matters here. */
const entityType = z.string() as z.ZodType<MessageEntity["type"]>;
const entities = z
  .array(z.object({ type: entityType, offset: z.int(), length: z.int() } satisfies Reads<MessageEntity>))
  .optional();
const location = z.object({ latitude: z.number(), longitude: z.number() });
/** Only that it is there counts. */
const there = z.object({}).optional();

const document = z.object({
  file_id: z.string(),
  file_name: z.string().optional(),
  file_size: z.number().optional(),
} satisfies Reads<Document>);

const message = z.object({
  message_id: z.int(),
  chat,
  from: user.optional(),
  text: z.string().optional(),
  entities,
  caption: z.string().optional(),
  caption_entities: entities,
  media_group_id: z.string().optional(),
  reply_to_message: z.object({ from: user.optional() }).optional(),
  location: location.optional(),
  venue: z.object({ location, address: z.string() }).optional(),
  photo: z.array(z.object({})).optional(),
  live_photo: there,
  voice: there,
  audio: there,
  video: there,
  video_note: there,
  animation: there,
  sticker: there,
  dice: there,
  document: document.optional(),
  contact: there,
  poll: there,
  story: there,
  game: there,
  checklist: there,
  paid_media: there,
  rich_message: there,
  giveaway: there,
  invoice: there,
} satisfies Reads<Message>);

const callbackQuery = z.object({
  id: z.string(),
  from: user,
  data: z.string().optional(),
  // Also of a message too old to be told more of.
  message: z.object({ message_id: z.int(), chat: anyChat } satisfies Reads<Message>).optional(),
} satisfies Reads<CallbackQuery>);

const myChatMember = z.object({
  chat: anyChat,
  from: user,
  new_chat_member: z.object({
    status: z.enum(["creator", "administrator", "member", "restricted", "left", "kicked"]),
  }),
} satisfies Reads<ChatMemberUpdated>);

export const updateSchema = z.object({
  update_id: z.int(),
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: callbackQuery.optional(),
  my_chat_member: myChatMember.optional(),
} satisfies Reads<TelegramUpdate>);

export type Update = z.output<typeof updateSchema>;
export type ReadMessage = z.output<typeof message>;
export type Press = z.output<typeof callbackQuery>;
export type Standing = z.output<typeof myChatMember>;

/** The kinds of updates that are asked for: those that are read. */
export const READ_KINDS = ["message", "edited_message", "callback_query", "my_chat_member"] as const;
