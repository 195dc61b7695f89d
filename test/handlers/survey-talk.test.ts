/** Whatever the order of answers, slips, questions in between, stops and days away: the same record in the end. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bureauSchema } from "../../handlers/bureau.ts";
import { newConversation, readConversation } from "../../handlers/conversation.ts";
import { converse } from "../../handlers/converse.ts";
import type { Happening, OutboundMessage } from "../../handlers/event.ts";
import type { Cells } from "../../handlers/surveys/cells.ts";
import { WHY } from "../../handlers/surveys/cells.ts";
import { fillIn } from "../../handlers/surveys/fill.ts";
import { kbOf } from "../support/knowledge.ts";
import { runsOf } from "../support/runs.ts";
import { type RecordForTest, surveyRecordForTest } from "../support/survey-record.ts";
import { skills2021 } from "../support/surveys.ts";
import { worldForTest } from "../support/world.ts";

const STARTS = Date.parse("2026-11-20T01:00:00Z");
const CODE = "91370303MA3C000017";
const LEVELS = {
  junior: "初级工",
  middle: "中级工",
  senior: "高级工",
  technician: "技师",
  senior_technician: "高级技师",
};
const AGES = ["from_18", "from_31", "from_41", "from_51"];
const DEGREES = ["school", "college", "bachelor"];
const TYPES = { state: "国有企业", private: "民营企业", household: "个体工商户" };
const SIZES = { large: "大型", medium: "中型", small: "小型" };
const FIELDS = { equipment: "装备制造", construction: "建筑行业", services: "服务业" };
const TRAININGS = {
  own: "自主培养",
  joint: "联合培养",
  commissioned: "委托培养",
  apprentice: "新型学徒制培养",
};
const TRADES = ["电焊工", "维修电工", "车工", "数控车工", "钳工", "叉车司机"];

/** `total` people over so many groups, by weights. */
function shared(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, one) => all + one, 0) || 1;
  const parts = weights.map((weight) => Math.floor((total * weight) / sum));
  parts[0] = (parts[0] ?? 0) + total - parts.reduce((all, one) => all + one, 0);
  return parts;
}

const weights = (count: number) => fc.array(fc.nat(5), { minLength: count, maxLength: count });

const levelArbitrary = fc.record({ people: fc.nat(40), ages: weights(4), degrees: weights(3) });

/** A whole answered survey that nothing is wrong with. */
const targetArbitrary: fc.Arbitrary<Cells> = fc
  .record({
    levels: fc.array(levelArbitrary, { minLength: 5, maxLength: 5 }),
    withDegrees: fc.boolean(),
    type: fc.constantFrom(...Object.keys(TYPES)),
    size: fc.constantFrom(...Object.keys(SIZES)),
    field: fc.constantFrom(...Object.keys(FIELDS)),
    spare: fc.integer({ min: 1, max: 500 }),
    wage: fc.integer({ min: 1_500, max: 50_000 }),
    used: fc.nat(300_000),
    left: fc.nat(300_000),
    demand: fc.uniqueArray(
      fc.record({
        trade: fc.constantFrom(...TRADES),
        people: fc.integer({ min: 1, max: 99 }),
        pay: fc.integer({ min: 1_500, max: 50_000 }),
      }),
      { selector: ({ trade }) => trade, maxLength: 4 },
    ),
    training: fc.subarray(Object.keys(TRAININGS)),
  })
  .map((target) => {
    const cells: Record<string, string | number | boolean> = {
      ...{ name: "淄博某某机械有限公司", credit_code: CODE, filled_on: "2026-11-20" },
      ...{ type: target.type, size: target.size, field: target.field, wage: target.wage },
      training_used: target.used,
      training_set_aside: target.used + target.left,
      demand: target.demand.length,
      ...{ manager: "王强", manager_phone: "13800000001", filler: "李梅", filler_phone: "0533-2345678" },
    };
    let skilled = 0;
    for (const [at, level] of Object.keys(LEVELS).entries()) {
      const { people = 0, ages = [], degrees = [] } = target.levels[at] ?? {};
      cells[`headcount/${level}`] = people;
      skilled += people;
      if (people === 0) continue;
      for (const [place, part] of shared(people, ages).entries()) cells[`age/${level}/${AGES[place]}`] = part;
      if (!target.withDegrees) continue;
      for (const [place, part] of shared(people, degrees).entries())
        cells[`education/${level}/${DEGREES[place]}`] = part;
    }
    cells.employees = skilled + target.spare;
    for (const [at, { trade, people, pay }] of target.demand.entries()) {
      cells[`demand/${at + 1}/occupation`] = trade;
      cells[`demand/${at + 1}/people`] = people;
      cells[`demand/${at + 1}/pay`] = pay;
    }
    for (const training of Object.keys(TRAININGS))
      cells[`training/${training}`] = target.training.includes(training);
    return cells;
  });

/** What somebody types who wants to tell this of one question, in one of several ways. */
function wordsFor(asking: string, target: Cells, way: number): string {
  const [ask = "", row] = asking.split("/");
  const value = (cell: string) => String(target[cell] ?? 0);
  const order = <T>(list: T[]) => (way % 2 ? list.toReversed() : list);
  switch (ask) {
    case "type":
      return TYPES[value("type") as keyof typeof TYPES];
    case "size":
      return SIZES[value("size") as keyof typeof SIZES];
    case "field":
      return FIELDS[value("field") as keyof typeof FIELDS];
    case "figures":
      return order([
        `职工总数${value("employees")}人`,
        `月工资${value("wage")}`,
        `提取${value("training_set_aside")}元`,
        `用了${value("training_used")}`,
      ]).join(way % 3 ? "，" : "、");
    case "headcount":
      if (row && way % 2) return `${value(`headcount/${row}`)}人`;
      return order(
        Object.entries(LEVELS).map(([id, label]) => {
          const people = value(`headcount/${id}`);
          return way % 3 === 0 ? `${people}个${label}` : `${label}${people}`;
        }),
      ).join(way % 3 === 1 ? " " : "、");
    case "age":
      return breakdown("age", AGES, target, row, way);
    case "education":
      return Object.keys(target).some((cell) => cell.startsWith("education/"))
        ? breakdown("education", DEGREES, target, row, way)
        : "跳过";
    case "demand": {
      const rows = Array.from({ length: Number(target.demand) }, (_, at) => `demand/${at + 1}`);
      if (rows.length === 0) return "不缺";
      return rows
        .map((one) => `${value(`${one}/occupation`)}${value(`${one}/people`)}人${value(`${one}/pay`)}元`)
        .join(way % 2 ? "，" : "；");
    }
    case "training": {
      const ticked = Object.entries(TRAININGS).filter(([id]) => target[`training/${id}`]);
      return ticked.map(([, label]) => label).join("、") || "都没有";
    }
    case "contacts":
      return "负责人王强 13800000001，填表人李梅 0533-2345678";
    default:
      return "就是这样的";
  }
}

function breakdown(
  question: string,
  columns: string[],
  target: Cells,
  row: string | undefined,
  way: number,
): string {
  const rows = row ? [row] : Object.keys(LEVELS).filter((level) => Number(target[`headcount/${level}`]) > 0);
  const figures = (level: string) =>
    columns.map((column) => target[`${question}/${level}/${column}`] ?? 0).join(" ");
  return (way % 2 ? rows.toReversed() : rows)
    .map((level) => `${LEVELS[level as keyof typeof LEVELS]} ${figures(level)}`)
    .join(way % 3 ? "；" : "\n");
}

type Noise = { kind: "wrong" | "question" | "stop" | "back" | "skip" | "nonsense"; way: number };
const noiseArbitrary: fc.Arbitrary<Noise[]> = fc.array(
  fc.record({
    kind: fc.constantFrom("wrong", "wrong", "question", "stop", "back", "skip", "nonsense"),
    way: fc.nat(30),
  }) as fc.Arbitrary<Noise>,
  { maxLength: 12 },
);

/** Everything of one question, as it is put right in the end. */
const ASKS = [
  ...["type", "size", "field", "figures", "headcount", "age", "education", "demand", "training", "contacts"],
];
const withoutReasons = (cells: Cells) =>
  Object.fromEntries(Object.entries(cells).filter(([cell]) => !cell.startsWith(`${WHY}/`)));

describe("the survey in the chat", () => {
  let own: RecordForTest;
  let at = STARTS;
  beforeAll(async () => {
    own = await surveyRecordForTest([], [], () => at);
  });
  afterAll(() => own.close());

  /** A person before the bare engine: the state is stored and read again between every two things they do. */
  async function personInRound(round: string) {
    const kb = await kbOf(null);
    const bureau = bureauSchema.parse({});
    let [stored, counter] = [JSON.stringify(newConversation()), 0];
    let last: OutboundMessage[] = [];
    const doing = async (happening: Happening) => {
      at += 60_000;
      counter += 1;
      const freshCode = `${round.slice(-4)}${String(counter).padStart(4, "0")}`;
      const world = worldForTest({ kb, bureau, freshCode, ...own.lookups });
      const event = {
        id: `${round}-${counter}`,
        from: { channel: "web", external: "someone" },
        at: new Date(at).toISOString(),
        happening,
      };
      const turn = await converse(readConversation(stored), event, world);
      await own.write(turn.effects, at);
      stored = JSON.stringify(turn.conversation);
      last = turn.effects.flatMap((effect) => (effect.kind === "send" ? [effect.message] : []));
    };
    return {
      says: (text: string) => doing({ kind: "said", text }),
      presses: async (id: string) => doing({ kind: "pressed", button: id, label: id }),
      asking: () => {
        const { survey } = readConversation(stored);
        return survey?.at === "form" && !survey.aside ? survey.asking : null;
      },
      isAside: () => {
        const { survey } = readConversation(stored);
        return survey?.at === "form" && survey.aside;
      },
      reads: () => last.map(({ text }) => text).join("\n"),
    };
  }

  /** Who is asked for the ages of a level that has nobody puts the level right first. */
  async function tells(person: Person, asking: string, target: Cells, way: number): Promise<void> {
    const words = wordsFor(asking, target, way);
    if (words) await person.says(words);
    if (!words || /先改人数|没有改动/.test(person.reads())) await person.presses("survey:cell:headcount");
  }

  let [rounds, fixes] = [0, 0];
  it("ends in the same record, by whatever way", { timeout: 120_000 * runsOf(1) }, async () => {
    await fc.assert(
      fc.asyncProperty(
        targetArbitrary,
        targetArbitrary,
        noiseArbitrary,
        fc.nat(30),
        async (target, other, noise, way) => {
          const round = `R${String(++rounds).padStart(7, "0")}`;
          at = STARTS;
          await own.open({ id: round, title: round, invited: [INVITED] });
          const person = await personInRound(round);
          await person.presses(`survey:round:${round}`);
          await person.says(CODE);
          const left = [...noise];
          for (let turns = 0; person.asking() !== null || person.isAside(); turns++) {
            expect(turns, person.reads()).toBeLessThan(120);
            const one = left.shift();
            const asking = person.asking();
            if (asking === null) await person.says("调查表");
            else if (one?.kind === "wrong") await person.says(wordsFor(asking, other, one.way));
            else if (one?.kind === "question") await person.says("泰安技师补多少钱？");
            else if (one?.kind === "stop") await person.says("先停下");
            else if (one?.kind === "back") await person.says("返回");
            else if (one?.kind === "skip") await person.says("跳过");
            else if (one?.kind === "nonsense") await person.says("嗯嗯好的呀");
            else if (asking === "fix") await person.says(fixes++ % 2 ? "1" : "2");
            else await tells(person, asking, target, way);
            if (turns % 5 === 4) at += 3 * 86_400_000 * (turns < 20 ? 1 : 0);
          }
          // What was said wrong is put right, question by question, until nothing of it is left.
          for (let pass = 0; pass < 2; pass++)
            for (const ask of ASKS) {
              await person.presses(`survey:cell:${ask}`);
              for (let turns = 0; person.asking() !== null && turns < 30; turns++) {
                const asking = person.asking() ?? "";
                await (asking === "fix"
                  ? person.says(fixes++ % 2 ? "1" : "2")
                  : tells(person, asking, target, way));
              }
            }
          const draft = await own.lookups.record.draft(`${round}/${CODE}`);
          const expected = fillIn(skills2021, {}, target).cells;
          const actual = withoutReasons(draft?.cells ?? {});
          const skipped = target["education/junior/school"] === undefined && !hasDegrees(target);
          expect(skipped ? withoutDegrees(actual) : actual).toEqual(expected);
          await own.end(round);
        },
      ),
      { numRuns: runsOf(12), endOnFailure: true },
    );
  });
});

type Person = {
  reads: () => string;
  says: (text: string) => Promise<void>;
  presses: (button: string) => Promise<void>;
};
const INVITED = { credit_code: CODE, name: "淄博某某机械有限公司", region: "张店区" };
const hasDegrees = (cells: Cells) => Object.keys(cells).some((cell) => cell.startsWith("education/"));
/** Degrees that were told by mistake stay: what may be left empty is not asked about again. */
const withoutDegrees = (cells: Cells) =>
  Object.fromEntries(Object.entries(cells).filter(([cell]) => !cell.startsWith("education/")));
