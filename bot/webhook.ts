/** One route for each channel that is posted to: decoded, taken in, and only then answered. Nothing is sent here. */
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Channel } from "./channels/channel.ts";
import type { Services } from "./services.ts";
import type { WaysIn } from "./ways-in.ts";

/** More than the largest callback that any channel documents. */
const BODY_LIMIT = 1024 * 1024;

export function webhookRoutes(services: Services, ways: WaysIn): Hono {
  const routes = new Hono();
  const limit = bodyLimit({ maxSize: BODY_LIMIT, onError: (context) => context.body("", 413) });
  for (const channel of services.channels.values())
    if (channel.webhook)
      routes.on(["GET", "POST"], channel.webhook.path, limit, (context) =>
        answer(context, services, ways, channel, channel.webhook?.decode),
      );
  return routes;
}

async function answer(
  context: Context,
  services: Services,
  { take, intakes }: WaysIn,
  channel: Channel,
  decode: NonNullable<Channel["webhook"]>["decode"] | undefined,
): Promise<Response> {
  const decoded = await decode?.(context.req.raw, services.now());
  switch (decoded?.kind) {
    case "events":
      for (const incoming of decoded.events) await take(incoming);
      return context.body("");
    case "answer":
      return context.text(decoded.text);
    case "fetch": {
      await services.database.batch(decoded.note);
      const intake = intakes.get(decoded.by);
      if (intake) services.background(intake.nudge());
      return context.body("");
    }
    case "refused":
      services.log.warn({ channel: channel.id, why: decoded.why }, "a callback was refused");
      return context.body("", decoded.status);
    case undefined:
      return context.notFound();
  }
}
