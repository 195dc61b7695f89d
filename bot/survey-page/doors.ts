/** What everything under /survey/ passes first: only our own pages may post, not too much, not too often, and who it is. */
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { shanghaiDay } from "../../policy-kb/dates.ts";
import { createLimit } from "../limits.ts";
import type { Services } from "../services.ts";
import { noteView } from "./layout.ts";
import type { Desk } from "./save.ts";
import type { FormSessions } from "./session.ts";
import { pageTexts } from "./texts.ts";

export interface SurveyPage {
  sessions: FormSessions;
  /** Serves scripts and styles; Node reads them from disk, Workers from their assets. */
  assets: MiddlewareHandler;
  /** The address that a request came from, as far as it can be believed. */
  addressOf: (context: Context) => string;
  /** As people reach the server, without a path; null on a machine of one's own. */
  origin: string | null;
}

/** Who sits at the form, and which draft lies before them. */
export interface AtDesk extends Desk {
  draft: string;
}

export type FormEnv = { Variables: { desk: AtDesk } };
export type FormContext = Context<FormEnv>;

/** Twice the fullest form with every reason given at length: a save brings what is there and what was there. */
const FORM_LIMIT = 128 * 1024;
const FILE_LIMIT = 5 * 1024 * 1024;
const [LINKS_IN_TEN_MINUTES, REQUESTS_A_MINUTE] = [60, 240];
/** Fifty tabs that look every five seconds, and leave the person their saves. */
const LOOKS_A_MINUTE = 600;

/** Where a file is sent to; everything else is a plain form. */
export const UPLOAD = "/survey/upload";
/** What a page asks every few seconds by itself. */
export const NEWS = "/survey/news";

/** Nothing is kept by browsers or found by search engines. */
export const unseen: MiddlewareHandler = (context, next) => {
  context.header("Cache-Control", "no-store");
  context.header("X-Robots-Tag", "noindex, nofollow");
  return next();
};

export function ownPagesOnly({ origin }: SurveyPage): MiddlewareHandler {
  const check = csrf({ origin: (from, context) => from === (origin ?? new URL(context.req.url).origin) });
  return async (context, next) => {
    if (context.req.method !== "POST") return next();
    const wanted = context.req.path === UPLOAD ? "multipart/form-data" : "application/x-www-form-urlencoded";
    const refuse = (status: 403 | 415) => context.html(noteView(pageTexts.refused), status);
    const [type = ""] = context.req.header("content-type")?.split(";") ?? [];
    if (type.trim().toLowerCase() !== wanted) return refuse(415);
    try {
      await check(context, async () => undefined);
    } catch (error) {
      if (error instanceof HTTPException) return refuse(403);
      throw error;
    }
    return next();
  };
}

export function notTooMuch(): MiddlewareHandler {
  const says = (text: string) => (context: Context) => context.html(noteView(text), 413);
  const form = bodyLimit({ maxSize: FORM_LIMIT, onError: says(pageTexts.tooLong) });
  // With what a browser writes around the file.
  const file = bodyLimit({ maxSize: FILE_LIMIT + 64 * 1024, onError: says(pageTexts.tooBig) });
  return (context, next) => (context.req.path === UPLOAD ? file : form)(context, next);
}

/** A body that is not what its header says, or ends too early. */
export const readable: MiddlewareHandler = async (context, next) => {
  if (context.req.method !== "POST") return next();
  try {
    await context.req.formData();
  } catch {
    return context.html(noteView(pageTexts.notWhole), 400);
  }
  return next();
};

/** Per person for who is in; per address for whoever tries links. */
export function notTooOften({ addressOf, sessions }: SurveyPage): MiddlewareHandler {
  const [links, requests] = [createLimit(LINKS_IN_TEN_MINUTES, 600), createLimit(REQUESTS_A_MINUTE, 60)];
  const looks = createLimit(LOOKS_A_MINUTE, 60);
  return async (context, next) => {
    const at = await sessions.read(context);
    const own = context.req.path === NEWS ? looks : requests;
    const wait = at ? await own.take(`${at.draft} ${at.person}`) : await links.take(addressOf(context));
    if (wait === null) return next();
    context.header("Retry-After", String(wait));
    return context.html(noteView(pageTexts.tooFast), 429);
  };
}

/** Whoever has no session, or is no longer let in, is told how to come back. */
export function atDesk({ surveys, now }: Services, sessions: FormSessions): MiddlewareHandler<FormEnv> {
  return async (context, next) => {
    const at = await sessions.read(context);
    const draft = at && (await surveys.draft(at.draft, at.person));
    const survey = draft && surveys.definitions.get(draft.round.survey);
    if (!at || !survey) return lost(context);
    const today = shanghaiDay(new Date(now()).toISOString());
    context.set("desk", { surveys, survey, person: at.person, draft: at.draft, today });
    return next();
  };
}

/** A script that asks is led to the page that says so. */
export function lost(context: Context): Response | Promise<Response> {
  context.header("HX-Redirect", "/survey/form");
  const { title, lead, what } = pageTexts.lost;
  return context.html(noteView(title, lead, what), 401);
}
