/** 没交的名单, 导出结果: files. What names people is made when it is sent, for whoever still may see it, and noted. */
import type { Attachment } from "../event.ts";
import type { Round } from "../surveys/draft.ts";
import { staffTexts } from "../texts/staff.ts";
import { followedBy, type Turn } from "../turn.ts";
import { csv } from "./csv.ts";
import { DEEDS, deskButton, deskButtons } from "./deeds.ts";
import { type DeskScene, sayDone, withRound } from "./desk-scene.ts";
import type { Missing } from "./record.ts";
import { isAtLeast, may } from "./roles.ts";

const CSV = "text/csv";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** What such an attachment is made of, before the round's id. */
const MISSING_WITH_CONTACTS = "survey-missing-contacts:";
const STATISTICS = "survey-statistics:";
const EXPORT = "survey-export:";
const EXPORT_CSV = "survey-export-csv:";
const EXPORT_WITH_CONTACTS = "survey-export-contacts:";

export function showMissing(scene: DeskScene, about: string): Promise<Turn> {
  return withRound(scene, "missing", about, async (at, { id, title }) => {
    const texts = staffTexts.missing;
    const missing = await at.world.desk.missing(id);
    if (missing.length === 0) return sayDone(at, { text: texts.none, buttons: deskButtons(id, "progress") });
    const file = { name: texts.file(title), type: CSV, text: missingCsv(missing) };
    const canRemind = isAtLeast(at.staff.role, DEEDS.remind.least);
    const buttons = [
      ...deskButtons(id, ...(canRemind ? (["remind"] as const) : [])),
      ...(may(at.staff, "export_contacts") ? [deskButton("missing_contacts", texts.withContacts, id)] : []),
      ...deskButtons(id, "progress"),
    ];
    return sayDone(at, { text: texts.text(title, missing.length), file, buttons });
  });
}

/** @param missing with whom to call, where that may be told */
export function missingCsv(missing: readonly (Missing & { contact?: string; phone?: string })[]): string {
  const texts = staffTexts.missing;
  const isForCalling = missing.some(({ phone }) => phone !== undefined);
  const rows = missing.map(({ creditCode, name, region, begun, reachable, contact = "", phone = "" }) => [
    ...[creditCode, name, region, begun ? texts.begun : texts.notBegun, reachable ? texts.yes : texts.no],
    ...(isForCalling ? [contact, phone] : []),
  ]);
  return csv([[...texts.head, ...(isForCalling ? texts.headOfContacts : [])], ...rows]);
}

export function missingWithContacts(scene: DeskScene, about: string): Promise<Turn> {
  return withRound(scene, "missing", about, (at, { id, title }) => {
    const made = MISSING_WITH_CONTACTS + id;
    return withContacts(at, id, { name: staffTexts.missing.fileWithContacts(title), type: CSV, made });
  });
}

/** Small cells are hidden in it, so that it may be passed on. */
export function statisticsFile({ id, title }: Round): Attachment {
  return { name: staffTexts.statistics.file(title), type: XLSX, made: STATISTICS + id };
}

export function exportRound(scene: DeskScene, about: string): Promise<Turn> {
  return withRound(scene, "export", about, (at, { id, title }) => {
    const texts = staffTexts.export;
    const file = { name: texts.file(title), type: XLSX, made: EXPORT + id };
    const more = [
      deskButton("export_csv", texts.csv, id),
      ...(may(at.staff, "export_contacts") ? [deskButton("export_contacts", texts.withContacts, id)] : []),
    ];
    const buttons = [...more, ...deskButtons(id, "progress")];
    const turn = sayDone(at, { text: texts.text(title), file, buttons });
    return followedBy(turn, { kind: "note_act", act: "export", what: id });
  });
}

export function exportCsv(scene: DeskScene, about: string): Promise<Turn> {
  return withRound(scene, "export", about, (at, { id, title }) => {
    const texts = staffTexts.export;
    const file = { name: texts.csvFile(title), type: CSV, made: EXPORT_CSV + id };
    const turn = sayDone(at, { text: texts.csvText, file, buttons: deskButtons(id, "progress") });
    return followedBy(turn, { kind: "note_act", act: "export", what: id });
  });
}

export function exportWithContacts(scene: DeskScene, about: string): Promise<Turn> {
  return withRound(scene, "export", about, (at, { id, title }) => {
    const made = EXPORT_WITH_CONTACTS + id;
    return withContacts(at, id, { name: staffTexts.export.fileWithContacts(title), type: XLSX, made });
  });
}

function withContacts(scene: DeskScene, round: string, file: Attachment): Turn {
  const message = { text: staffTexts.export.careful, file, buttons: deskButtons(round, "progress") };
  return followedBy(sayDone(scene, message), { kind: "note_act", act: "export_contacts", what: round });
}
