/** One survey, filled in the chat in fifteen messages: the record, the page, the file and the paper hold the same. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readForm } from "../../bot/spreadsheet/read-form.ts";
import type { OutboundMessage } from "../../handlers/event.ts";
import { type Cells, cellOf } from "../../handlers/surveys/cells.ts";
import { fillIn, type Given } from "../../handlers/surveys/fill.ts";
import { printedForm } from "../../handlers/surveys/printed.ts";
import { readCell } from "../../handlers/surveys/read-cell.ts";
import { serverForTest } from "../support/server.ts";
import { plainBrowser } from "../support/survey-desk.ts";
import { openRoundForTest } from "../support/survey-round.ts";
import { skills2021, surveys } from "../support/surveys.ts";

const CODE = "91370303MA3C000017";
const NAME = "淄博某某机械有限公司";
const REGION = "张店区";

const SAID = [
  "调查表",
  CODE,
  "民营，中型，装备制造的",
  "职工320人，月工资6500，提取20万，用了15万",
  "初级工12 中级8 高工5 技师2",
  "8 3 1 0",
  "中级工 5 3 0 0；高级工 2 2 1 0；技师全是41-50岁",
  "初级工 5 6 1；中级工 2 6 0；高级工都是大专；技师 0 1 1",
  "电焊工3人7000，维修电工2人6500，车工5人8000",
  "自主培养和学徒制",
  "负责人王强 13800000001，填表人李梅 0533-2345678",
  "交表",
];

/** What was said, as the form holds it: written by hand. */
const EXPECTED: Cells = {
  ...{ name: NAME, credit_code: CODE, type: "private", size: "medium", field: "equipment" },
  ...{ employees: 320, wage: 6500, training_set_aside: 200_000, training_used: 150_000 },
  ...counts("headcount", { junior: 12, middle: 8, senior: 5, technician: 2, senior_technician: 0 }),
  ...matrix("age", ["from_18", "from_31", "from_41", "from_51"], {
    junior: [8, 3, 1, 0],
    middle: [5, 3, 0, 0],
    senior: [2, 2, 1, 0],
    technician: [0, 0, 2, 0],
  }),
  ...matrix("education", ["school", "college", "bachelor"], {
    junior: [5, 6, 1],
    middle: [2, 6, 0],
    senior: [0, 5, 0],
    technician: [0, 1, 1],
  }),
  demand: 3,
  ...row(1, "电焊工", 3, 7000),
  ...row(2, "维修电工", 2, 6500),
  ...row(3, "车工", 5, 8000),
  ...{ "training/own": true, "training/joint": false, "training/commissioned": false },
  "training/apprentice": true,
  ...{ manager: "王强", manager_phone: "13800000001", filler: "李梅", filler_phone: "0533-2345678" },
  filled_on: "2026-11-20",
};

function counts(question: string, rows: Record<string, number>): Cells {
  return Object.fromEntries(Object.entries(rows).map(([line, people]) => [cellOf(question, line), people]));
}

function matrix(question: string, columns: string[], rows: Record<string, number[]>): Cells {
  return Object.fromEntries(
    Object.entries(rows).flatMap(([line, figures]) =>
      figures.map((figure, at) => [cellOf(question, line, columns[at]), figure]),
    ),
  );
}

function row(line: number, occupation: string, people: number, pay: number): Cells {
  return {
    [`demand/${line}/occupation`]: occupation,
    [`demand/${line}/people`]: people,
    [`demand/${line}/pay`]: pay,
  };
}

describe("a survey filled in the chat", () => {
  let server: Awaited<ReturnType<typeof serverForTest>>;
  let page: ReturnType<typeof server.page>;
  let last: OutboundMessage[] = [];
  const does = async (label: string) => {
    const button = last.flatMap(({ buttons = [] }) => buttons).find((one) => one.label === label);
    if (!button) throw new Error(`no button ${label}`);
    last = await page.do({ kind: "pressed", button: button.id, label });
    return last;
  };
  const draft = async () => {
    const [person] = await server.services.database.query<{ id: string }>("SELECT id FROM person");
    const found = await server.services.surveys.draft(`R2026Q4A/${CODE}`, person?.id ?? "");
    if (!found) throw new Error("there is no draft");
    return found;
  };
  beforeAll(async () => {
    server = await serverForTest();
    const invited = [{ credit_code: CODE, name: NAME, region: REGION }];
    await openRoundForTest(server.services.database, { id: "R2026Q4A", title: "2026年第四季度", invited });
    page = server.page();
    for (const text of SAID) last = await page.do({ kind: "said", text });
  });
  afterAll(() => server.close());

  it("takes at most fifteen messages", () => {
    expect(SAID.length).toBeLessThanOrEqual(15);
    expect(last.map(({ text }) => text).join()).toContain("交上了");
  });

  it("is in the record as it was said, in the draft and in what was handed in", async () => {
    expect((await draft()).cells).toEqual(EXPECTED);
    const filed = await server.services.database.query<{ path: string; value: string | number | null }>(
      `SELECT question || '/' || line || '/' || field AS path, coalesce(number, text) AS value, sealed IS NOT NULL AS hidden
       FROM survey_filed_cell`,
    );
    const shown = Object.fromEntries(filed.map(({ path, value }) => [path.replace(/\/+$/, ""), value]));
    const plain = Object.entries(EXPECTED).map(([cell, value]): [string, string | number | null] => [
      cell,
      /^(?:manager|filler)/.test(cell) ? null : typeof value === "boolean" ? Number(value) : value,
    ]);
    expect(shown).toEqual(Object.fromEntries(plain));
  });

  it("is on the page that the chat's link opens", async () => {
    last = await page.do({ kind: "said", text: "调查表" });
    const [message] = await does("在网页上填");
    const browser = plainBrowser(server.app);
    const { pathname, search } = new URL(message?.link?.url ?? "");
    await browser.opens(pathname + search);
    expect(browser.place).toBe("/survey/form");
    const fields = Object.fromEntries(
      [...browser.fields].flatMap(([name, value]) =>
        name.startsWith("was:") ? [[name.slice(4), value]] : [],
      ),
    );
    expect(Object.keys(fields).length).toBeGreaterThan(60);
    for (const [cell, value] of Object.entries(EXPECTED))
      if (fields[cell] !== undefined) expect([cell, readBack(cell, fields[cell])]).toEqual([cell, value]);
    // Nothing but what is known beforehand and how many rows there are is no field.
    const absent = Object.keys(EXPECTED).filter((cell) => fields[cell] === undefined);
    expect(absent).toEqual(["name", "credit_code", "demand"].filter((cell) => absent.includes(cell)));
    await browser.goes("/survey/print");
    expect(textsOf(browser.html)).toEqual(boxesOf(EXPECTED));
    expect(textsOf(browser.html)).toEqual(
      expect.arrayContaining(["27", "电焊工", "王强", "13800000001", "320"]),
    );
  });

  it("is in the Excel file that the chat sends", async () => {
    last = await page.do({ kind: "said", text: "调查表" });
    await does("打印和Excel");
    const lines = await page.lines();
    const key = lines.findLast(({ message }) => message.file)?.key;
    const response = await server.app.request(`/chat/files/${key}`, { headers: { cookie: page.cookie } });
    expect(response.status).toBe(200);
    const form = await readForm(new Uint8Array(await response.arrayBuffer()), [...surveys.values()]);
    if (form.kind !== "form") throw new Error(form.says);
    expect(form.draft).toBe(`R2026Q4A/${CODE}`);
    const given: Record<string, Given[string]> = {};
    for (const [cell, raw] of Object.entries(form.given)) given[cell] = readBack(cell, raw);
    expect(fillIn(skills2021, {}, given).cells).toEqual(EXPECTED);
  });
});

function readBack(cell: string, raw: Cells[string]) {
  const reading = readCell(skills2021, cell, raw, "2026-11-20");
  if (!reading.ok) throw new Error(`${cell}: ${reading.says}`);
  return reading.value;
}

/** What stands on the paper below its running head, box by box. */
function textsOf(html: string): string[] {
  return [...html.slice(html.indexOf("<tbody>")).matchAll(/<t[dh]\b[^>]*>([^<]*)<\/t[dh]>/g)].map(
    ([, text = ""]) => text,
  );
}

function boxesOf(cells: Cells): string[] {
  const enterprise = { creditCode: CODE, name: NAME, region: REGION };
  return printedForm(skills2021, cells, { enterprise }).rows.flatMap(({ boxes }) =>
    boxes.map(({ text }) => text),
  );
}
