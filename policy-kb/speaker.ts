/** Who is asking: a person for themselves, or somebody for a unit. */

import { quantities } from "./normalise.ts";
import { COUNTERS } from "./read-figures.ts";
import type { Fact, Facts, FactValue } from "./schema.ts";

/** A word found in a text, and what it tells. */
export interface Found {
  fact: Fact;
  value: FactValue;
  negated: boolean;
}

const UNITS: [string, RegExp][] = [
  ["院校", /^[^,。;]{0,16}?(?:学院|学校|技校|院校|职校|职专|中专|大学|高中)/],
  ["培训机构", /^[^,。;]{0,16}?(?:培训机构|培训学校|培训中心|培训基地)/],
  ["企业", /^[^,。;]{0,16}?(?:企业|公司|厂|集团|车间)/],
];
const ONE_ENTERPRISE = /(?:一家|某|这家|本地的?)[^,。;]{0,10}(?:企业|公司|厂|集团)/;
/** 在…一家厂上班, 一家船厂的焊工, 一家煤机厂的: somebody who works there, not the works itself. */
const AT_AN_ENTERPRISE =
  /在[^,。;]{0,8}(?:一家|某|这家)|(?:企业|公司|厂|集团)的(?:[^,。;]{0,6}(?:工人?|师傅?|员|匠))?(?:[,。;]|$)/;
const PERSONAL = new Set(["skill_level", "competition_rank", "award_grade"]);
const PERSONAL_GROUPS = new Set(["honours", "people", "situation"]);
/** 12个高级技师 are a unit's. */
function countsHeads(text: string): boolean {
  return quantities(text).some((one) => COUNTERS.has(one.unit) && one.value > 1);
}
/** A certificate, a prize, a title held: without a unit named, it is the person's own. */
function isPersonal({ fact, negated, value }: Found): boolean {
  return !negated && value !== false && (PERSONAL.has(fact.id) || PERSONAL_GROUPS.has(fact.group ?? ""));
}
/** 我刚考下…, 俺拿了…: whoever says so speaks for themselves, whatever unit they name beside it. */
const OWN_DEED =
  /(?:我|俺|本人)(?!们)(?:是|在|也|都|刚|新|今年|去年|前年|已经|自己|刚刚|才|就|一个人){0,3}(?:考|拿|获|评上|被评|入选|毕业|参赛|得了|得过)/;

/** Who is asking: their own deed says it, then what 我们是… says that they are, then single words. */
function spokenRole(found: readonly Found[], text: string): string | undefined {
  if (OWN_DEED.test(text)) return "个人";
  const we = /(?:我们|俺们|咱们|咱)(?:这)?是?/.exec(text);
  const after = we ? text.slice(we.index + we[0].length) : "";
  const unit =
    we &&
    UNITS.flatMap(([name, pattern]) => {
      const hit = pattern.exec(after);
      return hit ? [[name, hit[0].length] as const] : [];
    }).sort((a, b) => a[1] - b[1])[0];
  if (unit && /是$/.test(we[0])) return unit[0];
  const values = [...new Set(found.filter((match) => !match.negated).map((match) => String(match.value)))];
  if (values.length <= 1) return values[0] ?? unit?.[0];
  return values.find((value) => value !== "个人");
}

/** The role that the text tells, in so many words or by what is told of: `matches` are all the words found in it. */
export function readRole(matches: readonly Found[], text: string, told: Facts): string | undefined {
  const spoken = spokenRole(
    matches.filter(({ fact }) => fact.id === "role"),
    text,
  );
  if (spoken) return spoken;
  const isUnit = told.employer_type === "企业" && ONE_ENTERPRISE.test(text) && !AT_AN_ENTERPRISE.test(text);
  if (isUnit) return "企业";
  return matches.some(isPersonal) && !countsHeads(text) ? "个人" : undefined;
}
