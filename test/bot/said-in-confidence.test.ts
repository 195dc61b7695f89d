/** What is said in confidence while a survey is filled in the chat stands in the record sealed, and nowhere else. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { surveyTexts } from "../../handlers/texts/survey.ts";
import { migrate } from "../../storage/migrate.ts";
import { readMigrations } from "../../storage/migration-files.ts";
import { openSqlite } from "../../storage/sqlite.ts";
import { everyRow } from "../support/every-row.ts";
import { serverForTest } from "../support/server.ts";
import { openRoundForTest } from "../support/survey-round.ts";

const [round, code] = ["SECRET01", "91370303MA3C000017"];
const SECRETS = ["王小强强", "13812345678", "李梅梅梅", "8765432"];
let folder = "";
let server: Awaited<ReturnType<typeof serverForTest>>;
let page: ReturnType<typeof server.page>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "jinengtong-"));
  const database = openSqlite(join(folder, "test.db"));
  await migrate(database, readMigrations());
  const invited = [{ credit_code: code, name: "淄博某某机械有限公司", region: "张店区" }];
  await openRoundForTest(database, { id: round, title: "2026年第四季度", invited });
  server = await serverForTest({ open: async () => ({ database, dispose: () => database.close() }) });
  page = server.page();
  for (const text of ["调查表", code]) await says(text);
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const says = async (text: string) =>
  (await page.do({ kind: "said", text })).map((message) => message.text).join("\n");
const cells = async () => {
  const { database, surveys } = server.services;
  const [row] = await database.query<{ person: string }>("SELECT person FROM survey_editor");
  return (await surveys.draft(`${round}/${code}`, row?.person ?? ""))?.cells;
};

/** Where in the record a name or a number stands in plain; the files' bytes are the last word. */
async function leaks(): Promise<string[]> {
  const tables = Object.entries(await everyRow(server.services.database));
  const rows = tables.flatMap(([table, all]) => all.map((row) => `${table}: ${JSON.stringify(row)}`));
  const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  return SECRETS.flatMap((secret) => [
    ...rows.filter((row) => row.includes(secret)),
    ...(bytes.some((file) => file.includes(secret)) ? [`bytes: ${secret}`] : []),
    ...(JSON.stringify(server.logged).includes(secret) ? [`log: ${secret}`] : []),
  ]);
}

const UP_TO_CONTACTS = [
  ...["民营，中型，装备制造的", "职工320人，月工资6500，提取20万，用了15万", "没有", "不缺", "自主培养"],
];

it.each([
  ["all at once", ["负责人王小强强 13812345678，填表人李梅梅梅 0533-8765432"]],
  ["half of it at a time", ["负责人王小强强 13812345678", "填表人李梅梅梅 0533-8765432"]],
  ["as a question", ["负责人王小强强 13812345678可以吗？", "填表人是李梅梅梅 0533-8765432，行吗"]],
  [
    "corrected before it is handed in",
    ["都是李梅梅梅 0533-8765432", "改一项", "负责人和填表人", "负责人王小强强 13812345678", "交表"],
  ],
])("names and numbers given %s", async (_how, texts) => {
  for (const text of [...UP_TO_CONTACTS, ...texts]) await says(text);
  expect(await cells()).toMatchObject({
    manager: "王小强强",
    manager_phone: "13812345678",
    filler: "李梅梅梅",
  });
  expect(await leaks()).toEqual([]);
  const said = (await page.lines()).filter(({ from }) => from === "me").map(({ message }) => message.text);
  // What is not confidential stands there as it was said: the look is not in vain.
  expect(said).toContain("自主培养");
  expect(said).toContain(surveyTexts.shownAs);
});
