/** Surveys as the chat, the form page and files use them: opened on the way out, sealed and guarded on the way in. */
import type { Effect, SurveyEffect } from "../handlers/event.ts";
import type { Cell, Cells } from "../handlers/surveys/cells.ts";
import {
  type Change,
  cellsIn,
  type Draft,
  draftId,
  type Filed,
  type Round,
  type Way,
} from "../handlers/surveys/draft.ts";
import type { Standing, SurveyRecord } from "../handlers/surveys/record.ts";
import type { Survey } from "../handlers/surveys/survey.ts";
import { Conflict, type Database } from "../storage/database.ts";
import type { SealedEffect, StoredSurveyEffect } from "../storage/survey-cells.ts";
import { changesAfter, draftOf, draftsOf, filedOf, type StoredDraft } from "../storage/survey-drafts.ts";
import { surveyStatements } from "../storage/survey-effects.ts";
import { type LinkTo, linkTo, spendLink } from "../storage/survey-links.ts";
import { bringUpToDate } from "../storage/survey-profiles.ts";
import { isRoundOpen, openRounds, standingOf, surveyOfRound } from "../storage/survey-rounds.ts";
import type { PageLinks } from "./page-links.ts";
import { aboutInvitation, openCells, sealCells } from "./sealed-cells.ts";
import type { Log } from "./services.ts";
import type { Vault } from "./vault.ts";

export interface Surveys {
  /** The survey files, by id. */
  definitions: ReadonlyMap<string, Survey>;
  /** null unless the person is in. */
  draft: (id: string, person: string) => Promise<Draft | null>;
  /** What was changed after a revision, oldest first. */
  changes: (draft: string, after: number) => Promise<Change[]>;
  /** Writes one change of the draft as it was read. `moved_on`: it has another revision by now, or the person is out. */
  fill: (
    person: string,
    draft: Draft,
    change: { set: Cells; cleared: Cell[] },
    way: Way,
  ) => Promise<"written" | "moved_on" | "closed">;
  /** Hands in the draft as it was read; what was handed in already is not handed in again. */
  file: (person: string, draft: Draft, receipt: string) => Promise<Filed | "moved_on" | "closed">;
  /** Made, and of no use before `offer_survey_page` is written for its nonce. */
  pageLink: () => Promise<{ url: string; nonce: string }>;
  /** Where a link's token leads, without spending it; null where it is forged, expired or spent. */
  readLink: (token: string) => Promise<LinkTo | null>;
  /** The same, once. */
  spendLink: (token: string) => Promise<LinkTo | null>;
  /** What a conversation of the person may look up. */
  record: (person: string | null) => SurveyRecord;
  /** Counts what was handed in lately, so that the statistics need not when they are asked for. */
  count: () => Promise<void>;
  /** A turn's effects as they are stored: what is confidential is sealed. */
  sealed: (effects: readonly Effect[]) => Promise<SealedEffect[]>;
}

export interface SurveyTools {
  definitions: ReadonlyMap<string, Survey>;
  database: Database;
  vault: Vault;
  links: PageLinks;
  now: () => number;
  newId: () => string;
  log: Log;
}

export function createSurveys(tools: SurveyTools): Surveys {
  const { definitions, database, links, now, newId } = tools;
  // A round whose file was taken away cannot be filled; nobody's talk ends of it.
  const isKnown = ({ survey }: Round) => definitions.has(survey);
  const draft = async (id: string, person: string) => {
    const stored = await draftOf(database, id, person);
    return stored && isKnown(stored.round) ? openDraft(tools, stored) : null;
  };
  const opened = (stored: readonly StoredDraft[]) =>
    Promise.all(stored.filter(({ round }) => isKnown(round)).map((one) => openDraft(tools, one)));
  const pageLink = async () => {
    const nonce = newId();
    return { url: await links.make(nonce, now()), nonce };
  };
  const follow = async (token: string, where: typeof linkTo) => {
    const nonce = await links.read(token, now());
    return nonce === null ? null : where(database, nonce, now());
  };
  return {
    definitions,
    draft,
    changes: (id, after) => changesAfter(database, id, after),
    fill: (person, before, change, way) => fill(tools, person, before, change, way),
    file: (person, before, receipt) => file(tools, person, before, receipt),
    pageLink,
    readLink: (token) => follow(token, linkTo),
    spendLink: (token) => follow(token, spendLink),
    record: (person) => ({
      openRounds: async () => (await openRounds(database, now())).filter(isKnown),
      myDrafts: async () => (person === null ? [] : opened(await draftsOf(database, person, now()))),
      myFiled: async () => (person === null ? [] : opened(await filedOf(database, person, now()))),
      draft: async (id) => (person === null ? null : draft(id, person)),
      changes: async (id, after) =>
        (await changesAfter(database, id, after)).filter((change) => change.person !== person),
      changedAfter: async (id, revision) => cellsIn(await changesAfter(database, id, revision)),
      standing: (round, creditCode) => standing(tools, round, creditCode, person),
      pageLink,
    }),
    count: async () => {
      for (const { id, survey } of await openRounds(database, now()))
        await bringUpToDate(database, id, definitions.get(survey)?.statistics.by ?? []);
    },
    sealed: (effects) => Promise.all(effects.map((effect) => sealEffect(tools, effect))),
  };
}

/** What no key opens is told to the log by its place, never by what stands there. */
async function openDraft({ definitions, vault, log }: SurveyTools, stored: StoredDraft): Promise<Draft> {
  const survey = definitionOf(definitions, stored.round.survey);
  const { cells, shut } = await openCells(vault, survey, stored.id, stored.cells);
  if (shut.length) log.warn({ draft: stored.id, cells: shut }, "sealed answers that no key opens");
  return { ...stored, cells };
}

function definitionOf(definitions: SurveyTools["definitions"], id: string | null): Survey {
  const survey = id === null ? undefined : definitions.get(id);
  if (!survey) throw new Error(`there is no survey ${id}`);
  return survey;
}

async function fill(
  tools: SurveyTools,
  person: string,
  { id: draft, round, revision, version: before }: Draft,
  { set, cleared }: { set: Cells; cleared: Cell[] },
  way: Way,
): Promise<"written" | "moved_on" | "closed"> {
  const version = way === "rebase" ? definitionOf(tools.definitions, round.survey).version : before;
  const effect = { kind: "fill_survey" as const, draft, revision, version, set, cleared, way };
  if (await isWritten(tools, await sealSurveyEffect(tools, effect), person)) return "written";
  return (await isRoundOpen(tools.database, round.id, tools.now())) ? "moved_on" : "closed";
}

async function file(
  tools: SurveyTools,
  person: string,
  { id: draft, round, revision }: Draft,
  receipt: string,
): Promise<Filed | "moved_on" | "closed"> {
  const { database, definitions, now } = tools;
  const effect = { kind: "file_survey" as const, draft, revision, receipt };
  await isWritten(tools, withName(definitionOf(definitions, round.survey), effect), person);
  // Also where it was pressed twice: then the first one's receipt holds.
  const filed = (await draftOf(database, draft, person))?.filed;
  if (filed?.revision === revision) return filed;
  return (await isRoundOpen(database, round.id, now())) ? "moved_on" : "closed";
}

async function isWritten({ database, now }: SurveyTools, effect: StoredSurveyEffect, person: string) {
  try {
    await database.batch(surveyStatements(effect, person, now()));
    return true;
  } catch (error) {
    if (error instanceof Conflict) return false;
    throw error;
  }
}

/** Of the number on the round's list only its end is told: enough to know it again. */
async function standing(
  { database, vault, now }: SurveyTools,
  round: string,
  creditCode: string,
  person: string | null,
): Promise<Standing> {
  const stored = await standingOf(database, round, creditCode, person, now());
  if (!stored.invited) return { ...stored, invited: null };
  const { phoneSealed, wrongToday } = stored.invited;
  const about = aboutInvitation(round, creditCode, "phone");
  const phone = phoneSealed === null ? null : await vault.open(phoneSealed, about);
  return { ...stored, invited: { phoneEnd: phone?.slice(-4) ?? null, wrongToday } };
}

async function sealEffect(tools: SurveyTools, effect: Effect): Promise<SealedEffect> {
  switch (effect.kind) {
    case "begin_survey":
    case "fill_survey":
      return sealSurveyEffect(tools, effect);
    case "file_survey": {
      const [round = ""] = effect.draft.split("/");
      const survey = await surveyOfRound(tools.database, round);
      return withName(definitionOf(tools.definitions, survey), effect);
    }
    default:
      return effect;
  }
}

function withName<E extends Extract<SurveyEffect, { kind: "file_survey" }>>(survey: Survey, effect: E) {
  const named = [...survey.questions.values()].find(({ prefill }) => prefill === "name")?.id;
  return named === undefined ? effect : { ...effect, named };
}

async function sealSurveyEffect(
  { database, definitions, vault }: SurveyTools,
  effect: Extract<SurveyEffect, { kind: "begin_survey" | "fill_survey" }>,
): Promise<StoredSurveyEffect> {
  const isBegin = effect.kind === "begin_survey";
  const draft = isBegin ? draftId(effect.round, effect.enterprise.creditCode) : effect.draft;
  const [round = ""] = draft.split("/");
  const survey = definitionOf(definitions, await surveyOfRound(database, round));
  const seal = (cells: Cells) => sealCells(vault, survey, draft, cells);
  return isBegin
    ? { ...effect, cells: await seal(effect.cells) }
    : { ...effect, set: await seal(effect.set) };
}
