/** One save of the page: merged with what stands there, written, and tried again where somebody else was faster. */
import type { Cell } from "../../handlers/surveys/cells.ts";
import { type Change, type Draft, isOpen } from "../../handlers/surveys/draft.ts";
import { fillIn, fitting } from "../../handlers/surveys/fill.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import type { Surveys } from "../surveys.ts";
import { type Held, type Merged, merge } from "./merge.ts";
import type { Posted } from "./posted.ts";
import type { Stray } from "./rows-followed.ts";
import { pageTexts } from "./texts.ts";

const MOST_TRIES = 5;

export interface Desk {
  surveys: Surveys;
  survey: Survey;
  person: string;
  /** "2026-11-20", Asia/Shanghai. */
  today: string;
}

export interface Saved {
  draft: Draft;
  held: Map<Cell, Held>;
  /** What belonged to rows that are gone, and could not be written. */
  strays: Stray[];
  /** Cells that changed meanwhile, each with who or where: 别人, 聊天里. */
  news: Map<Cell, string>;
  /** Others were faster each time, or the round is closed: what was typed stays on the page. */
  failed: "busy" | "closed" | null;
}

/** null where the person is out. */
export async function save(desk: Desk, posted: Posted, writes: boolean): Promise<Saved | null> {
  const { surveys, survey, person, today } = desk;
  for (let tries = 0; ; tries++) {
    const draft = await surveys.draft(posted.draft, person);
    if (!draft) return null;
    const merged = merge({ survey, now: draft.cells, today }, posted.page, posted.act);
    const after = async (failed: Saved["failed"] = null, stands = draft) => {
      const held = failed || !writes ? withUnwritten(merged, failed ? pageTexts.unwritten : "") : merged.held;
      const news = await toldApart(desk, posted, draft, merged);
      return { draft: stands, held, strays: merged.strays, news, failed };
    };
    if (!isOpen(draft.round, today)) return after("closed");
    const { cells, set, cleared } = fillIn(survey, draft.cells, merged.given);
    if (!writes || (Object.keys(set).length === 0 && cleared.length === 0)) return after();
    const result = await surveys.fill(person, draft, { set, cleared }, posted.way);
    if (result === "written") return after(null, { ...draft, cells, revision: draft.revision + 1 });
    if (result === "closed" || tries === MOST_TRIES) return after(result === "closed" ? "closed" : "busy");
  }
}

/** What could have been written and was not stays in its field. */
function withUnwritten({ held, given, page }: Merged, says: string): Map<Cell, Held> {
  const unwritten = Object.keys(given).flatMap((cell) => {
    const written = page.get(cell);
    return written ? [[cell, { is: written.is, was: written.was, says }] as const] : [];
  });
  return new Map([...held, ...unwritten]);
}

async function toldApart({ surveys, person }: Desk, posted: Posted, draft: Draft, merged: Merged) {
  const cells = [...merged.news, ...[...merged.held].flatMap(([cell, { says }]) => (says ? [] : [cell]))];
  if (cells.length === 0) return new Map<Cell, string>();
  const changes = await surveys.changes(draft.id, posted.revision);
  return new Map(cells.map((cell) => [cell, byWhom(changes, cell, person)]));
}

function byWhom(changes: readonly Change[], cell: Cell, person: string): string {
  const change = changes.findLast(({ cells }) => cells.includes(cell));
  return change?.person === person ? pageTexts.ways[change.way] : pageTexts.somebody;
}

/** The draft as the present version of the survey has it; what no longer fits in it is to be given again. */
export async function opened(desk: Desk, id: string): Promise<{ draft: Draft; lost: Cell[] } | null> {
  const { surveys, survey, person, today } = desk;
  for (let tries = 0; ; tries++) {
    const draft = await surveys.draft(id, person);
    if (!draft) return null;
    if (draft.version === survey.version || !isOpen(draft.round, today)) return { draft, lost: [] };
    const { cells, lost } = fitting(survey, draft.cells, today);
    const result = await surveys.fill(person, draft, { set: {}, cleared: lost }, "rebase");
    if (result === "written")
      return { draft: { ...draft, cells, version: survey.version, revision: draft.revision + 1 }, lost };
    if (tries === MOST_TRIES) return { draft, lost: [] };
  }
}
