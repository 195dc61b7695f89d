/** A file that somebody gives, on every channel: fetched beside the talk, heard once, kept nowhere. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { zhCN } from "../../handlers/texts/zh-CN.ts";
import { noteFile } from "../../storage/given-files.ts";
import type { Sent } from "../emulators/smart-bot/person.ts";
import { allChannels } from "../support/all-channels.ts";
import { everyRow } from "../support/every-row.ts";
import type { Hand } from "../support/hands.ts";

const CSV = "统一社会信用代码,名称\n91370302MA3C0XXX1A,王小明的锅炉厂\n";
const NAME = "企业名单（第二批）.csv";
const MIB = 1024 * 1024;

let read: { name: string; bytes: Buffer }[];
let all: Awaited<ReturnType<typeof allChannels>>;
beforeEach(async () => {
  read = [];
  all = await allChannels({
    readFile: async (name, bytes) => {
      read.push({ name, bytes: Buffer.from(bytes) });
      return { kind: "table", rows: [] };
    },
  });
});
afterEach(() => all.close());

const rows = (table: string) => all.server.services.database.query(`SELECT * FROM ${table}`);

/** What can be made to go wrong at each far side. */
const far = (id: "telegram" | "wecom" | "kf" | "bot") => {
  const { telegram, bot } = all.sides;
  const { wecom } = all;
  const ofWecom = {
    loses: () => wecom.loseMedia(),
    breaks: (times: number) => wecom.failNext("media/get", "no answer", times),
    hangs: () => wecom.hold("media/get"),
    repeats: () => wecom.replay(),
  };
  return {
    wecom: ofWecom,
    kf: ofWecom,
    telegram: {
      loses: () => telegram.far.loseFiles(),
      breaks: (times: number) => telegram.far.failNext("download", "no answer", times),
      hangs: () => telegram.far.holdDownloads(),
      repeats: () => telegram.far.again(),
    },
    bot: {
      loses: () => bot.far.loseResources(),
      breaks: (times: number) => bot.far.failNext("download", "dropped", times),
      hangs: () => bot.far.holdDownloads(),
      repeats: (sent: unknown) => bot.far.redeliver(sent as Sent),
    },
  }[id];
};

describe.each(["telegram", "wecom", "kf", "bot"] as const)("on %s", (id) => {
  let someone: Hand;
  beforeEach(async () => {
    someone = all.sides[id].person("zhang-san");
    await someone.arrives?.();
    await all.settled();
    await someone.says("你好");
    await all.settled();
    someone.seesNew();
  });
  const gets = async (act: Promise<unknown> | undefined) => {
    await act;
    await all.settled();
    return someone
      .seesNew()
      .map(({ text }) => text)
      .join("\n");
  };

  it("is read with its name and every byte, and lies nowhere", async () => {
    const bytes = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4, 0xff]), Buffer.from(CSV)]);
    expect(await gets(someone.gives("调查表 2026.xlsx", bytes))).toContain(zhCN.fileOfNoUse);
    expect(read).toEqual([{ name: "调查表 2026.xlsx", bytes }]);
    expect(JSON.stringify(await everyRow(all.server.services.database))).not.toContain("王小明");
    expect(await rows("given_file")).toEqual([]);
    expect(all.sides[id].refusals()).toEqual([]);
  });

  it("that is no table is not opened", async () => {
    expect(await gets(someone.gives("照片.zip", "something else"))).toContain(zhCN.notText.file);
    expect(read).toEqual([]);
  });

  it("that is too large is told so, and not read", async () => {
    expect(await gets(someone.gives(NAME, Buffer.alloc(5 * MIB + 1, "1")))).toContain("超过5MB");
    expect(await gets(someone.gives(NAME, Buffer.alloc(21 * MIB, "1")))).toContain("超过5MB");
    expect(read).toEqual([]);
    expect(await gets(someone.gives(NAME, Buffer.alloc(5 * MIB, "1")))).toContain(zhCN.fileOfNoUse);
  });

  it("holds up no callback while it hangs, nor the talk", async () => {
    const letGo = far(id).hangs();
    await someone.gives(NAME, CSV);
    await expect.poll(() => rows("given_file")).toHaveLength(1);
    await someone.says("菜单");
    await expect.poll(async () => (await rows("inbound")).length).toBeGreaterThanOrEqual(3);
    expect(read).toEqual([]);
    letGo();
    expect(await gets(undefined)).toContain(zhCN.fileOfNoUse);
    expect(read).toHaveLength(1);
  });

  it("is tried again where the line breaks, later and later, and given up in the end", async () => {
    far(id).breaks(1);
    expect(await gets(someone.gives(NAME, CSV))).toBe("");
    all.clock.now += 3_000;
    expect(await gets(all.server.ways.fetchFiles())).toContain(zhCN.fileOfNoUse);

    far(id).breaks(5);
    await someone.gives(NAME, CSV);
    const told: string[] = [];
    for (const wait of [0, 3_000, 15_000, 60_000, 180_000]) {
      all.clock.now += wait;
      told.push(await gets(all.server.ways.fetchFiles()));
    }
    expect(told.slice(0, 4).join("")).toBe("");
    expect(told[4]).toContain("请再发一次");
    expect(await rows("given_file")).toEqual([]);
  });

  it("that is gone is asked for once more", async () => {
    const letGo = far(id).hangs();
    await someone.gives(NAME, CSV);
    await expect.poll(() => rows("given_file")).toHaveLength(1);
    far(id).loses();
    letGo();
    expect(await gets(undefined)).toContain("请再发一次");
  });

  it("that comes twice is heard once", async () => {
    const sent = await someone.gives(NAME, CSV);
    expect(await gets(undefined)).toContain(zhCN.fileOfNoUse);
    await far(id).repeats(sent);
    expect(await gets(undefined)).toBe("");
    expect(read).toHaveLength(1);
  });

  it("is heard once where a crash has it fetched again", async () => {
    const letGo = far(id).hangs();
    await someone.gives(NAME, CSV);
    await expect.poll(() => rows("given_file")).toHaveLength(1);
    const [{ channel = "", event_id = "", event = "" } = {}] = (await rows("given_file")) as Record<
      string,
      string
    >[];
    letGo();
    expect(await gets(undefined)).toContain(zhCN.fileOfNoUse);
    // As it stands where the server was killed before it could take it off the list.
    const again = noteFile({ channel, id: event_id, event }, null, all.clock.now);
    await all.server.services.database.batch([again]);
    expect(await gets(all.server.ways.fetchFiles())).toBe("");
    expect(read).toHaveLength(2);
    expect(await rows("given_file")).toEqual([]);
  });

  it("is not heard of any more by whom asked for their deletion meanwhile", async () => {
    const letGo = far(id).hangs();
    await someone.gives(NAME, CSV);
    await expect.poll(() => rows("given_file")).toHaveLength(1);
    await someone.says("全部删除");
    await expect.poll(async () => JSON.stringify(await rows("conversation"))).toContain("forget_yes");
    await someone.says("确定");
    await expect.poll(() => rows("person")).toEqual([]);
    expect(await rows("given_file")).toEqual([]);
    letGo();
    await gets(undefined);
    expect(await rows("person")).toEqual([]);
  });

  it("is given back when the server stops", async () => {
    const letGo = far(id).hangs();
    await someone.gives(NAME, CSV);
    await expect.poll(() => rows("given_file")).toMatchObject([{ tries: 1 }]);
    await all.server.ways.stop();
    expect(await rows("given_file")).toMatchObject([{ tries: 0, lease_until: 0 }]);
    letGo();
  });
});

it("in a group is not opened", async () => {
  const { telegram } = all.sides;
  const person = telegram.far.person("李四");
  const group = telegram.far.group("同事群");
  group.add(person);
  await person.in(group).document(NAME, CSV, `@${telegram.far.bot.username} 看看`);
  await all.settled();
  expect(person.in(group).seesNew().length).toBeGreaterThan(0);
  expect(read).toEqual([]);
  expect(await rows("given_file")).toEqual([]);
});
