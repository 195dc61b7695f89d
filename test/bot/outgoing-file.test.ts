/** Files that are made when they are sent: they come whole on every channel, and lie nowhere on the way. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Attachment } from "../../handlers/event.ts";
import { personAt } from "../../storage/people.ts";
import { allChannels } from "../support/all-channels.ts";
import { answer } from "../support/answer.ts";
import { everyRow } from "../support/every-row.ts";
import type { Hand } from "../support/hands.ts";

const SECRET = "联系人：王小明，13800000000";
/** No text of any encoding. */
const BYTES = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe, 0]), Buffer.from(SECRET)]);
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const form: Attachment = { name: "企业技能人才调查表（某某公司）.xlsx", type: XLSX, made: "survey:2026/91" };

let asked: string[] = [];
let make: (made: string) => { bytes: Uint8Array } | null;
let all: Awaited<ReturnType<typeof allChannels>>;
beforeAll(async () => {
  const files = {
    make: async (made: string, person: string) => {
      asked.push(`${made} ${person}`);
      return make(made);
    },
  };
  all = await allChannels({ files });
});
afterAll(() => all.close());
beforeEach(() => {
  [asked, make] = [[], () => ({ bytes: BYTES })];
  all.server.logged.length = 0;
});

describe.each(["telegram", "wecom", "kf", "bot"] as const)("on %s", (id) => {
  let someone: Hand;
  beforeAll(async () => {
    someone = all.sides[id].person("zhang-san");
    await someone.arrives?.();
    await all.settled();
  });
  beforeEach(async () => {
    all.clock.now += 60_000;
    await someone.says("你好");
    await all.settled();
    someone.seesNew();
  });
  const get = async (file: Attachment) => {
    await answer(all.server, id, { text: "表在这里。", file });
    await all.settled();
    return someone.seesNew();
  };

  it("comes with its name and every byte, made for whom it goes to", async () => {
    const [words, file] = await get(form);
    expect(words?.text).toBe("表在这里。");
    expect(file?.file).toMatchObject({ name: form.name, bytes: BYTES });
    const [address] = await all.server.services.database.query<{ external: string }>(
      "SELECT external FROM address WHERE channel = ?",
      [id],
    );
    const person = await personAt(all.server.services.database, {
      channel: id,
      external: address?.external ?? "",
    });
    expect(asked).toEqual([`survey:2026/91 ${person}`]);
    expect(all.sides[id].refusals()).toEqual([]);
  });

  it.each([
    ["may not be had any more", () => null, "给不了您了"],
    ["is too large for any of them", () => ({ bytes: new Uint8Array(50_000_001) }), "太大了"],
    [
      "cannot be made",
      () => {
        throw new Error("no such round");
      },
      "没做出来",
    ],
  ])("which %s is told in words", async (_what, made, words) => {
    make = made;
    const [, told, ...more] = await get(form);
    expect(told).toMatchObject({ text: expect.stringContaining(form.name) });
    expect(told?.text).toContain(words);
    expect(more).toEqual([]);
    expect(await all.server.services.database.query("SELECT 1 FROM outbox WHERE state <> 'sent'")).toEqual(
      [],
    );
  });
});

it("lies nowhere, sent or not", async () => {
  const rows = JSON.stringify(await everyRow(all.server.services.database));
  expect(rows).toContain(form.name);
  expect(rows).not.toContain("王小明");
  expect(JSON.stringify(all.server.logged)).not.toContain("王小明");
});

describe("on the page", () => {
  const onThePage = async () => {
    const page = all.server.page();
    await page.post({ id: "arrives-here", kind: "arrived" });
    const session = /=([^.]+)/.exec(page.cookie)?.[1];
    await answer(all.server, "web", { text: "表在这里。", file: form }, session);
    const key = (await page.lines()).at(-1)?.key ?? "";
    const fetch = (cookie: string, of = key) =>
      all.server.app.request(`/chat/files/${of}`, { headers: { cookie } });
    return { page, key, fetch };
  };

  it("is fetched from where it stands, fresh, and only as a download", async () => {
    const { page, fetch } = await onThePage();
    expect(asked).toEqual([]);
    const response = await fetch(page.cookie);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer()).equals(BYTES)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": XLSX,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(form.name)}`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    await fetch(page.cookie);
    expect(asked).toHaveLength(2);
  });

  it("is given to nobody else", async () => {
    const { fetch } = await onThePage();
    const stranger = all.server.page();
    await stranger.post({ id: "a-stranger-arrives", kind: "arrived" });
    for (const cookie of ["", "jinengtong=forged.forged"]) expect((await fetch(cookie)).status).toBe(401);
    const refused = await fetch(stranger.cookie);
    expect([refused.status, await refused.text()]).toEqual([404, expect.stringContaining("给不了您了")]);
    expect(asked).toEqual([]);
  });

  it("says why there is none", async () => {
    const { page, key, fetch } = await onThePage();
    make = () => null;
    expect((await fetch(page.cookie)).status).toBe(404);
    expect((await fetch(page.cookie, "1.1")).status).toBe(404);
    expect((await fetch(page.cookie, `${key}0000000000`)).status).toBe(404);
  });

  it("is not made without end", async () => {
    const { page, fetch } = await onThePage();
    const statuses = [];
    for (let times = 0; times < 21; times++) statuses.push((await fetch(page.cookie)).status);
    expect(statuses.slice(-2)).toEqual([200, 429]);
  });
});
