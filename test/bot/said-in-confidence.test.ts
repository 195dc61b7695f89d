/** What a turn gives in confidence is in the record only sealed; the flow that asks for it has scenarios of its own. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Conversation } from "../../handlers/conversation.ts";
import type { Turn } from "../../handlers/turn.ts";
import { migrate } from "../../storage/migrate.ts";
import { readMigrations } from "../../storage/migration-files.ts";
import { personAt } from "../../storage/people.ts";
import { openSqlite } from "../../storage/sqlite.ts";
import { everyRow } from "../support/every-row.ts";
import { serverForTest } from "../support/server.ts";
import { addRound, beginning, closeRound, creditCodeOf, filling } from "../support/survey-rounds.ts";

/** What the conversation makes of the next thing said; as it really does without one. */
let makes: ((turn: Turn, before: Conversation) => Turn) | null = null;
vi.mock(import("../../handlers/converse.ts"), async (original) => {
  const { converse } = await original();
  return {
    converse: async (...all) => {
      const turn = await converse(...all);
      return makes ? makes(turn, all[0]) : turn;
    },
  };
});

const [round, code] = ["secret01", creditCodeOf(1)];
const draft = `${round}/${code}`;
let folder = "";
let server: Awaited<ReturnType<typeof serverForTest>>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "jinengtong-"));
  const database = openSqlite(join(folder, "test.db"));
  await migrate(database, readMigrations());
  await database.batch([addRound({ id: round })]);
  server = await serverForTest({ open: async () => ({ database, dispose: () => database.close() }) });
});
afterEach(async () => {
  makes = null;
  await server.close();
  rmSync(folder, { recursive: true });
});

const fillsIn = (): void => {
  const set = { manager: "王小强强", manager_phone: "13812345678", employees: 320 };
  makes = (_turn, conversation) => ({
    conversation,
    shownAs: "（联系人已填）",
    effects: [
      { kind: "send", message: { text: "记下了" } },
      beginning(round, code),
      filling(draft, 0, { set }),
    ],
  });
};
const webPerson = async () => {
  const { database } = server.services;
  const [row] = await database.query<{ external: string }>("SELECT external FROM address");
  return (await personAt(database, { channel: "web", external: row?.external ?? "" })) ?? "";
};

it("is sealed before it is written, shown as something else, and opened to whoever is in", async () => {
  const page = server.page();
  await page.do({ kind: "said", text: "你好" });
  fillsIn();
  expect(await page.do({ kind: "said", text: "负责人王小强强 13812345678" })).toEqual([{ text: "记下了" }]);
  const lines = await page.lines();
  expect(lines.filter(({ from }) => from === "me").map(({ message }) => message.text)).toEqual([
    "你好",
    "（联系人已填）",
  ]);
  const found = await server.services.surveys.draft(draft, await webPerson());
  expect(found?.cells).toMatchObject({ manager: "王小强强", manager_phone: "13812345678", employees: 320 });
  const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  expect(bytes.some((file) => file.includes("（联系人已填）"))).toBe(true);
  const tables = Object.entries(await everyRow(server.services.database));
  const held = tables.filter(([, rows]) => JSON.stringify(rows).includes("王小强强"));
  expect(held).toEqual([]);
  for (const name of ["王小强强", "13812345678"])
    expect(bytes.some((file) => file.includes(name))).toBe(false);
  expect(JSON.stringify(server.logged)).not.toContain("王小强强");
});

it("is not written at all once the round is closed: the turn is taken again from how things are", async () => {
  const page = server.page();
  await page.do({ kind: "said", text: "你好" });
  await server.services.database.batch([closeRound(round, server.clock.now)]);
  fillsIn();
  const first = makes;
  let tries = 0;
  makes = (turn, before) => (++tries === 1 && first ? first(turn, before) : turn);
  await page.do({ kind: "said", text: "负责人王小强强 13812345678" });
  expect(tries).toBe(2);
  expect(await server.services.surveys.draft(draft, await webPerson())).toBeNull();
});
