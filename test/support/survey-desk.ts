/** A round, an enterprise's draft and those who fill it, on a whole server; and a browser that runs no scripts. */
import type { Cells } from "../../handlers/surveys/cells.ts";
import type { Change, Draft } from "../../handlers/surveys/draft.ts";
import { sql } from "../../storage/database.ts";
import { surveyStatements } from "../../storage/survey-effects.ts";
import { type ServerOptions, serverForTest } from "./server.ts";
import { addPeople, addRound, beginning, closeRound, creditCodeOf } from "./survey-rounds.ts";

export const [ANN, BOB] = ["ann", "bob"];
export const ORIGIN = "http://localhost";
const ROUND = "page2026";
const CODE = creditCodeOf(7);
export const DRAFT = `${ROUND}/${CODE}`;

export type SurveyDesk = Awaited<ReturnType<typeof surveyDesk>>;

/** Ann and Bob are in; what stands in the form was given in the chat. */
export async function surveyDesk(cells: Cells = {}, options: ServerOptions = {}) {
  const server = await serverForTest(options);
  const { database, surveys } = server.services;
  await database.batch([addRound({ id: ROUND })]);
  await addPeople(database, [ANN, BOB], server.clock.now);
  const given = { name: "淄博某机械有限公司", credit_code: CODE, filled_on: "2026-11-20", ...cells };
  const [begin] = await surveys.sealed([beginning(ROUND, CODE, { cells: given })]);
  if (begin?.kind !== "begin_survey") throw new Error("an effect becomes another one");
  await database.batch([
    ...surveyStatements(begin, ANN, server.clock.now),
    sql`INSERT INTO survey_editor (draft, person, state, since) VALUES (${DRAFT}, ${BOB}, 'in', 0)`,
  ]);
  const draft = async (): Promise<Draft> => {
    const found = await surveys.draft(DRAFT, ANN);
    if (!found) throw new Error("the draft is gone");
    return found;
  };
  const desk = {
    ...server,
    draft,
    cells: async () => (await draft()).cells,
    /** As another way would write it. */
    fills: async (person: string, set: Cells, cleared: string[] = [], way: Change["way"] = "chat") => {
      const result = await surveys.fill(person, await draft(), { set, cleared }, way);
      if (result !== "written") throw new Error(result);
    },
    /** What the chat offers to a person. */
    link: async (person: string): Promise<string> => {
      const { url, nonce } = await surveys.pageLink();
      const offer = { kind: "offer_survey_page" as const, draft: DRAFT, nonce };
      await database.batch(surveyStatements(offer, person, server.clock.now));
      return new URL(url).pathname + new URL(url).search;
    },
    takesOut: (person: string) =>
      database.batch([sql`DELETE FROM survey_editor WHERE draft = ${DRAFT} AND person = ${person}`]),
    closes: () => database.batch([closeRound(ROUND, server.clock.now)]),
    /** A browser whose scripts are off: keeps its cookie, knows what stands in the form it was given. */
    browser: () => plainBrowser(server.app),
    /** One that has opened the form already. */
    at: async (person: string) => {
      const browser = plainBrowser(server.app);
      await browser.opens(await desk.link(person));
      return browser;
    },
  };
  return desk;
}

type App = Awaited<ReturnType<typeof serverForTest>>["app"];
export type PlainBrowser = ReturnType<typeof plainBrowser>;

export function plainBrowser(app: App) {
  let [cookie, html, place, status] = ["", "", "", 0];
  const fields = new Map<string, string>();
  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { ...(cookie ? { cookie } : {}), ...(init.headers as Record<string, string>) };
    const response = await app.request(`${ORIGIN}${path}`, { ...init, headers });
    const set = response.headers.get("set-cookie");
    if (set) cookie = set.split(";")[0] ?? "";
    const to = response.headers.get("location");
    if (to && response.status === 303) return request(to);
    [html, place, status] = [await response.clone().text(), path, response.status];
    readFields();
    return response;
  };
  const readFields = () => {
    fields.clear();
    for (const [, tag = "", rest = ""] of html.matchAll(/<(input|select)\b([^>]*)>/g)) {
      const attribute = (name: string) => unescaped(new RegExp(` ${name}="([^"]*)"`).exec(rest)?.[1]);
      const [name, type] = [attribute("name"), attribute("type")];
      if (!name || tag === "select") continue;
      const isBox = type === "checkbox" || type === "radio";
      if (!isBox || / checked/.test(rest)) fields.set(name, attribute("value") ?? (isBox ? "on" : ""));
    }
  };
  const browser = {
    get html() {
      return html;
    },
    /** Only what is read, in one line. */
    get text() {
      return unescaped(html.replace(/<[^>]*>/g, " "))?.replace(/\s+/g, " ") ?? "";
    },
    get place() {
      return place;
    },
    get status() {
      return status;
    },
    get cookie() {
      return cookie;
    },
    set cookie(value) {
      cookie = value;
    },
    fields,
    goes: (path: string, headers: Record<string, string> = {}) => request(path, { headers }),
    posts: (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
      request(path, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", origin: ORIGIN, ...headers },
        body: new URLSearchParams(form).toString(),
      }),
    uploads: (body: FormData) =>
      request("/survey/upload", { method: "POST", headers: { origin: ORIGIN }, body }),
    /** Follows the link and presses its button. */
    opens: async (link: string) => {
      await request(link);
      await browser.posts("/survey/open", { t: fields.get("t") ?? "" });
    },
    /** Writes into cells and presses a button: the browser itself posts the whole form. */
    writes: (cells: Record<string, string>, press = "save") => {
      for (const [cell, value] of Object.entries(cells)) fields.set(`is:${cell}`, value);
      return browser.posts("/survey/form", { ...Object.fromEntries(fields), do: press });
    },
    /** What the field of a cell holds. */
    shows: (cell: string) => fields.get(`is:${cell}`),
  };
  return browser;
}

function unescaped(text: string | undefined): string | undefined {
  const names: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return text?.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => names[name] ?? "");
}
