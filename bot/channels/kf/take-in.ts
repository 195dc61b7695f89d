/** What one fetched event leads to. */
import type { Address } from "../../../handlers/event.ts";
import type { Statement } from "../../../storage/database.ts";
import { leave, takeBack } from "../../../storage/outbox.ts";
import { isMarkedWithHuman, markWithHuman } from "../../../storage/with-human.ts";
import type { Incoming, Take } from "../channel.ts";
import { KF } from "./address.ts";
import { Trouble } from "./fetch-page.ts";
import type { KfEvent } from "./read-entry.ts";
import { holderOf, leaveQueue, type Parts } from "./sessions.ts";
import { GIVES_UP } from "./texts.ts";

/** @throws Trouble where only waiting helps: whether it is for us cannot be told now; whatever `take` throws */
export async function takeInEvent(parts: Parts, take: Take, event: KfEvent): Promise<void> {
  switch (event.kind) {
    case "came":
      if (await isForUs(parts, event.incoming)) await take(event.incoming);
      return;
    case "undelivered":
      parts.log.warn({ channel: KF, failType: event.failType }, "a message did not arrive");
      await parts.database.batch(undelivered(parts, event));
      return;
    case "human": {
      const person = { channel: KF, external: event.external };
      await parts.database.batch([markWithHuman(person, event.has ? parts.now() : null)]);
    }
  }
}

/** What is said to a human is none of ours: it is not answered, and not kept. */
async function isForUs(parts: Parts, { from, happening }: Incoming): Promise<boolean> {
  if (!(await isMarkedWithHuman(parts.database, from))) return true;
  const holder = await holderOf(parts, from);
  switch (holder) {
    case "later":
      throw new Trouble("kf/service_state/get: no answer");
    case "refused":
      throw new Error("kf/service_state/get: refused");
    case "bot":
      await parts.database.batch([markWithHuman(from, null)]);
      return true;
    case "queue":
      if (happening.kind === "said" && GIVES_UP.test(happening.text.trim())) await leaveQueue(parts, from);
      return false;
    case "human":
    // It has ended since: this was still said to the human.
    case "nobody":
      return false;
  }
}

/** As the vendor counts them; what is of the bureau's account itself is for its staff to mend. */
const [TOO_LATE, ENDED, TOO_MANY, BLOCKED] = [4, 5, 6, 10];

function undelivered(
  { newId, now }: Parts,
  { external, message, failType }: Extract<KfEvent, { kind: "undelivered" }>,
): Statement[] {
  const person: Address = { channel: KF, external };
  const why = `fail_type ${failType}`;
  if ([TOO_LATE, ENDED, TOO_MANY].includes(failType))
    return [takeBack(message, { kind: "held", why, newId: newId() })];
  const gone = takeBack(message, { kind: "never", why });
  return failType === BLOCKED ? [gone, ...leave(person, now())] : [gone];
}
