import readExcelFile from "read-excel-file/node";
import { describe, expect, it } from "vitest";
import { surveyCsv, surveyXlsx } from "../../bot/survey-export.ts";
import type { Round } from "../../handlers/surveys/draft.ts";
import { type Database, sql } from "../../storage/database.ts";
import { overBothEngines } from "../support/databases.ts";
import { diceFrom, fileAll, randomFiling, type TestFiling } from "../support/survey-filings.ts";
import { addRound } from "../support/survey-rounds.ts";
import { skills2021 } from "../support/surveys.ts";

const survey = skills2021;
let counter = 0;

overBothEngines("a round as a file", (database) => {
  it("holds every enterprise with all cells in order of the form, in both kinds of file alike", async () => {
    const { round, filings } = await filledRound(database, 7);
    const csv = parsed(await textOf(surveyCsv({ database, round, survey })));
    const [raw] = await sheetsOf(surveyXlsx({ database, round, survey }, { leavesBureau: false }));
    expect(raw?.sheet).toBe("原始数据");
    expect(csv.map((row) => row.length)).toEqual(csv.map(() => csv[0]?.length));
    expect(csv[0]?.slice(0, 9)).toEqual([
      ...["统一社会信用代码", "企业名称", "地区", "回执号", "提交时间", "表格版本"],
      ...["企业名称", "统一社会信用代码", "企业类型"],
    ]);
    const plain = raw?.data.map((row) => row.map((cell) => (cell === null ? "" : String(cell))));
    expect(plain).toEqual(csv.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@])/, ""))));
    const codes = filings.map(({ creditCode }) => creditCode).sort();
    expect(csv.slice(1).map(([code]) => code)).toEqual(codes);
    for (const filing of filings) expectRow(filing, csv);
  });

  it("names nobody unless it is asked to, and then opens what was sealed", async () => {
    const { round } = await filledRound(database, 3);
    const closed = await textOf(surveyCsv({ database, round, survey }));
    expect(closed).not.toMatch(/sealed|负责人|填表人,/);
    const asked: string[] = [];
    const open = async (sealed: string, draft: string, cell: string) => {
      asked.push(`${draft} ${cell}`);
      return cell === "manager_phone" ? null : sealed.replace("sealed", "王");
    };
    const [head = [], ...rows] = parsed(await textOf(surveyCsv({ database, round, survey }, { open })));
    const column = (name: string) => rows.map((row) => row[head.indexOf(name)]);
    expect(column("负责人")).toEqual(rows.map(() => expect.stringMatching(/^王 \d+$/)));
    expect(column("负责人电话")).toEqual(["", "", ""]);
    expect(asked).toHaveLength(12);
    expect(asked[0]).toMatch(new RegExp(`^${round.id}/\\w{18} manager$`));
  });

  it("takes no text for a formula, and leaves figures as they are", async () => {
    const { round } = await filledRound(database, 0);
    const texts = [
      "=1+1",
      "+8",
      "-5",
      "@SUM(A1)",
      "\tx",
      "\rx",
      "＝1",
      "_x0041_",
      'a"b,c',
      "two\r\nlines",
      "普通",
    ];
    const filings = texts.map((name, index) => ({ ...filingOf(index), cells: { name, employees: 12 } }));
    await fileAll(database, survey, round.id, filings);
    const text = await textOf(surveyCsv({ database, round, survey }));
    expect(text.startsWith("\uFEFF")).toBe(true);
    expect(text.replaceAll("\r\n", "").replaceAll(/"[^"]*"/g, "")).not.toContain("\n");
    const [head = [], ...rows] = parsed(text);
    const at = (name: string) => rows.map((row) => row[head.lastIndexOf(name)]);
    const [harmless, dangerous] = [texts.slice(7), texts.slice(0, 7).map((one) => `'${one}`)];
    expect(at("企业名称").sort()).toEqual([...harmless, ...dangerous].sort());
    expect(new Set(at("职工总数"))).toEqual(new Set(["12"]));
    const bytes = await bytesOf(surveyXlsx({ database, round, survey }, { leavesBureau: false }));
    const [raw] = await readExcelFile(Buffer.from(bytes), { trim: false });
    const column = raw?.data[0]?.lastIndexOf("企业名称") ?? 0;
    expect(
      raw?.data
        .slice(1)
        .map((row) => String(row[column]).replace(/\r\n?/g, "\n"))
        .sort(),
    ).toEqual(texts.map((one) => one.replace(/\r\n?/g, "\n")).sort());
    expect(await entries(bytes)).not.toContain("<f>");
  });

  it("says in its statistics what its raw rows add up to", async () => {
    const { round } = await filledRound(database, 9);
    const sheets = await sheetsOf(surveyXlsx({ database, round, survey }, { leavesBureau: false }));
    const rowsIn = (name: string) => sheets.find(({ sheet }) => sheet === name)?.data ?? [];
    const [head = [], ...raw] = rowsIn("原始数据");
    const column = (name: string) => raw.map((row) => Number(row[head.indexOf(name)] ?? 0));
    const sum = (name: string) => cents(column(name).reduce((total, value) => total + value, 0));
    const all = (sheet: string) => rowsIn(sheet)[1] ?? [];
    expect(all("参与企业")).toEqual(["全部", "全部", 9, "占企业总数9家的100.0%"]);
    for (const money of ["提取职工培训经费", "用于职工培训经费"])
      expect(all(money).slice(2, 4)).toEqual([9, sum(money)]);
    const levels = ["初级工", "中级工", "高级工", "技师", "高级技师"];
    const counted = levels.map((level) => sum(`技能人才人数·${level}`));
    const whole = counted.reduce((total, one) => total + one, 0);
    const skilled = counted.slice(2).reduce((total, one) => total + one, 0);
    const share = `占技能人才总数${whole.toLocaleString("en-US")}人的${((skilled / whole) * 100).toFixed(1)}%`;
    expect(all("技能人才人数").slice(2)).toEqual([...counted, whole, skilled, share]);
    const ages = ["18–30岁", "31–40岁", "41–50岁", "51岁及以上"];
    for (const [index, level] of levels.entries())
      expect(rowsIn("技能人才年龄结构")[index + 1]?.slice(2, 7)).toEqual([
        level,
        ...ages.map((age) => sum(`技能人才年龄结构·${level}${age}`)),
      ]);
    const ticked = raw.filter((row) => row[head.indexOf("培养方式·自主培养")] === "是").length;
    expect(all("培养方式")[3]).toBe(ticked);
    const wages = column("人均月工资").map((wage, row) => wage * (column("职工总数")[row] ?? 0));
    const mean = wages.reduce((total, one) => total + one, 0) / sum("职工总数");
    expect(all("人均月工资")[3]).toBeCloseTo(mean, 1);
    const wanted = head.flatMap((name, at) => (/·人数$/.test(String(name)) ? [at] : []));
    const people = raw.flatMap((row) => wanted.map((at) => Number(row[at] ?? 0)));
    expect(all("技能人才需求")[3]).toBe(people.reduce((total, one) => total + one, 0));
    const byName = rowsIn("技能人才需求（按需求工种）").slice(1);
    expect(byName.reduce((total, row) => total + Number(row[2]), 0)).toBe(all("技能人才需求")[3]);
  });

  it("says what each column is, and of which version", async () => {
    const { round } = await filledRound(database, 2);
    const sheets = await sheetsOf(surveyXlsx({ database, round, survey }, { leavesBureau: false }));
    const [title, version, which, , head, ...book] = sheets.at(-1)?.data ?? [];
    expect(title?.slice(0, 3)).toEqual(["调查表", survey.title, "skills-2021"]);
    expect([version?.[1], which?.[1]]).toEqual([survey.version, round.title]);
    expect(head).toEqual(["单元格", "列名", "板块", "问题", "类型", "单位", "选项", "内部信息"]);
    expect(book.map((row) => row[1])).toEqual(sheets[0]?.data[0]?.slice(6));
    expect(book.find(([cell]) => cell === "type")?.slice(4, 7)).toEqual([
      ...["单选", null],
      "国有企业、集体企业、民营企业、私营企业、个体工商户",
    ]);
  });

  it("leaves the bureau without raw rows, and without small cells", async () => {
    const { round } = await filledRound(database, 5);
    const sheets = await sheetsOf(surveyXlsx({ database, round, survey }, { leavesBureau: true }));
    const text = JSON.stringify(sheets);
    expect(sheets.map(({ sheet }) => sheet)).not.toContain("原始数据");
    expect(text).not.toMatch(/第\d+家公司|9137\d{4}MA|最小|最大/);
    expect(sheets[0]?.data.at(-1)?.[0]).toMatch(/少于3家企业/);
    expect(text).toContain("＊");
  });

  it("begins to give before it has read all, reads no faster than it is taken, and ends when left", async () => {
    const { round } = await filledRound(database, 900);
    let pages = 0;
    const counted: Database = {
      ...database,
      query: (text, params) => {
        if (text.includes("LIMIT")) pages += 1;
        return database.query(text, params);
      },
    };
    for (const make of [
      () => surveyCsv({ database: counted, round, survey }),
      () => surveyXlsx({ database: counted, round, survey }, { leavesBureau: false }),
    ]) {
      pages = 0;
      const reader = make().getReader();
      let bytes = 0;
      while (bytes < 20_000) bytes += (await reader.read()).value?.length ?? 0;
      expect(pages).toBeGreaterThan(0);
      expect(pages).toBeLessThan(5);
      const before = pages;
      await reader.cancel();
      expect(pages).toBe(before);
    }
    pages = 0;
    expect(parsed(await textOf(surveyCsv({ database: counted, round, survey })))).toHaveLength(901);
    expect(pages).toBe(5);
  });
});

describe("the strict parser of .csv", () => {
  it("refuses what is not quoted rightly", () => {
    for (const wrong of ["\uFEFFa\n", "a\r\n", '\uFEFFa"b\r\n', '\uFEFF"a"b\r\n', '\uFEFF"a\r\n', "\uFEFFa"])
      expect(() => parsed(wrong), wrong).toThrow();
    expect(parsed('\uFEFFa,"b""\r\n,"\r\n,\r\n')).toEqual([
      ["a", 'b"\r\n,'],
      ["", ""],
    ]);
  });
});

function expectRow(filing: TestFiling, csv: string[][]): void {
  const [head = [], ...rows] = csv;
  const row = rows.find(([code]) => code === filing.creditCode) ?? [];
  const at = (heading: string) => row[head.lastIndexOf(heading)];
  expect(row.slice(1, 5)).toEqual([
    ...[filing.name, filing.region, expect.stringContaining(filing.creditCode), "1970-01-01 08:00:00"],
  ]);
  const { cells } = filing;
  expect(at("职工总数")).toBe(String(cells.employees ?? ""));
  expect(at("技能人才人数·技师")).toBe(String(cells["headcount/technician"] ?? ""));
  expect(at("技能人才年龄结构·技师41–50岁")).toBe(String(cells["age/technician/from_41"] ?? ""));
  expect(at("技能人才需求·第1行·月工资待遇") ?? "").toBe(String(cells["demand/1/pay"] ?? ""));
  expect(at("培养方式·委托培养")).toBe(cells["training/commissioned"] ? "是" : "否");
}

function filingOf(index: number): TestFiling {
  return randomFiling(survey, counter * 1_000 + index, diceFrom(index));
}

async function filledRound(database: Database, many: number) {
  counter += 1;
  const id = `export${counter}`;
  const filings = Array.from({ length: many }, (_, index) => filingOf(index));
  await database.batch([addRound({ id }), sql`UPDATE survey_round SET title = '第四季度' WHERE id = ${id}`]);
  await fileAll(database, survey, id, filings);
  const days = { opens: "2026-11-01", closes: "2026-12-31", closedAt: null };
  const round: Round = { id, survey: survey.id, title: "第四季度", regions: [], ...days, invitedOnly: false };
  return { round, filings };
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(await bytesOf(stream));
}

async function sheetsOf(stream: ReadableStream<Uint8Array>) {
  return readExcelFile(Buffer.from(await bytesOf(stream)), { trim: false });
}

/** All that the zip holds, as one text. */
async function entries(bytes: Uint8Array): Promise<string> {
  const { unzipSync, strFromU8 } = await import("fflate");
  return Object.values(unzipSync(bytes))
    .map((entry) => strFromU8(entry))
    .join("\n");
}

const cents = (value: number) => Math.round(value * 100) / 100;

/** RFC 4180 to the letter, behind a byte order mark. */
function parsed(text: string): string[][] {
  if (!text.startsWith("\uFEFF")) throw new Error("no byte order mark");
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  const rows: string[][] = [[]];
  for (field.lastIndex = 1; field.lastIndex < text.length; ) {
    const at = field.lastIndex;
    const found = field.exec(text);
    if (!found) throw new Error(`at ${at}: ${JSON.stringify(text.slice(at, at + 30))}`);
    rows.at(-1)?.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? "");
    if (found[3] === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}
