/** 操作记录: the last acts, for admins. */
import { shanghaiDay } from "../../policy-kb/dates.ts";
import { staffTexts } from "../texts/staff.ts";
import type { Turn } from "../turn.ts";
import { deskButtons } from "./deeds.ts";
import { type DeskScene, sayDone } from "./desk-scene.ts";
import type { AuditLine } from "./record.ts";
import { ROLES } from "./roles.ts";

const texts = staffTexts.audit;
const SHOWN = 15;

export async function showAudit(scene: DeskScene): Promise<Turn> {
  const { desk } = scene.world;
  const acts = await desk.acts(SHOWN);
  const buttons = deskButtons(null, "colleagues", "desk");
  if (acts.length === 0) return sayDone(scene, { text: texts.none, buttons });
  const titles = new Map((await desk.rounds()).map(({ id, title }) => [id, title]));
  return sayDone(scene, {
    text: [texts.head, ...acts.map((line) => lineOf(line, titles))].join("\n"),
    buttons,
  });
}

function lineOf(
  { at, name, act, what, before, after }: AuditLine,
  titles: ReadonlyMap<string, string>,
): string {
  // A round, or an enterprise in one, is called by its title.
  const [round = "", creditCode] = what.split("/");
  const called = titles.has(round) ? [titles.get(round), creditCode].filter(Boolean).join(" ") : what;
  const detail = detailOf((before ?? {}) as Details, (after ?? {}) as Details);
  return texts.line(whenOf(at), name, texts.act[act] ?? act, called, detail);
}

interface Details {
  role?: string;
  listed?: number;
  told?: number;
  submitted?: number;
}

function detailOf(before: Details, after: Details): string {
  const role = (word: string | undefined) => staffTexts.role[ROLES.find((one) => one === word) ?? "viewer"];
  const parts = [
    before.role && after.role && texts.fromTo(role(before.role), role(after.role)),
    !before.role && after.role && role(after.role),
    after.listed !== undefined && texts.count(texts.listed, after.listed),
    after.told !== undefined && texts.count(texts.told, after.told),
    after.submitted !== undefined && texts.count(texts.submitted, after.submitted),
  ];
  return parts.filter(Boolean).join("，");
}

/** 11-20 09:00, Asia/Shanghai. */
function whenOf(at: string): string {
  const clock = new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(11, 16);
  return `${shanghaiDay(at).slice(5)} ${clock}`;
}
