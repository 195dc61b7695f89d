/** 进度: how far a round is. */
import { chineseDate, dayRange } from "../../policy-kb/dates.ts";
import { isOpen, type Round } from "../surveys/draft.ts";
import { staffTexts } from "../texts/staff.ts";
import type { Turn } from "../turn.ts";
import { DEEDS, type Deed, deskButtons } from "./deeds.ts";
import { type DeskScene, isNotOver, sayDone, withRound } from "./desk-scene.ts";
import type { RegionProgress } from "./record.ts";
import { isAtLeast } from "./roles.ts";

const REGIONS_SHOWN = 12;

export function showProgress(scene: DeskScene, about: string): Promise<Turn> {
  return withRound(scene, "progress", about, async (at, round) => {
    const { desk } = at.world;
    const text = progressText(
      round,
      await desk.progress(round.id),
      (await desk.asking(round.id)).length,
      at.today,
    );
    const next: Deed[] = ["missing", "remind", "door", "invite", "statistics", "close"];
    const left = isNotOver(round, at.today) ? next : (["missing", "statistics"] as const);
    const may = left.filter((deed) => isAtLeast(at.staff.role, DEEDS[deed].least));
    return sayDone(at, { text, buttons: deskButtons(round.id, ...may) });
  });
}

function progressText(
  round: Round,
  regions: readonly RegionProgress[],
  asking: number,
  today: string,
): string {
  const texts = staffTexts.progress;
  const all = total(regions);
  const missing = all.invited - all.submitted;
  const share = all.invited ? `${Math.round((all.submitted / all.invited) * 100)}%` : "";
  const isOver = !isNotOver(round, today);
  const lines = [
    texts.head(round.title, whenText(round, today)),
    all.invited ? texts.listed(all.invited, all.submitted, share, all.begun, missing - all.begun) : "",
    isOver && missing ? texts.overdue(missing) : "",
    all.othersBegun + all.othersSubmitted ? texts.others(all.othersSubmitted, all.othersBegun) : "",
    all.toConfirm ? texts.toConfirm(all.toConfirm) : "",
    asking ? texts.asking(asking) : "",
    ...(regions.length > 1 ? [texts.byRegion, ...regions.slice(0, REGIONS_SHOWN).map(regionLine)] : []),
    regions.length > REGIONS_SHOWN ? texts.moreRegions(regions.length - REGIONS_SHOWN) : "",
    regions.length === 0 ? texts.nobody : "",
  ];
  return lines.filter(Boolean).join("\n");
}

function regionLine({ region, invited, submitted, othersBegun, othersSubmitted }: RegionProgress): string {
  const texts = staffTexts.progress;
  return texts.region(region || texts.noRegion, submitted, invited, othersBegun + othersSubmitted);
}

/** All regions together. */
export function total(regions: readonly RegionProgress[]): Omit<RegionProgress, "region"> {
  const sum = (of: (one: RegionProgress) => number) => regions.reduce((all, one) => all + of(one), 0);
  return {
    invited: sum((one) => one.invited),
    begun: sum((one) => one.begun),
    submitted: sum((one) => one.submitted),
    othersBegun: sum((one) => one.othersBegun),
    othersSubmitted: sum((one) => one.othersSubmitted),
    toConfirm: sum((one) => one.toConfirm),
  };
}

function whenText(round: Round, today: string): string {
  const texts = staffTexts.progress;
  if (round.closedAt !== null) return texts.closed;
  if (today > round.closes) return texts.over(chineseDate(round.closes));
  if (!isOpen(round, today)) return texts.later(chineseDate(round.opens));
  const days = (dayRange(round.closes)?.first ?? 0) - (dayRange(today)?.first ?? 0);
  return days ? texts.left(chineseDate(round.closes), days) : texts.lastDay;
}
