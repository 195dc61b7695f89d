/** `message/send`: what an app sends to members of its corp. */

import { z } from "zod";
import { isReported, readCard, type ShownCard } from "./cards.ts";
import { checked } from "./checked.ts";
import type { Media, StoredFile } from "./media.ts";
import type { Members } from "./members.ts";
import { ok, refuse } from "./refusal.ts";
import type { ResponseCodes } from "./response-codes.ts";
import { bytesOf, HOUR, MINUTE, SECOND, type World } from "./world.ts";

/** What stands on a member's phone. */
export type AppMessage = { msgid: string } & (
  | { kind: "text" | "markdown"; content: string }
  | { kind: "file"; file: StoredFile }
  | ({ kind: "card" } & ShownCard)
);

const MOST_MEMBERS = 1_000;
const MOST_BYTES = 2_048;
const [DEFAULT_INTERVAL, LONGEST_INTERVAL] = [1_800, 4 * 3_600];
const flag = z.union([z.literal(0), z.literal(1)]).optional();

/** Departments and tags are not modelled: `toparty` and `totag` are refused like any unknown field. */
const envelope = z.strictObject({
  touser: z.string().optional(),
  msgtype: z.string(),
  agentid: z.unknown().optional(),
  safe: flag,
  enable_id_trans: z.literal(0).optional(),
  enable_duplicate_check: flag,
  duplicate_check_interval: z.number().int().min(1).max(LONGEST_INTERVAL).optional(),
  text: z.unknown().optional(),
  markdown: z.unknown().optional(),
  file: z.unknown().optional(),
  template_card: z.unknown().optional(),
});

type Envelope = z.infer<typeof envelope>;

const KINDS = ["text", "markdown", "file", "template_card"] as const;

interface AppLimits {
  /** 30 a minute and 1000 an hour for each member; what is over is dropped and nobody is told. */
  dropsExcess: boolean;
}

export function createMessages(world: World, members: Members, media: Media, codes: ResponseCodes) {
  const limits: AppLimits = { dropsExcess: false };
  const taskIds = new Set<string>();
  /** Until when the same request is a repetition. */
  const repeats = new Map<string, number>();
  const delivered = new Map<string, number[]>();

  const checkAgent = (agentid: unknown): void => {
    if (agentid === undefined) refuse(41011);
    if (!Number.isInteger(agentid)) refuse(40056, "agentid is not an integer");
    if (agentid !== world.settings.app.agentId) refuse(301002);
  };
  const receivers = (touser: string | undefined) => {
    if (!touser) return refuse(82001);
    const ids = touser === "@all" ? members.all() : touser.split("|");
    if (ids.length > MOST_MEMBERS) refuse(40032);
    const found = [...new Set(ids.map((id) => id.toLowerCase()))];
    const invalid = found.filter((id) => !members.reachable(id));
    if (invalid.length === found.length) refuse(81013);
    return { reached: found.filter((id) => members.reachable(id)), invalid };
  };
  const read = (body: Envelope): Omit<AppMessage, "msgid"> => {
    const kind = KINDS.find((one) => one === body.msgtype) ?? refuse(40008, body.msgtype);
    for (const other of KINDS)
      if (other !== kind && body[other] !== undefined) refuse(40058, `${other} beside msgtype ${kind}`);
    if (kind === "template_card") {
      const card = readCard(body.template_card, "send");
      if (card.task_id !== undefined && taskIds.has(card.task_id)) refuse(42014, "task_id is used");
      return { kind: "card", card, replaced: null, taskId: card.task_id ?? "" } as Omit<AppMessage, "msgid">;
    }
    if (kind === "file") {
      const { media_id } = checked(z.strictObject({ media_id: z.string() }), body.file);
      return { kind, file: media.find(media_id, "file") } as Omit<AppMessage, "msgid">;
    }
    const { content } = checked(z.strictObject({ content: z.string() }), body[kind]);
    if (content === "") refuse(44004);
    // The real one cuts what is over without a word; a message that is cut is the sender's mistake.
    if (bytesOf(content) > MOST_BYTES) refuse(45002, `${bytesOf(content)} bytes`);
    return { kind, content } as Omit<AppMessage, "msgid">;
  };
  /** The real one compares the request's JSON as a whole, and answers as if it had been sent. */
  const isRepeated = (body: Envelope): boolean => {
    if (body.enable_duplicate_check !== 1) return false;
    return (repeats.get(JSON.stringify(body)) ?? 0) > world.clock.now;
  };
  /** Only what was taken counts: a message that was refused is no repetition when it comes again. */
  const remember = (body: Envelope): void => {
    const interval = (body.duplicate_check_interval ?? DEFAULT_INTERVAL) * SECOND;
    repeats.set(JSON.stringify(body), world.clock.now + interval);
  };
  const isExcess = (member: string): boolean => {
    const before = (delivered.get(member) ?? []).filter((at) => at > world.clock.now - HOUR);
    delivered.set(member, [...before, world.clock.now]);
    const lastMinute = before.filter((at) => at > world.clock.now - MINUTE);
    return limits.dropsExcess && (lastMinute.length >= 30 || before.length >= 1_000);
  };

  const send = (value: unknown): object => {
    const body = checked(envelope, value);
    checkAgent(body.agentid);
    const { reached, invalid } = receivers(body.touser);
    const msgid = `msg-${String(world.count("message")).padStart(4, "0")}`;
    const invaliduser = invalid.length > 0 ? { invaliduser: invalid.join("|") } : {};
    // Checked before the task_id, so that an exact repetition is dropped and not refused (unsure of the real order).
    if (isRepeated(body)) return ok({ ...invaliduser, msgid });
    const message = { msgid, ...read(body) } as AppMessage;
    remember(body);
    if (message.kind === "card" && message.taskId !== "") taskIds.add(message.taskId);
    for (const id of reached) if (!isExcess(id)) members.screen(id).show(message);
    if (message.kind !== "card" || !isReported(message.card)) return ok({ ...invaliduser, msgid });
    return ok({ ...invaliduser, msgid, response_code: codes.make(message.taskId) });
  };
  return { send, limits };
}
