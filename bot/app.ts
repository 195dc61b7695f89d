/** The server's routes, and the one place where an error ends. */
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { Conflict } from "../storage/database.ts";
import type { Services } from "./services.ts";
import type { SurveyPage } from "./survey-page/doors.ts";
import { surveyRoutes } from "./survey-page/routes.ts";
import type { WaysIn } from "./ways-in.ts";
import { type WebChat, webChatRoutes } from "./web-chat/routes.ts";
import { webTexts } from "./web-chat/texts.ts";
import { webhookRoutes } from "./webhook.ts";

/** Nothing but our own scripts and styles, and nobody may frame the page. */
const securityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", "data:"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: "same-origin",
  // Whether a whole domain speaks HTTPS only is for whoever runs its proxy to say.
  strictTransportSecurity: false,
});

export function createApp(services: Services, web: WebChat, ways: WaysIn, surveyPage: SurveyPage): Hono {
  const app = new Hono();
  app.use(securityHeaders);
  app.get("/healthz", (context) => context.text("ok"));
  app.get("/readyz", async (context) => {
    await services.database.query("SELECT name FROM migration LIMIT 1");
    return context.text(["ready", ...troubles(services, ways)].join("\n"));
  });
  app.route("/", webhookRoutes(services, ways));
  app.route("/", webChatRoutes(services, web));
  app.route("/", surveyRoutes(services, surveyPage));
  app.notFound((context) => context.text(webTexts.notFound, 404));
  app.onError((error, context) => {
    if (error instanceof Conflict) {
      context.header("Retry-After", "1");
      return context.json({ error: webTexts.busy }, 503);
    }
    // The path and the stack, never what was said.
    services.log.error({ path: context.req.path, stack: error.stack ?? String(error) }, "a request failed");
    return context.json({ error: webTexts.broken }, 500);
  });
  return app;
}

/** A channel that hears or says nothing does not make the server unready: a restart would not mend it, and others work. */
function troubles({ channels }: Services, { intakes }: WaysIn): string[] {
  return [...channels.values()].flatMap(({ id, name, trouble }) =>
    [trouble?.(), intakes.get(id)?.trouble()].flatMap((why) => (why ? [`${name}: ${why}`] : [])),
  );
}
