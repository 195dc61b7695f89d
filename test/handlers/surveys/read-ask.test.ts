/** What is typed is read as it was meant, or asked again; it is never read as something else. */
import { describe, expect, it } from "vitest";
import { askNamed } from "../../../handlers/surveys/asks.ts";
import { type Cells, rowsOf } from "../../../handlers/surveys/cells.ts";
import { fillIn } from "../../../handlers/surveys/fill.ts";
import { readAsk } from "../../../handlers/surveys/read-ask.ts";
import { skills2021 } from "../../support/survey-file.ts";

const TODAY = "2026-11-20";
const STAFF: Cells = { employees: 320, wage: 6500, training_set_aside: 200000, training_used: 150000 };
const LEVELS: Cells = { ...STAFF, ...counts(12, 8, 5, 2, 0) };
const TWO_ROWS: Cells = { ...LEVELS, ...rows(["电焊工", 3, 7000], ["车工", 2, 6000]) };
const PEOPLE: Cells = {
  manager: "王强",
  manager_phone: "13800000001",
  filler: "李梅",
  filler_phone: "13800000002",
};

function counts(junior: number, middle: number, senior: number, technician: number, top: number): Cells {
  return {
    "headcount/junior": junior,
    "headcount/middle": middle,
    "headcount/senior": senior,
    "headcount/technician": technician,
    "headcount/senior_technician": top,
  };
}

function rows(...all: [string, number?, number?][]): Cells {
  const cells = all.flatMap(([occupation, people, pay], at) => [
    [`demand/${at + 1}/occupation`, occupation],
    ...(people === undefined ? [] : [[`demand/${at + 1}/people`, people]]),
    ...(pay === undefined ? [] : [[`demand/${at + 1}/pay`, pay]]),
  ]);
  return { demand: all.length, ...Object.fromEntries(cells) };
}

function figures(employees: number, wage: number, set_aside: number, used: number): Cells {
  return { employees, wage, training_set_aside: set_aside, training_used: used };
}

function ages(row: string, ...four: number[]): Cells {
  const columns = ["from_18", "from_31", "from_41", "from_51"];
  return Object.fromEntries(columns.map((column, at) => [`age/${row}/${column}`, four[at] ?? 0]));
}

function trainings(...ticked: string[]): Cells {
  const all = ["own", "joint", "commissioned", "apprentice"];
  return Object.fromEntries(all.map((one) => [`training/${one}`, ticked.includes(one)]));
}

function readingOf(id: string, text: string, cells: Cells = {}, editing = false) {
  const ask = askNamed(skills2021, id);
  if (!ask) throw new Error(`no ask ${id}`);
  return readAsk(ask, text, { survey: skills2021, cells, today: TODAY, editing });
}

/** @param meant null: nothing can be taken from it */
function readsOrAsks(id: string, text: string, meant: Cells | null, cells: Cells = {}, editing = false) {
  const reading = readingOf(id, text, cells, editing);
  if (reading.ok) expect(reading.filled).toEqual(meant);
}

const GIVEN = figures(320, 6500, 200000, 150000);

describe("figures", () => {
  it.each<[string, Cells | null]>([
    ["职工总数\t人均月工资\t提取职工培训经费\t用于职工培训经费\n320\t6500\t200000\t150000", GIVEN],
    ["职工320人，月工资6.5k，提取20w，用了15w", GIVEN],
    ["职工320，工资6500，提取20w，用15w", GIVEN],
    ["职工人数320人，月平均工资6500元，职工培训费20万，已用15万", GIVEN],
    ["大概320个员工，工资大约6千5，提取了20万左右，花了一半", null],
    ["职工三百多人，工资六千多，提取二十来万，用了十几万", null],
    ["工资7.8万一年，职工320，提取20万，用了15万", null],
    ["年薪8万，职工320人，提取20万，用了15万", null],
    ["职工320人，其中女职工100人，工资6500，提取20万，用了15万", GIVEN],
    ["职工320，月工资6500，提取两百千，用了15万", null],
    ["职工320，平均工资6500，提取1.5%，用了15万", null],
    ["职工-5人，工资6500，提取1万，用1万", null],
    ["职工叁佰贰拾人，月工资陆仟伍佰", { employees: 320, wage: 6500 }],
    ["职工320人，工资0.65万元，提取20（万元），用15（万元）", GIVEN],
  ])("%s", (text, meant) => readsOrAsks("figures", text, meant));
});

describe("headcounts", () => {
  it.each<[string, Cells | null]>([
    ["初级工\t中级工\t高级工\t技师\t高级技师\n12\t8\t5\t2\t0", counts(12, 8, 5, 2, 0)],
    [
      "初级工\t中级工\t高级工\t技师\t高级技师\t合计\n12\t8\t5\t2\t0\t27",
      { ...counts(12, 8, 5, 2, 0), "headcount/total": 27 },
    ],
    ["初级12人，中级比初级少4个，高级5", null],
    ["技师、高级技师共3人", null],
    ["技师和高级技师3个", null],
    ["持证的一共12人，全是初级", { ...counts(12, 0, 0, 0, 0), "headcount/total": 12 }],
    ["初中级20人，高级5", null],
    ["初、中级工各10人", counts(10, 10, 0, 0, 0)],
    ["高级工及以上7人，初级12，中级8", null],
    ["高技能人才7人，初级12，中级8", null],
    ["电工初级5人，焊工初级7人，中级8人", counts(12, 8, 0, 0, 0)],
    ["高级工5人，高级技工3人", null],
    ["高级工程师3人", null],
    ["特级技师1人，技师2人", null],
    ["初级l2，中级8", null],
    ["初级O，中级8", counts(0, 8, 0, 0, 0)],
    ["初级工七八个，中级五个", null],
    ["初级工一二十个，中级8", null],
    ["初级工10多个，中级8个", null],
    ["初级工十几个，中级8个", null],
    ["初级工-3，中级8", null],
    ["初级工一打，中级8", null],
    ["除了初级12人外，都是中级", null],
    ["中级工比去年多3个", null],
  ])("%s", (text, meant) => readsOrAsks("headcount", text, meant, STAFF));
});

describe("ages and degrees", () => {
  it.each<[string, Cells | null]>([
    ["18-30\t31-40\t41-50\t51以上\n8\t3\t1\t0", ages("junior", 8, 3, 1, 0)],
    ["18–30岁：8；31–40岁：3；41–50岁：1；51岁及以上：0", ages("junior", 8, 3, 1, 0)],
    ["51岁及以上没有，其他年龄段4个", null],
  ])("%s", (text, meant) => readsOrAsks("age", text, meant, LEVELS));

  const degrees = (school: number, college: number, bachelor: number): Cells => ({
    "education/junior/school": school,
    "education/junior/college": college,
    "education/junior/bachelor": bachelor,
  });
  it.each<[string, Cells | null]>([
    ["高中\t大专\t本科\n5\t6\t1", degrees(5, 6, 1)],
    ["中专3，高中2，大专6，本科1", degrees(5, 6, 1)],
    ["本科1，研究生1，大专10", degrees(0, 10, 2)],
    ["高中技校5 高职大专6 本科1", degrees(5, 6, 1)],
  ])("%s", (text, meant) => readsOrAsks("education", text, meant, LEVELS));
});

describe("demand", () => {
  it.each<[string, Cells | null]>([
    ["工种\t人数\t月工资\n电焊工\t3\t7000", rows(["电焊工", 3, 7000])],
    ["1\t电焊工\t3\t7000\n2\t车工\t2\t6000", rows(["电焊工", 3, 7000], ["车工", 2, 6000])],
    ["1、电焊工 3人 7000\n2、车工 2人 6000", rows(["电焊工", 3, 7000], ["车工", 2, 6000])],
    ["一、电焊工3人7000；二、车工2人6000", rows(["电焊工", 3, 7000], ["车工", 2, 6000])],
    ["①电焊工3人7000 ②车工2人6000", rows(["电焊工", 3, 7000], ["车工", 2, 6000])],
    ["工种：电焊工\n人数：3\n月工资：7000", rows(["电焊工", 3, 7000])],
    ["我们现在缺电焊工3个，7000一个月", rows(["电焊工", 3, 7000])],
    ["电焊工3人，月工资7k", rows(["电焊工", 3, 7000])],
    ["电焊工3人1万2", rows(["电焊工", 3, 12000])],
    ["电焊工3人8千5", rows(["电焊工", 3, 8500])],
    ["电焊工3人，年薪10万", null],
    ["电焊工3人，日薪300", null],
    ["电焊工3人，面议", rows(["电焊工", 3])],
    ["电焊工3人7000，谢谢", rows(["电焊工", 3, 7000])],
    ["电焊工3人，7000元/月，五险一金，双休", rows(["电焊工", 3, 7000])],
    ["电焊工3人电工2人车工1人", rows(["电焊工", 3], ["电工", 2], ["车工", 1])],
    ["电焊工和车工各3人7000", rows(["电焊工", 3, 7000], ["车工", 3, 7000])],
    ["电焊工、车工各3人，7000", rows(["电焊工", 3, 7000], ["车工", 3, 7000])],
    ["5G网络工2人9000", rows(["5g网络工", 2, 9000])],
    ["八级钳工2人9000", rows(["八级钳工", 2, 9000])],
    ["二级建造师2人9000", rows(["二级建造师", 2, 9000])],
    ["焊工(二保焊)3人7000", rows(["焊工(二保焊)", 3, 7000])],
    ["普工 500 4500", rows(["普工", 500, 4500])],
    ["35岁以下电焊工3人7000", null],
    ["不缺焊工", null],
    ["交表", null],
    ["谢谢", null],
    ["不太清楚", null],
  ])("%s", (text, meant) => readsOrAsks("demand", text, meant, LEVELS));

  it.each<[string, Cells | null]>([
    ["第1行工资8000", rows(["电焊工", 3, 8000], ["车工", 2, 6000])],
    ["第二个改成5人", rows(["电焊工", 3, 7000], ["车工", 5, 6000])],
    ["把车工删掉，电焊工改成4人", rows(["电焊工", 4, 7000])],
    ["车工改成铣工", rows(["电焊工", 3, 7000], ["铣工", 2, 6000])],
    ["两个都删掉", rows()],
    ["都涨500", null],
    ["谢谢", null],
  ])("put right: %s", (text, meant) => readsOrAsks("demand", text, meant, TWO_ROWS, true));

  it("takes no figure of the row that stood there before for another occupation", () => {
    const ask = askNamed(skills2021, "demand");
    if (!ask) throw new Error("no ask");
    const context = { survey: skills2021, cells: TWO_ROWS, today: TODAY, editing: true };
    const reading = readAsk(ask, "钳工2人", context);
    if (!reading.ok) return;
    const { cells } = fillIn(skills2021, TWO_ROWS, reading.filled);
    expect(rowsOf(cells, "demand")).toBe(1);
    expect(cells["demand/1/pay"]).toBeUndefined();
  });
});

describe("ways of training", () => {
  it.each<[string, Cells | null]>([
    ["以上都没有", trainings()],
    ["自己培养，没有委托", trainings("own")],
    ["不搞委托，只自主培养", trainings("own")],
    ["自主，不联合", trainings("own")],
    ["没有联合培养，其他都有", trainings("own", "commissioned", "apprentice")],
    ["除了委托都有", trainings("own", "joint", "apprentice")],
    ["暂时没有自主培养", null],
  ])("%s", (text, meant) => readsOrAsks("training", text, meant, LEVELS));
});

/** What is plain is taken, not only not misread. */
describe("said plainly", () => {
  it.each<[string, string, Cells]>([
    ["figures", "320人，6500元，20万元，15万元", GIVEN],
    ["figures", "职工320，没提取，没用", { employees: 320, training_set_aside: 0, training_used: 0 }],
    ["figures", "320人，月工资6500", { employees: 320, wage: 6500 }],
    ["figures", "工资6500一个月", { wage: 6500 }],
    ["headcount", "5级2人，1级2人", counts(2, 0, 0, 0, 2)],
    ["headcount", "初级工（五级）12人，中级工（四级）8人", counts(12, 8, 0, 0, 0)],
    [
      "headcount",
      "一共27人，其中初级工12人，中级工8人，高级工5人，技师2人",
      { ...counts(12, 8, 5, 2, 0), "headcount/total": 27 },
    ],
    ["headcount", "初级12，其他都没有", counts(12, 0, 0, 0, 0)],
    ["age", "8 3 1 无", ages("junior", 8, 3, 1, 0)],
    ["age", "18～30岁8人，31～40岁4人", ages("junior", 8, 4, 0, 0)],
    ["age", "全是30岁以下", ages("junior", 12, 0, 0, 0)],
    ["demand", "需要3个电焊工，工资7000", rows(["电焊工", 3, 7000])],
    ["demand", "5G网络工2人9000", rows(["5g网络工", 2, 9000])],
    ["demand", "1、电焊工 3人 7000\n2、车工 2人 6000", rows(["电焊工", 3, 7000], ["车工", 2, 6000])],
    ["demand", "一线操作工20人5000", rows(["一线操作工", 20, 5000])],
    ["demand", "不缺", rows()],
    ["training", "除了委托都有", trainings("own", "joint", "apprentice")],
    ["training", "主要靠自己培养", trainings("own")],
    ["type", "民营，负责人王强 13800000001", { type: "private" }],
    ["contacts", "王强13800000001，李梅13800000002", PEOPLE],
    ["contacts", "我是李梅，13800000002", { filler: "李梅", filler_phone: "13800000002" }],
  ])("%s: %s", (id, text, meant) =>
    expect(readingOf(id, text, id === "age" ? LEVELS : {})).toEqual({ ok: true, filled: meant }),
  );

  it.each<[string, Cells]>([
    ["第1行工资8000", rows(["电焊工", 3, 8000], ["车工", 2, 6000])],
    ["第二个改成5人", rows(["电焊工", 3, 7000], ["车工", 5, 6000])],
    ["把车工删掉，电焊工改成4人", rows(["电焊工", 4, 7000])],
    ["车工改成铣工", rows(["电焊工", 3, 7000], ["铣工", 2, 6000])],
    ["车工和电焊工都删掉", rows()],
    ["再加钳工1人6500", rows(["电焊工", 3, 7000], ["车工", 2, 6000], ["钳工", 1, 6500])],
  ])("put right: %s", (text, meant) =>
    expect(readingOf("demand", text, TWO_ROWS, true)).toEqual({ ok: true, filled: meant }),
  );

  it.each([
    ["headcount", "初级12人，中级比初级少4个", "“比、少”我没看懂"],
    ["figures", "年薪8万，职工320人", "请写月工资"],
  ])("and what is not is quoted: %s, %s", (id, text, says) =>
    expect(readingOf(id, text)).toMatchObject({ ok: false, says: expect.stringContaining(says) }),
  );
});

describe("choices", () => {
  it.each<[string, string, Cells | null]>([
    ["type", "不是民营", null],
    ["type", "非民营", null],
    ["size", "中小型", null],
    ["size", "大中型", null],
    ["field", "食品加工", null],
  ])("%s: %s", (id, text, meant) => readsOrAsks(id, text, meant));
});

describe("people", () => {
  const [WANG, LI] = ["13800000001", "13800000002"];
  const both = { manager: "王强", manager_phone: WANG, filler: "李梅", filler_phone: LI };
  it.each<[string, Cells | null]>([
    [`${WANG}王强，${LI}李梅`, both],
    [`王强是负责人${WANG}，李梅是填表人${LI}`, both],
    [`负责人王强12345678901，填表人李梅${LI}`, { manager: "王强", filler: "李梅", filler_phone: LI }],
    [`人事经理李梅${LI}，负责人王强${WANG}`, both],
    [`填表人是人事经理李梅${LI}，负责人王强${WANG}`, both],
    [`负责人\t联系电话\t填表人\t联系电话\n王强\t${WANG}\t李梅\t${LI}`, both],
    [`负责人王强，填表人李梅，电话${WANG}，${LI}`, both],
    [`负责人和填表人是同一个人，王强 ${WANG}`, { ...both, filler: "王强", filler_phone: WANG }],
    [`法定代表人王强 ${WANG}，经办人李梅 ${LI}`, both],
    [`负责人Wang Qiang ${WANG}，填表人李梅 ${LI}`, { ...both, manager: "Wang Qiang" }],
    [
      "负责人和填表人电话都是0533-2345678，王强，李梅",
      { ...both, manager_phone: "0533-2345678", filler_phone: "0533-2345678" },
    ],
    ["交表", null],
    ["谢谢", null],
    ["稍后再填", null],
    ["负责人保密", null],
  ])("%s", (text, meant) => readsOrAsks("contacts", text, meant));

  it.each<[string, Cells | null]>([
    ["李梅电话改成13900000009", { filler_phone: "13900000009" }],
    ["电话改成13900000009", null],
    ["把13800000002改成13900000009", { filler_phone: "13900000009" }],
    ["负责人不变，填表人陈红13900000009", { filler: "陈红", filler_phone: "13900000009" }],
    ["负责人王强改成王刚", { manager: "王刚" }],
    ["填表人不是李梅，是陈红", { filler: "陈红" }],
  ])("put right: %s", (text, meant) => readsOrAsks("contacts", text, meant, PEOPLE, true));
});
