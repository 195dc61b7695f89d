/** The link from the chat: a look at it spends nothing (chat programs look too), the button opens the form once. */

import type { Context } from "hono";
import { html } from "hono/html";
import type { Draft } from "../../handlers/surveys/draft.ts";
import { chineseDate } from "../../policy-kb/dates.ts";
import type { Services } from "../services.ts";
import { noteView } from "./layout.ts";
import type { Html } from "./says.ts";
import type { FormSessions } from "./session.ts";
import { pageTexts } from "./texts.ts";

const texts = pageTexts.open;

export async function showLink(context: Context, { surveys }: Services): Promise<Response> {
  const token = context.req.query("t") ?? "";
  const to = await surveys.readLink(token);
  const draft = to && (await surveys.draft(to.draft, to.person));
  if (!draft) return context.html(noteView(texts.gone, texts.goneWhy), 410);
  return context.html(linkView(draft, token, surveys.definitions.get(draft.round.survey)?.title ?? ""));
}

function linkView({ enterprise, round }: Draft, token: string, survey: string): Html {
  return noteView(
    texts.title,
    texts.lead,
    html`<p class="receipt"><strong>${enterprise.name}</strong><span>${survey}</span><span>${round.title} · ${pageTexts.until(chineseDate(round.closes))}</span></p>`,
    html`<form method="post" action="/survey/open"><input type="hidden" name="t" value="${token}"><button class="button button_main button_wide" autofocus>${texts.press}</button></form>`,
    html`<p class="help">${texts.once}</p>`,
  );
}

export async function spendLink(context: Context, { surveys }: Services, sessions: FormSessions) {
  const form = await context.req.formData();
  const to = await surveys.spendLink(String(form.get("t") ?? ""));
  const draft = to && (await surveys.draft(to.draft, to.person));
  if (!to || !draft) return context.html(noteView(texts.gone, texts.goneWhy), 410);
  await sessions.start(context, to);
  return context.redirect("/survey/form", 303);
}
