/** Files that are given on the page: what is posted, and what is refused. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { zhCN } from "../../handlers/texts/zh-CN.ts";
import { everyRow } from "../support/every-row.ts";
import { serverForTest } from "../support/server.ts";

const MIB = 1024 * 1024;
const CSV = Buffer.from("名称,人数\n王小明的锅炉厂,12\n");

let server: Awaited<ReturnType<typeof serverForTest>>;
let read: { name: string; bytes: Buffer }[];
let reading: () => void;
beforeEach(async () => {
  [read, reading] = [[], () => undefined];
  server = await serverForTest({
    readFile: async (name, bytes) => {
      read.push({ name, bytes: Buffer.from(bytes) });
      reading();
      return { kind: "table", rows: [] };
    },
  });
});
afterEach(() => server.close());

const arrived = async () => {
  const page = server.page();
  await page.begin();
  return page;
};

it("are read and answered; the page shows that one was given, and nothing of it is kept", async () => {
  const page = await arrived();
  const [told] = await page.give("名单（第二批）.csv", CSV);
  expect(told?.text).toContain(zhCN.fileOfNoUse);
  expect(read).toEqual([{ name: "名单（第二批）.csv", bytes: CSV }]);
  const own = (await page.lines()).filter(({ from }) => from === "me");
  expect(own.map(({ message }) => message.text)).toEqual(["文件：名单（第二批）.csv"]);
  expect(JSON.stringify(await everyRow(server.services.database))).not.toContain("王小明");
});

it("count once, however often they are posted", async () => {
  const page = await arrived();
  const before = (await page.lines()).length;
  for (let times = 0; times < 3; times++)
    expect((await page.postFile("the-same-file", "a.csv", CSV)).status).toBe(200);
  expect((await page.lines()).length).toBe(before + 2);
});

it("that cannot be read for a fault of ours are told so, and the log says nothing of them", async () => {
  reading = () => {
    throw new Error("王小明");
  };
  const [told] = await (await arrived()).give("a.csv", CSV);
  expect(told?.text).toContain("没能打开");
  expect(JSON.stringify(server.logged)).not.toContain("王小明");
  expect(server.logged).toHaveLength(1);
});

it("are not opened without a session, without an id, of another type, or larger than 5 MB", async () => {
  const page = await arrived();
  const stranger = server.page();
  expect((await stranger.postFile("event-of-nobody", "a.csv", CSV)).status).toBe(401);
  expect((await page.postFile("short", "a.csv", CSV)).status).toBe(415);
  expect((await page.postFile("event-no-name", " ", CSV)).status).toBe(415);
  // As a form of another site could post it.
  const form = { "content-type": "multipart/form-data; boundary=x" };
  expect((await page.postFile("event-of-a-form", "a.csv", CSV, form)).status).toBe(415);
  const large = await page.postFile("event-too-large", "a.csv", new Uint8Array(5 * MIB + 1));
  expect([large.status, await large.json()]).toEqual([413, { error: expect.stringContaining("5MB") }]);
  expect(read).toEqual([]);
  expect((await page.postFile("event-just-right", "a.csv", new Uint8Array(5 * MIB))).status).toBe(200);
});

it("are not opened without end", async () => {
  const page = await arrived();
  const statuses = [];
  for (let times = 0; times < 11; times++)
    statuses.push((await page.postFile(`event-${times}-of-many`, "a.csv", CSV)).status);
  expect(statuses.slice(-2)).toEqual([200, 429]);
  expect(read).toHaveLength(10);
});
