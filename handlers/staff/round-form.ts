/** The questions of a new round, as a form. */
import { chineseDate, dayRange, isoDay, later } from "../../policy-kb/dates.ts";
import type { FormDefinition, FormState, Option, Question } from "../form.ts";
import type { Reading } from "../read-answer.ts";
import { readDay } from "../read-day.ts";
import { holdsNumber } from "../surveys/called.ts";
import type { Round } from "../surveys/draft.ts";
import type { Survey } from "../surveys/survey.ts";
import { staffTexts } from "../texts/staff.ts";

const texts = staffTexts.open;
const IDS = ["survey", "title", "regions", "opens", "closes", "invitedOnly"] as const;
type Id = (typeof IDS)[number];

const TITLE_MOST = 40;
const REGIONS_MOST = 50;
const REGION_MOST = 20;
/** "" is all of them. */
const ALL = "";

export function roundForm(surveys: ReadonlyMap<string, Survey>, today: string): FormDefinition {
  const known: FormDefinition["find"] = (id, state) => questionOf(id as Id, surveys, state, today);
  return {
    id: "round",
    version: "1",
    next: (state) => {
      const open = IDS.find((id) => isOpen(id, state, surveys));
      return open ? known(open, state) : null;
    },
    find: known,
    read,
    fill: ({ id }, value) => ({ [id]: value }),
    fits: (id, value) => IDS.includes(id as Id) && typeof value === "string",
  };
}

function isOpen(id: Id, { answers }: FormState, surveys: ReadonlyMap<string, Survey>): boolean {
  if (id === "survey" && surveys.size === 1) return false;
  // A first day that was put later may have overtaken the last one.
  if (id === "closes" && String(answers.closes) < String(answers.opens)) return true;
  return answers[id] === undefined;
}

function questionOf(
  id: Id,
  surveys: ReadonlyMap<string, Survey>,
  { answers }: FormState,
  today: string,
): Question | null {
  const option = (value: string, label: string): Option => ({ value, label, words: [] });
  switch (id) {
    case "survey":
      return {
        ...{ id, kind: "choice", text: texts.survey },
        options: [...surveys.values()].map((survey) => option(survey.id, survey.title)),
      };
    case "title":
      return {
        id,
        kind: "words",
        text: texts.title,
        options: [option(quarter(today), quarter(today))],
      };
    case "regions":
      return { id, kind: "words", text: texts.regions, options: [option(ALL, texts.all)] };
    case "opens":
      return { id, kind: "words", text: texts.opens, options: [option(today, texts.today)] };
    case "closes":
      return {
        id,
        kind: "words",
        text: texts.closes,
        options: lastDays(String(answers.opens ?? today)).map((day) => option(day, chineseDate(day))),
      };
    case "invitedOnly":
      return {
        ...{ id, kind: "choice", text: texts.invitedOnly },
        options: [option("yes", texts.onlyListed), option("no", texts.everybody)],
      };
    default:
      return null;
  }
}

/** 2026年第四季度 */
function quarter(today: string): string {
  const [year = "", month = ""] = today.split("-");
  return `${year}年第${"一二三四"[Math.ceil(Number(month) / 3) - 1]}季度`;
}

/** Two weeks and a month after the first day. */
function lastDays(opens: string): string[] {
  const first = dayRange(opens)?.first ?? 0;
  return [isoDay(first + 14), isoDay(later(first, { months: 1 }))];
}

/** What was typed: the words of a choice, a day, or as it is written; why it cannot be, though it was understood. */
function read(
  { id, kind, options }: Question,
  text: string,
  state: FormState,
  today: string,
): Reading | undefined {
  const said = text.trim();
  const option = options.find(({ label }) => label === said);
  if (kind === "choice" || option) return option && { ok: true, value: option.value };
  const isDay = id === "opens" || id === "closes";
  const value = isDay ? readDay(said, today) : said;
  if (value === undefined) return { ok: false, why: { says: texts.noDay } };
  const says = refusalOf(id, value, state, today);
  return says === undefined ? { ok: true, value } : { ok: false, why: { says } };
}

function refusalOf(id: string, value: string, { answers }: FormState, today: string): string | undefined {
  const opens = String(answers.opens ?? today);
  if ((id === "title" || id === "regions") && holdsNumber(value)) return texts.noNumbers;
  if (id === "title" && value.length > TITLE_MOST) return texts.tooLong(TITLE_MOST);
  if (id === "regions" && regionsIn(value).length > REGIONS_MOST) return texts.tooMany;
  if (id === "closes" && value < opens) return texts.early(chineseDate(opens));
  return id === "closes" && value < today ? texts.past : undefined;
}

/** Empty for all. */
function regionsIn(text: string): string[] {
  const names = text
    .split(/[\s,，、;；/]|和(?=.)/)
    .map((name) => name.trim().slice(0, REGION_MOST))
    .filter(Boolean);
  return [...new Set(names)];
}

export function roundFrom({ answers }: FormState, surveys: ReadonlyMap<string, Survey>, id: string): Round {
  const said = (name: Id) => String(answers[name] ?? "");
  return {
    id,
    survey: said("survey") || ([...surveys.keys()][0] ?? ""),
    title: said("title"),
    regions: regionsIn(said("regions")),
    opens: said("opens"),
    closes: said("closes"),
    closedAt: null,
    invitedOnly: said("invitedOnly") === "yes",
  };
}
