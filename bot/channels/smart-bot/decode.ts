/** Frames of the gateway → what happened. Whatever is not as it should be is none of ours. */
import { z } from "zod";
import type { NotText } from "../../../handlers/event.ts";
import type { Incoming, Pick } from "../channel.ts";
import { CONFIRM, placeOfKey } from "./card.ts";
import { resourceSchema } from "./fetch-file.ts";
import { externalOf } from "./place.ts";
import { type Ticket, writeTicket } from "./ticket.ts";

const words = z.object({ content: z.string() }).optional().catch(undefined);

const pressSchema = z.object({
  event_key: z.string(),
  task_id: z.string().min(1),
  selected_items: z
    .object({
      selected_item: z.array(z.object({ option_ids: z.object({ option_id: z.array(z.string()) }) })),
    })
    .optional(),
});

const bodySchema = z.object({
  msgid: z.string().min(1),
  chatid: z.string().min(1).optional(),
  /** Not told where somebody opens the chat, which can only be their own. */
  chattype: z.enum(["single", "group"]).default("single"),
  from: z.object({ userid: z.string().min(1) }),
  msgtype: z.string(),
  text: words,
  voice: words,
  file: resourceSchema.optional().catch(undefined),
  event: z
    .object({ eventtype: z.string(), template_card_event: pressSchema.optional().catch(undefined) })
    .optional(),
});

const frameSchema = z.object({ headers: z.object({ req_id: z.string().min(1) }), body: bodySchema });

type Body = z.infer<typeof bodySchema>;
interface Heard {
  happening: Incoming["happening"];
  /** The kind of callback, where it can be answered. */
  answered: Ticket["kind"] | null;
}

/** null for what is not for us: a judgement by thumbs, an event or a shape that we do not know. */
export function decode(frame: unknown, connection: string, now: number): Incoming | null {
  const parsed = frameSchema.safeParse(frame);
  if (!parsed.success) return null;
  const { headers, body } = parsed.data;
  const isGroup = body.chattype === "group";
  const heard = hear(body);
  if (!heard || (isGroup && body.chatid === undefined)) return null;
  const { happening, answered: kind } = heard;
  const ticket = kind && { kind, reqId: headers.req_id, connection, at: now };
  return {
    id: body.msgid,
    from: { channel: "bot", external: externalOf(body.from.userid, isGroup ? body.chatid : undefined) },
    happening,
    ...(isGroup ? { shared: true as const, alone: body.from.userid } : {}),
    ...(ticket?.kind === "card" ? { mark: ticket } : {}),
    ...(ticket && ticket.kind !== "card" ? { ticket: writeTicket(ticket) } : {}),
  };
}

function hear(body: Body): Heard | null {
  if (body.msgtype === "event") return hearEvent(body.event);
  // What it is called is told when it is fetched.
  if (body.msgtype === "file" && body.file)
    return { happening: { kind: "gave_file", name: null, size: null, get: body.file }, answered: "message" };
  const content = body.msgtype === "voice" ? body.voice?.content : body.text?.content;
  if (content === undefined || !["text", "voice"].includes(body.msgtype))
    return { happening: { kind: "showed", what: NOT_TEXT[body.msgtype] ?? "other" }, answered: "message" };
  const text = body.chattype === "group" ? withoutMentions(content) : content;
  return { happening: { kind: "said", text }, answered: "message" };
}

const NOT_TEXT: Record<string, NotText> = {
  voice: "voice",
  image: "photo",
  mixed: "photo",
  video: "video",
  file: "file",
  location: "location",
};

function hearEvent(event: Body["event"]): Heard | null {
  if (event?.eventtype === "enter_chat") return { happening: { kind: "arrived" }, answered: "enter" };
  if (event?.eventtype !== "template_card_event" || !event.template_card_event) return null;
  const happening = pickIn(event.template_card_event);
  return happening && { happening, answered: "card" };
}

function pickIn({ event_key, task_id: message, selected_items }: z.infer<typeof pressSchema>): Pick | null {
  if (event_key === CONFIRM) {
    const ids = selected_items?.selected_item.flatMap(({ option_ids }) => option_ids.option_id) ?? [];
    const places = ids.flatMap((id) => placeOfKey(id) ?? []);
    return { kind: "confirmed", message, places };
  }
  const place = placeOfKey(event_key);
  return place === undefined ? null : { kind: "picked", message, place };
}

/** In a group the bot is called by @ and its name, which nobody tells us; other names are not needed either. */
function withoutMentions(text: string): string {
  return text.replaceAll(/(?<![\w.-])@\S+/g, "").trim();
}
