/** Puts a message on its way to who has talked on a channel, as if a flow had answered them. */
import type { OutboundMessage } from "../../handlers/event.ts";
import { sql } from "../../storage/database.ts";
import type { serverForTest } from "./server.ts";

/** More than any talk in a test has steps. */
let step = 1_000_000;

type Server = Awaited<ReturnType<typeof serverForTest>>;

/** @param external where several people have */
export async function answer(
  { services, clock }: Pick<Server, "services" | "clock">,
  channel: string,
  message: OutboundMessage,
  external: string | null = null,
): Promise<void> {
  const fitted = services.channels.get(channel)?.fit([message]) ?? [];
  step++;
  await services.database.batch(
    fitted.map(
      (one, index) =>
        sql`INSERT INTO outbox (id, person, channel, external, step, position, message, state, due_at, created_at)
        SELECT ${services.newId()}, person, channel, external, ${step}, ${index + 1}, ${JSON.stringify(one)},
        'waiting', ${clock.now}, ${clock.now} FROM address
        WHERE channel = ${channel} AND external = coalesce(${external}, external)`,
    ),
  );
}
