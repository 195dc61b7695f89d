/** `/survey/*`: the survey as a form page, for people at a desk; the same draft as in the chat. */
import { Hono } from "hono";
import { receiptFrom } from "../../handlers/survey-hand-in.ts";
import { isComplete } from "../../handlers/surveys/survey-form.ts";
import type { Services } from "../services.ts";
import {
  atDesk,
  type FormContext,
  type FormEnv,
  lost,
  NEWS,
  notTooMuch,
  notTooOften,
  ownPagesOnly,
  readable,
  type SurveyPage,
  UPLOAD,
  unseen,
} from "./doors.ts";
import { download, upload, uploadPage } from "./excel.ts";
import { lookAgain, saveForm, showForm, tellNews } from "./filling.ts";
import { showLink, spendLink } from "./open.ts";
import { printPage } from "./print.ts";
import { receiptPage, reviewPage } from "./review.ts";
import { opened } from "./save.ts";
import { sheetOf } from "./sheet.ts";

export function surveyRoutes(services: Services, page: SurveyPage): Hono<FormEnv> {
  const { sessions } = page;
  const routes = new Hono<FormEnv>();
  routes.get("/survey/assets/:file{[a-z-]+\\.(?:js|css)}", page.assets);
  routes.use("/survey/*", unseen, ownPagesOnly(page), notTooMuch(), notTooOften(page), readable);
  routes.get("/survey/open", (context) => showLink(context, services));
  routes.post("/survey/open", (context) => spendLink(context, services, sessions));
  routes.use("/survey/*", atDesk(services, sessions));
  routes.get("/survey/form", (context) => showForm(context));
  routes.post("/survey/form", (context) => saveForm(context, sessions));
  routes.post("/survey/look", (context) => lookAgain(context));
  routes.get(NEWS, (context) => tellNews(context));
  routes.get("/survey/review", (context) => showReview(context));
  routes.post("/survey/file", (context) => fileForm(context, services));
  routes.get("/survey/print", (context) => showPrint(context));
  routes.get("/survey/form.xlsx", (context) => download(context));
  routes.get(UPLOAD, (context) => context.html(uploadPage()));
  routes.post(UPLOAD, (context) => upload(context));
  routes.get("/survey/receipt", (context) => showReceipt(context));
  return routes;
}

async function showReview(context: FormContext): Promise<Response> {
  const { desk } = context.var;
  const found = await opened(desk, desk.draft);
  if (!found) return lost(context);
  return context.html(reviewPage(sheetOf(desk.survey, found.draft, desk.today, { lost: found.lost })));
}

/** Hands in what was reviewed: where somebody or a new version has changed it meanwhile it is reviewed again. */
async function fileForm(context: FormContext, { newCode }: Services): Promise<Response> {
  const { desk } = context.var;
  const { surveys, survey, person, today } = desk;
  const form = await context.req.formData();
  const found = form.get("draft") === desk.draft ? await opened(desk, desk.draft) : null;
  if (!found) return lost(context);
  const { draft } = found;
  const sheet = sheetOf(survey, draft, today, { lost: found.lost });
  if (!sheet.isOpen) return context.redirect("/survey/form", 303);
  const isReviewed = String(draft.revision) === form.get("revision") && draft.version === survey.version;
  if (!isReviewed || !isComplete(survey, draft.cells))
    return context.html(reviewPage(sheet, !isReviewed), 409);
  const filed = await surveys.file(person, draft, receiptFrom(newCode()));
  if (filed === "moved_on") return context.html(reviewPage(sheet, true), 409);
  return context.redirect(filed === "closed" ? "/survey/form" : "/survey/receipt", 303);
}

async function showReceipt(context: FormContext): Promise<Response> {
  const { surveys, survey, person, today, draft: id } = context.var.desk;
  const draft = await surveys.draft(id, person);
  if (!draft?.filed) return context.redirect("/survey/form", 303);
  return context.html(receiptPage(sheetOf(survey, draft, today), draft.filed));
}

async function showPrint(context: FormContext): Promise<Response> {
  const { surveys, survey, person, draft: id } = context.var.desk;
  const draft = await surveys.draft(id, person);
  if (!draft) return lost(context);
  return context.html(printPage(survey, draft, { stylesheet: "/survey/assets/print.css" }));
}
