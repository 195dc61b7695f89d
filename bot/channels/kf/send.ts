/** One message to one person, and what the API's answer makes of it. */
import type { Address } from "../../../handlers/event.ts";
import type { Outcome, Outgoing } from "../../../storage/outbox.ts";
import { markWithHuman } from "../../../storage/with-human.ts";
import type { ApiAnswer } from "../../wecom/api.ts";
import { fileOf } from "../../wecom/file.ts";
import { sessionOf } from "./address.ts";
import { WELCOME_MS } from "./read-entry.ts";
import { type Content, render } from "./render.ts";
import { handOver, holderOf, type Parts } from "./sessions.ts";

export async function send(parts: Parts, outgoing: Outgoing): Promise<Outcome> {
  const { message } = outgoing;
  const file = fileOf(outgoing);
  const content = file ? await uploaded(parts, file) : render(outgoing);
  if ("kind" in content) return content;
  const outcome = (await welcome(parts, outgoing, content)) ?? (await sendNow(parts, outgoing, content));
  if (outcome.kind === "sent" && message.handover) await handOver(parts, outgoing.to);
  return outcome;
}

/** By the code that came with their entering; null where there is none that holds. */
async function welcome(
  { api, now }: Parts,
  { id, ticket, at }: Outgoing,
  content: Content,
): Promise<Outcome | null> {
  if (ticket === null || now() - at >= WELCOME_MS || content.msgtype === "file") return null;
  const answer = await api.call("kf/send_msg_on_event", { code: ticket, msgid: id, ...content });
  return answer.kind === "refused" ? null : outcomeOf(answer);
}

async function sendNow(parts: Parts, outgoing: Outgoing, content: Content): Promise<Outcome> {
  const { id, to, attempts } = outgoing;
  const { open_kfid, external_userid: touser } = sessionOf(to);
  const answer = await parts.api.call("kf/send_msg", { touser, open_kfid, msgid: id, ...content });
  return answer.kind === "refused" ? refused(parts, to, answer.errcode, attempts) : outcomeOf(answer);
}

function outcomeOf(answer: Exclude<ApiAnswer, { kind: "refused" }>): Outcome {
  switch (answer.kind) {
    case "ok":
      return { kind: "sent", ...(typeof answer.data.msgid === "string" ? { as: answer.data.msgid } : {}) };
    case "later":
      return { kind: "later", at: answer.at };
    case "uncertain":
      return { kind: "uncertain", why: "the line broke" };
  }
}

async function refused(parts: Parts, to: Address, errcode: number, attempts: number): Promise<Outcome> {
  switch (errcode) {
    // As much was sent, or as long ago was anything heard, as the channel allows.
    case 95001:
    case 95002:
      return { kind: "held", why: `errcode ${errcode}` };
    // The session has ended, or is not ours.
    case 95013:
    case 95018:
      return notOurs(parts, to, errcode);
    // No such person, or no longer.
    case 40096:
    case 84061:
      return { kind: "never", why: `errcode ${errcode}`, left: true };
    // An id is taken once: an earlier attempt, whose answer did not reach us, has gone out.
    case 40058:
      if (attempts > 1) return { kind: "sent" };
      break;
  }
  parts.log.warn({ channel: to.channel, errcode }, "a message was refused");
  return { kind: "never", why: `errcode ${errcode}` };
}

/** What we had to say while a human talks with them is not said afterwards either. */
async function notOurs(parts: Parts, to: Address, errcode: number): Promise<Outcome> {
  const holder = await holderOf(parts, to);
  if (holder !== "human" && holder !== "queue") return { kind: "held", why: `errcode ${errcode}` };
  await parts.database.batch([markWithHuman(to, parts.now())]);
  return { kind: "never", why: "a human has taken over" };
}

async function uploaded({ api, now }: Parts, file: File): Promise<Content | Outcome> {
  const answer = await api.upload(file);
  switch (answer.kind) {
    case "ok":
      return { msgtype: "file", file: { media_id: String(answer.data.media_id) } };
    case "later":
      return { kind: "later", at: answer.at };
    // A file more or less up there matters to nobody.
    case "uncertain":
      return { kind: "later", at: now() + 5_000 };
    case "refused":
      return { kind: "never", why: `media/upload: errcode ${answer.errcode}` };
  }
}
