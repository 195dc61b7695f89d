/** Who is asking: a person for themselves, or somebody for a unit. */
import type { Match } from "./dictionary.ts";
import { quantities } from "./normalise.ts";
import { COUNTERS } from "./read-figures.ts";
import type { Facts } from "./schema.ts";

/** Where several heads are counted these tell nothing of who asks. */
const WEAK = new Set(["毕业", "我们车间", "我们这", "我们那", "我们班", "工友", "学生"]);

/** What units are called; of two at the same place the longer one is meant (培训学校 is no school). */
const UNITS: [role: string, nouns: RegExp][] = [
  ["培训机构", /培训(?:机构|学校|中心)|基地/],
  ["院校", /学院|学校|技校|院校|职校|职专|中专|职教中心|大学|高中|高职/],
  [
    "企业",
    /企业|公司|厂子?|集团|合作社|[药车民国私央外船钢化矿煤纺]企|(?:某|该|本|我|选送|用人|承办|一家)单位|(?:技师|大师|特色)工作站/,
  ],
  ["其他单位", /协会|学会|商会|研究所|事业单位|机关/],
];
const UNIT = new RegExp(UNITS.map(([, nouns]) => `(${nouns.source})`).join("|"));

/** Who stands behind a unit's name as a person: 企业职工, 学院毕业生, 一家船厂的焊工, 公司的. */
const PERSON_AFTER =
  /^的$|^的?(?:[^,。;\d名个位新有引培组承开建办为给今去]{0,8}(?:职工|员工|工人|[一-鿿]工(?:[,。、]|$)|教师|老师|教授|讲师|学生|毕业|技师|师傅|选手|厨师|上班|工作|干活|打工|就业|入职|实习|读书|上学|当|[^,。;]{0,4}岗(?:$|[,。、])|一线))/;
const IN_A_UNIT = /(?:在|从|到|进|给|于|去|和|跟|与|被|由|替|代表|我|俺)[^,。;]{0,14}$/;

/** 我在一家厂当焊工: somebody who works there; its manager or personnel officer speaks for it. */
const WORKS_THERE =
  /(?:我|俺|本人)(?!们)[^,。;]{0,4}在[^,。;]{1,24}(?:当|任教|教书|教课|上班|工作|打工|干|做)/;
/** 在一所学校教实训课, 在船厂干电焊: the same without 我. */
const WORKS_SOMEWHERE =
  /在[^,。;]{0,14}(?:学院|学校|技校|职校|企业|公司|厂|集团)[^,。;们]{0,3}(?:当|任教|教|上班|工作|打工|干|做)/;
const SPEAKS_FOR_IT =
  /人事|(?<!\p{Script=Latin})hr(?!\p{Script=Latin})|人力资源|招聘|行政|厂长|校长|院长|老板|法人|负责人|(?:主管|分管|负责)培训|教务/u;

/** 我刚考下…, 俺拿了…: whoever says so speaks for themselves, whatever unit they name beside it. */
const OWN_DEED =
  /(?:我|俺|本人)(?!们)(?:是|在|也|都|刚|新|今年|去年|前年|已经|自己|刚刚|才|就|先|又|一个人){0,3}(?:考|拿|获|评上|被评|入选|毕业|参赛|得了|得过)|(?:聘|招|雇)(?:着|了|用)?我(?!们)|本人(?:$|[,。;])|(?:我|俺)(?!们)[^,。;]{0,24}毕业(?!生)/;

const PERSONAL = new Set(["skill_level", "competition_rank", "award_grade"]);
const PERSONAL_GROUPS = new Set(["honours", "people", "situation"]);

/** The role that the text tells, in so many words or by what is told of: `matches` are all the words found in it. */
export function readRole(matches: readonly Match[], text: string, told: Facts): string | undefined {
  if (OWN_DEED.test(text)) return "个人";
  const we = afterWe(text) ?? itself(text) ?? claimant(text);
  if (we) return we;
  const officer = SPEAKS_FOR_IT.test(text);
  if ((WORKS_THERE.test(text) || WORKS_SOMEWHERE.test(text)) && !officer) return "个人";
  // 毕业后来的有十二个: graduates counted are not the one who asks.
  const words = rolesNamed(countsHeads(text) ? matches.filter(({ word }) => !WEAK.has(word)) : matches);
  const named = words.find((role) => role !== "个人");
  if (named) return named;
  if (officer) return unitIn(text)?.role ?? "企业";
  const head = unitAtHead(text);
  // 淄博民企，高级工，…: what only a person has is told by a person, unless a unit's deeds or heads are told too.
  if (head && isPersonal(matches) && !isOfUnit(matches, text)) return "个人";
  return head ?? words[0] ?? roleByDeeds(matches, text, told);
}

/** 我们是一家技师学院, 我们临淄的厂里: what they say that they are. */
function afterWe(text: string): string | undefined {
  const we = /(?:我们|俺们|咱们|咱)(?:这里|这边|这)?是?([^,。;在]{0,24})/.exec(text);
  const unit = we?.[1] === undefined ? undefined : unitIn(we[1]);
  const isOurs = unit && !IN_A_UNIT.test(unit.before) && !PERSON_AFTER.test(unit.after);
  return isOurs ? unit.role : undefined;
}

/** 我是企业, 我单位是事业单位: the unit itself speaks. */
function itself(text: string): string | undefined {
  const told = /(?:我|我单位|本单位|俺)是(?:一家|一所|个)?([^,。;]{0,10})(?=[,。;]|$)/.exec(text);
  const unit = told?.[1] ? unitIn(told[1]) : undefined;
  return unit && unit.after === "" && !IN_A_UNIT.test(unit.before) ? unit.role : undefined;
}

/** 企业能拿多少: whose money is asked for. */
function claimant(text: string): string | undefined {
  const asked =
    /(企业|公司|厂里|单位|学校|学院|院校|基地|培训机构|机构)(?:自己)?(?:能|可以|可)(?:拿|领|得|享受|申请|报)/.exec(
      text,
    );
  return asked?.[1] === "单位" || asked?.[1] === "机构"
    ? CLAIMANTS[asked[1]]
    : asked?.[1] && unitIn(`${asked[1]}`)?.role;
}

const CLAIMANTS: Record<string, string> = { 单位: "企业", 机构: "培训机构" };

function rolesNamed(matches: readonly Match[]): string[] {
  const roles = matches.filter(({ fact, negated }) => fact.id === "role" && !negated);
  return [...new Set(roles.map(({ value }) => String(value)))];
}

/** The unit that a text begins with: 泰安的企业，…, X技师学院今年…. */
function unitAtHead(text: string): string | undefined {
  for (const clause of text.split(/[,。;:!?]/).slice(0, 2)) {
    const unit = unitIn(clause);
    if (/(?:我|俺|本人)(?!们|校|院|厂|司)|毕业(?!生)|就读|在读|上学|孩子|学历/.test(clause)) return undefined;
    if (unit) return IN_A_UNIT.test(unit.before) || PERSON_AFTER.test(unit.after) ? undefined : unit.role;
  }
  return undefined;
}

function unitIn(text: string): { role: string; before: string; after: string } | undefined {
  const found = UNIT.exec(text);
  const role = found && UNITS[found.slice(1).findIndex(Boolean)]?.[0];
  if (!role) return undefined;
  return { role, before: text.slice(0, found.index), after: text.slice(found.index + found[0].length) };
}

function isPersonal(matches: readonly Match[]): boolean {
  return matches.some(
    ({ fact, negated, value }) =>
      !negated && value !== false && (PERSONAL.has(fact.id) || PERSONAL_GROUPS.has(fact.group ?? "")),
  );
}

const UNIT_GROUPS = new Set(["unit_actions", "platforms", "school_kind", "school_results"]);
const UNIT_FACTS = new Set(["engagement", "hosted_competition", "leading_talent_level"]);

function isOfUnit(matches: readonly Match[], text: string): boolean {
  const deeds = matches.some(
    ({ fact, value, negated }) =>
      !negated && value !== false && (UNIT_GROUPS.has(fact.group ?? "") || UNIT_FACTS.has(fact.id)),
  );
  return deeds || countsHeads(text) || UNIT_DEEDS.test(text);
}

const UNIT_DEEDS = /引进|新增|招了|招来|接收|承办|组织|开展|选送|输送|选派|派出|培养|培训出|职工|员工/;

/** A certificate, a prize, a title held: without a unit named, it is the person's own; several heads are a unit's. */
function roleByDeeds(matches: readonly Match[], text: string, told: Facts): string | undefined {
  if (isPersonal(matches) && !countsHeads(text)) return "个人";
  return told.employer_type === "企业" && countsHeads(text) ? "企业" : undefined;
}

/** 12个高级技师 are a unit's; 第二名 counts nobody. */
function countsHeads(text: string): boolean {
  return quantities(text).some(
    ({ unit, value, start }) => COUNTERS.has(unit) && value > 1 && text[start - 1] !== "第",
  );
}
