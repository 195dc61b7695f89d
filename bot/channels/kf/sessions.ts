/** Who talks with a person: we, the queue, a human (接待人员); and handing over to them. */
import { z } from "zod";
import type { Address } from "../../../handlers/event.ts";
import { markWithHuman } from "../../../storage/with-human.ts";
import type { WecomApi } from "../../wecom/api.ts";
import type { Tools } from "../definition.ts";
import { sessionOf } from "./address.ts";
import { texts } from "./texts.ts";

export type Parts = Tools & { api: WecomApi };
/** `nobody`: the session has ended, and begins anew with the person's next word. */
export type Holder = "bot" | "queue" | "human" | "nobody";

/** 0 new and 1 with a bot are ours alike. */
const HOLDERS: readonly Holder[] = ["bot", "bot", "queue", "human", "nobody"];
const [IN_QUEUE, ENDED] = [2, 4];

/** `later` where the vendor cannot tell it now, `refused` where it would be no other next time. */
export async function holderOf({ api, log }: Parts, person: Address): Promise<Holder | "later" | "refused"> {
  const answer = await api.call("kf/service_state/get", sessionOf(person));
  if (answer.kind === "later" || answer.kind === "uncertain") return "later";
  const state = answer.kind === "ok" ? answer.data.service_state : undefined;
  const holder = typeof state === "number" ? HOLDERS[state] : undefined;
  if (holder) return holder;
  const errcode = answer.kind === "refused" ? answer.errcode : 0;
  log.warn({ channel: person.channel, errcode }, "the vendor does not say who has a session");
  return "refused";
}

/**
 * Into the queue, where somebody is there to take them out of it; else they would wait in vain while the bot is
 * silent. That they wait is said only once they do.
 */
export async function handOver(parts: Parts, person: Address): Promise<void> {
  const { api, database, now, log } = parts;
  const session = sessionOf(person);
  if (!(await isAnybodyThere(api, session.open_kfid))) return;
  const answer = await api.call("kf/service_state/trans", { ...session, service_state: IN_QUEUE });
  if (answer.kind === "refused" || answer.kind === "later") {
    log.warn({ channel: person.channel, answer }, "a person could not be handed over to a human");
    return;
  }
  await database.batch([markWithHuman(person, now())]);
  if (answer.kind === "ok") await sayAfterChange(api, answer.data, texts.queued);
}

/** They do not want to wait any longer: the bot is theirs again from their next word on. */
export async function leaveQueue({ api, database }: Parts, person: Address): Promise<void> {
  const answer = await api.call("kf/service_state/trans", { ...sessionOf(person), service_state: ENDED });
  if (answer.kind !== "ok") return;
  await database.batch([markWithHuman(person, null)]);
  await sayAfterChange(api, answer.data, texts.leftQueue);
}

const servicers = z.object({ servicer_list: z.array(z.object({ status: z.number().optional() })) });

async function isAnybodyThere(api: WecomApi, open_kfid: string): Promise<boolean> {
  const answer = await api.get("kf/servicer/list", { open_kfid });
  const list = answer.kind === "ok" ? (servicers.safeParse(answer.data).data?.servicer_list ?? []) : [];
  // 1: has stopped receiving.
  return list.some(({ status }) => status === 0);
}

/** A change brings a code for one text, which takes nothing of the five. */
async function sayAfterChange(api: WecomApi, data: Record<string, unknown>, content: string): Promise<void> {
  const { msg_code: code } = data;
  if (typeof code === "string")
    await api.call("kf/send_msg_on_event", { code, msgtype: "text", text: { content } });
}
