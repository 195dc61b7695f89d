/** The form as it is shown, saved and looked at again; the same whether a script asks or the browser itself. */
import { html } from "hono/html";
import { rowsOf } from "../../handlers/surveys/cells.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import { type AtDesk, type FormContext, lost } from "./doors.ts";
import { formView } from "./form.ts";
import { headView, pageView } from "./layout.ts";
import { type Posted, readPosted } from "./posted.ts";
import type { Stray } from "./rows-followed.ts";
import { opened, type Saved, save } from "./save.ts";
import { wordsOf } from "./says.ts";
import type { FormSessions } from "./session.ts";
import { columnName, type Sheet, sheetOf } from "./sheet.ts";
import { pageTexts } from "./texts.ts";

type Answer = Response | Promise<Response>;

const isAskedByScript = (context: FormContext) => context.req.header("hx-request") === "true";

function sheetPage(context: FormContext, sheet: Sheet): Answer {
  const form = formView(sheet);
  if (isAskedByScript(context)) return context.html(form);
  const title = `${sheet.survey.title} · ${sheet.draft.enterprise.name}`;
  return context.html(pageView(title, html`${headView(sheet)}${form}`, true));
}

export async function showForm(context: FormContext): Promise<Response> {
  const { desk } = context.var;
  const found = await opened(desk, desk.draft);
  if (!found) return lost(context);
  return sheetPage(context, sheetOf(desk.survey, found.draft, desk.today, { lost: found.lost }));
}

export async function saveForm(context: FormContext, sessions: FormSessions): Promise<Response> {
  const { desk } = context.var;
  const posted = await postedBy(context);
  // Another form was opened in this browser since: what is typed here belongs to a draft that is no longer at hand.
  const saved = posted.draft === desk.draft ? await save(desk, posted, true) : null;
  if (!saved) return lost(context);
  await sessions.start(context, desk);
  const isSettled = saved.held.size === 0 && saved.strays.length === 0 && saved.failed === null;
  if (posted.act.kind === "file" && isSettled) return goTo(context, "/survey/review");
  // So that a reload posts nothing again.
  const isPlain = posted.act.kind === "save" && isSettled && saved.news.size === 0;
  if (isPlain && !isAskedByScript(context)) return context.redirect("/survey/form", 303);
  return sheetPage(context, sheetAfter(desk, posted, saved, context.req.header("hx-request") === undefined));
}

/** What others have changed comes into the page; what is being typed in it stays, and is not written. */
export async function lookAgain(context: FormContext): Promise<Response> {
  const { desk } = context.var;
  const posted = await postedBy(context);
  const saved = posted.draft === desk.draft ? await save(desk, posted, false) : null;
  if (!saved) return lost(context);
  return sheetPage(context, sheetAfter(desk, posted, saved, false));
}

/** Whether somebody has changed the draft since; the page then looks again. */
export async function tellNews(context: FormContext): Promise<Response> {
  const { surveys, person, draft: id } = context.var.desk;
  const draft = await surveys.draft(id, person);
  if (!draft) return lost(context);
  if (String(draft.revision) !== context.req.query("revision"))
    context.header("HX-Trigger", JSON.stringify({ "moved-on": { target: "#look" } }));
  return context.body(null, 204);
}

async function postedBy(context: FormContext): Promise<Posted> {
  const { survey, today } = context.var.desk;
  return readPosted(survey, await context.req.formData(), today);
}

function sheetAfter({ survey, today }: AtDesk, posted: Posted, saved: Saved, isWhole: boolean): Sheet {
  const { draft, held, news, failed } = saved;
  const strays = [...posted.strays, ...saved.strays.map((stray) => strayText(survey, stray))];
  const rows = new Map(posted.rows);
  if (posted.act.kind === "add") {
    const { question } = posted.act;
    rows.set(question, Math.max(rows.get(question) ?? 0, rowsOf(draft.cells, question)) + 1);
  }
  const pressed = isWhole || posted.act.kind === "file";
  return sheetOf(survey, draft, today, { held, news, failed, rows, pressed, strays: [...new Set(strays)] });
}

/** 您在“维修电工”这一行的“需求人数”里填的“77”没有存上. */
function strayText(survey: Survey, { cell, row, is }: Stray): string {
  return pageTexts.stray(row, columnName(survey, cell), wordsOf(survey, cell, is));
}

/** A script is told where to go, since a redirect would be followed without it. */
function goTo(context: FormContext, path: string): Answer {
  if (!isAskedByScript(context)) return context.redirect(path, 303);
  context.header("HX-Redirect", path);
  return context.body(null, 204);
}
