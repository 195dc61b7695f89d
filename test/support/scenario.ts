/** A whole conversation as data: what a person does, and what they must (and must not) read. */
import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { type Bureau, bureauSchema } from "../../handlers/bureau.ts";
import type { Happening, OutboundMessage, Place } from "../../handlers/event.ts";
import { type StaffCodeForTest, staffCodeSchema } from "./staff-code.ts";
import { type RoundForTest, roundSchema } from "./survey-round.ts";

const texts = z.array(z.string()).default([]);
const stepSchema = z.strictObject({
  /** One of these is what the person does. */
  says: z.string().optional(),
  /** The label of a button that stands under one of the last messages. */
  presses: z.string().optional(),
  /** A button's raw id, also one that stands nowhere: an old page, a forged one. */
  presses_id: z.string().optional(),
  /** Labels ticked in the last checklist; an empty list is "none of them". */
  ticks: z.array(z.string()).optional(),
  arrives: z.literal(true).optional(),
  /** Comes by a link that carries this. */
  follows_link: z.string().optional(),
  /** Puts the last thing said into these words. */
  edits: z.string().optional(),
  /** Sends something that is no text. */
  shows: z
    .strictObject({
      what: z.enum(["voice", "photo", "video", "sticker", "location", "contact", "file", "card", "poll"]),
      latitude: z.number().optional(),
      longitude: z.number().optional(),
      address: z.string().optional(),
    })
    .optional(),
  /** Sends a file of this name: one of test/fixtures/files, or, with `holds`, this text. */
  gives: z.string().optional(),
  holds: z.string().optional(),
  /** In a group, where others read along. */
  in_group: z.literal(true).optional(),
  /** Time that passes before it. */
  hours_later: z.number().default(0),
  /** Read in the replies, in this order. */
  reads: texts,
  reads_not: texts,
  buttons: texts,
  /** Labels of what opens a page. */
  links: texts,
  /** Nothing at all is answered. */
  silence: z.boolean().default(false),
});
export type Step = z.infer<typeof stepSchema>;

const scenarioSchema = z.strictObject({
  title: z.string(),
  /** The players that can play it, where not all can. */
  on: z.array(z.string()).optional(),
  starts: z.string().default("2026-11-20T09:00:00+08:00"),
  bureau: bureauSchema.prefault({}),
  /** Rounds of surveys that are open. */
  rounds: z.array(roundSchema).default([]),
  /** Codes by which somebody becomes staff. */
  staff_codes: z.array(staffCodeSchema).default([]),
  steps: z.array(stepSchema).min(1),
});

export interface Scenario {
  title: string;
  on?: string[] | undefined;
  starts: string;
  bureau: Bureau;
  rounds: RoundForTest[];
  staff_codes: StaffCodeForTest[];
  steps: Step[];
}

export function readScenarios(): Scenario[] {
  return globSync("test/scenarios/*.yaml")
    .sort()
    .map((file) => {
      const scenario = scenarioSchema.parse(parse(readFileSync(file, "utf8")));
      return { ...scenario, title: `${basename(file, ".yaml")}: ${scenario.title}` };
    });
}

/** What a file holds that a step gives. */
export function contentsOf({ gives = "", holds }: Pick<Step, "gives" | "holds">): Buffer {
  return holds === undefined ? readFileSync(`test/fixtures/files/${gives}`) : Buffer.from(holds);
}

/** What the person does, seen against the messages that they have before them. */
export function happeningOf(step: Step, before: readonly OutboundMessage[]): Happening {
  if (step.says !== undefined) return { kind: "said", text: step.says };
  if (step.presses_id !== undefined) return { kind: "pressed", button: step.presses_id, label: "旧按钮" };
  if (step.presses !== undefined) {
    const all = before.flatMap((message) => message.buttons ?? []);
    const button = all.find(({ label }) => label === step.presses);
    if (!button)
      throw new Error(`no button ${step.presses} among ${all.map(({ label }) => label).join("、")}`);
    return { kind: "pressed", button: button.id, label: button.label };
  }
  if (step.ticks) return tick(step.ticks, before);
  if (step.edits !== undefined) return { kind: "said", text: step.edits, edited: true };
  if (step.shows) {
    const { what, ...place } = step.shows;
    return { kind: "showed", what, ...(what === "location" ? { place: written(place) } : {}) };
  }
  if (step.follows_link !== undefined) return { kind: "arrived", start: step.follows_link };
  return { kind: "arrived" };
}

function tick(labels: readonly string[], before: readonly OutboundMessage[]): Happening {
  const list = before.findLast((message) => message.checklist)?.checklist;
  if (!list) throw new Error("no checklist to tick in");
  const values = labels.map((label) => {
    const option = list.options.find((one) => one.label === label);
    if (!option) throw new Error(`no ${label} among ${list.options.map((one) => one.label).join("、")}`);
    return option.value;
  });
  return { kind: "chose", question: list.question, values, label: labels.join("、") || list.none };
}

export interface Player {
  /** Does the step and gives what is answered; null where there is no such step here. */
  play: (step: Step) => Promise<OutboundMessage[] | null>;
  end: () => Promise<void>;
}

/** @throws Error at the first step whose replies are not what the scenario says */
export async function playThrough(scenario: Scenario, player: Player): Promise<void> {
  try {
    for (const [index, step] of scenario.steps.entries()) {
      const replies = await player.play(step);
      const faults = replies === null ? [] : faultsOf(step, replies);
      if (faults.length) throw new Error(`step ${index + 1} (${JSON.stringify(step)}): ${faults.join("\n")}`);
    }
  } finally {
    await player.end();
  }
}

/** What does not hold of the replies, in words; empty where all is well. */
export function faultsOf(step: Step, replies: readonly OutboundMessage[]): string[] {
  const read = replies
    .map(({ text, checklist }) => [text, ...(checklist?.options ?? []).map(({ label }) => label)].join("\n"))
    .join("\n");
  const labels = replies.flatMap((message) => message.buttons ?? []).map(({ label }) => label);
  let from = 0;
  const missing = step.reads.filter((text) => {
    const at = read.indexOf(text, from);
    if (at >= 0) from = at + text.length;
    return at < 0;
  });
  return [
    ...missing.map((text) => `does not read "${text}" (in this order)`),
    ...step.reads_not.filter((text) => read.includes(text)).map((text) => `reads "${text}"`),
    ...step.buttons.filter((label) => !labels.includes(label)).map((label) => `has no button ${label}`),
    ...step.links
      .filter((label) => !replies.some(({ link }) => link?.label === label))
      .map((label) => `has no link ${label}`),
    ...(step.silence && replies.length ? ["is answered at all"] : []),
    ...(!step.silence && replies.length === 0 ? ["is not answered"] : []),
  ].map((fault) => `${fault}\n--- replies:\n${read}\n--- buttons: ${labels.join("、")}`);
}

function written(place: { [name in keyof Place]: Place[name] | undefined }): Place {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}
