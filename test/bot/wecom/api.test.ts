/** The client of WeCom's API: one token, used sparingly, and a clear word on what became of each call. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWecomApi, type WecomApi } from "../../../bot/wecom/api.ts";
import { startWecom, type Wecom } from "../../emulators/wecom.ts";

const clock = { now: 0 };
let wecom: Wecom;
let api: WecomApi;
let logged: object[];

beforeEach(async () => {
  clock.now = Date.parse("2026-11-20T09:00:00+08:00");
  wecom = await startWecom({ clock });
  wecom.member("Li");
  logged = [];
  api = open();
});
afterEach(() => wecom.close());

function open(changes: { secret?: string; root?: string } = {}): WecomApi {
  const note = (fields: object, message: string) => void logged.push({ ...fields, message });
  return createWecomApi({
    root: wecom.url,
    corpId: wecom.settings.corpId,
    secret: wecom.settings.app.secret,
    now: () => clock.now,
    log: { info: note, warn: note, error: note },
    ...changes,
  });
}

const text = { touser: "Li", msgtype: "text", agentid: 1000002, text: { content: "好" } };
const send = (from = api) => from.call("message/send", text);
const times = (method: string) => wecom.calls.filter((call) => call.method === method).length;
const MINUTE = 60_000;

describe("the token", () => {
  it("is asked for once, by however many calls at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send()));
    expect(answers.every(({ kind }) => kind === "ok")).toBe(true);
    expect(times("gettoken")).toBe(1);
    clock.now += 114 * MINUTE;
    await send();
    expect(times("gettoken")).toBe(1);
  });

  it("is renewed before it ends, and not at every call of its last minutes", async () => {
    await send();
    for (let second = 0; second < 400; second += 5) {
      clock.now += second === 0 ? 115 * MINUTE : 5_000;
      expect((await send()).kind).toBe("ok");
    }
    expect(times("gettoken")).toBeLessThan(8);
    expect(wecom.refusals.length).toBeLessThanOrEqual(1);
  });

  it("that is refused is renewed once, by all calls together", async () => {
    await send();
    wecom.expireTokens();
    const answers = await Promise.all(Array.from({ length: 10 }, () => send()));
    expect(answers.every(({ kind }) => kind === "ok")).toBe(true);
    expect(times("gettoken")).toBe(2);
  });

  it("that is refused again and again is not asked for without end", async () => {
    wecom.failNext("message/send", 40014, 2);
    expect(await send()).toEqual({ kind: "later", at: clock.now + MINUTE, why: "errcode 40014" });
    expect([times("gettoken"), times("message/send")]).toEqual([2, 2]);
  });

  it("is not asked for within a minute with a secret that was refused", async () => {
    const wrong = open({ secret: "of-another-app" });
    const later = { kind: "later", at: clock.now + MINUTE, why: "gettoken: errcode 40001" };
    expect(await send(wrong)).toEqual(later);
    clock.now += MINUTE - 1;
    expect(await send(wrong)).toEqual(later);
    expect(times("gettoken")).toBe(1);
    clock.now += 1;
    await send(wrong);
    expect(times("gettoken")).toBe(2);
    expect(logged).toHaveLength(2);
  });

  it("is asked for less and less often with a secret that stays wrong, up to once an hour", async () => {
    const wrong = open({ secret: "of-another-app" });
    await send(wrong);
    const waits: number[] = [];
    for (let minutes = 1, asked = 1; waits.length < 8; minutes++) {
      clock.now += MINUTE;
      const answer = await send(wrong);
      // What is to go out is tried again soon all the same: the server may be started anew with the right one.
      expect(answer).toMatchObject({ kind: "later", at: clock.now + MINUTE });
      if (times("gettoken") === asked) continue;
      waits.push(minutes);
      [minutes, asked] = [0, times("gettoken")];
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it("is asked for every minute while the vendor is only busy", async () => {
    for (let asked = 1; asked < 5; asked++) {
      wecom.failNext("gettoken", -1, 3);
      await send();
      expect(times("gettoken")).toBe(3 * asked);
      clock.now += MINUTE;
    }
    expect((await send()).kind).toBe("ok");
  });

  it("is tried for again soon where nobody answered", async () => {
    wecom.failNext("gettoken", "no answer");
    expect(await send()).toEqual({ kind: "later", at: clock.now + 5_000, why: "no answer to gettoken" });
    clock.now += 5_000;
    expect((await send()).kind).toBe("ok");
  });
});

describe("a call", () => {
  it("is made three times while the vendor is busy, then later", async () => {
    wecom.failNext("message/send", -1, 2);
    expect((await send()).kind).toBe("ok");
    wecom.failNext("message/send", -1, 3);
    expect(await send()).toEqual({ kind: "later", at: clock.now + 5_000, why: "errcode -1" });
    expect(times("message/send")).toBe(6);
  });

  it.each([
    [45009, MINUTE],
    [45033, 5_000],
    [60020, 5 * MINUTE],
  ] as const)("that meets %i waits", async (code, ms) => {
    wecom.failNext("message/send", code);
    expect(await send()).toEqual({ kind: "later", at: clock.now + ms, why: `errcode ${code}` });
    expect(times("message/send")).toBe(1);
  });

  it("says in the log that the address is to be entered in the console", async () => {
    wecom.failNext("message/send", 60020);
    await send();
    expect(JSON.stringify(logged)).toContain("企业可信IP");
  });

  it("leaves a trouble behind until one is answered again", async () => {
    expect(api.trouble()).toBeNull();
    wecom.failNext("message/send", 60020);
    await send();
    expect(api.trouble()).toContain("企业可信IP");
    await send();
    expect(api.trouble()).toBeNull();
    const wrong = open({ secret: "of-another-app" });
    await send(wrong);
    expect(wrong.trouble()).toMatch(/40001.*secret/);
    wecom.failNext("gettoken", 40001);
    const mended = open();
    await send(mended);
    expect(mended.trouble()).toContain("40001");
    clock.now += MINUTE;
    await send(mended);
    expect(mended.trouble()).toBeNull();
  });

  it("that is refused for good says so", async () => {
    expect(await api.call("message/send", { ...text, touser: "nobody" })).toEqual({
      kind: "refused",
      errcode: 81013,
    });
  });

  it("is uncertain where the line broke, a gateway failed, or the answer is no JSON", async () => {
    const faults = [
      "taken without answer",
      "no answer",
      { status: 502 },
      { status: 200, body: "<html>" },
    ] as const;
    for (const fault of faults) {
      wecom.failNext("message/send", fault);
      expect(await send()).toEqual({ kind: "uncertain" });
    }
  });

  it("that nobody took is made later", async () => {
    wecom.failNext("message/send", { status: 403, body: "no" });
    expect(await send()).toEqual({ kind: "later", at: clock.now + 10_000, why: "HTTP 403" });
    expect(await send(open({ root: "http://127.0.0.1:1" }))).toMatchObject({ kind: "later" });
  });

  it("uploads a file", async () => {
    const answer = await api.upload(new File(["我的数据"], "我的数据.json"));
    expect(answer).toMatchObject({ kind: "ok", data: { media_id: "media-0001" } });
    expect(wecom.calls.at(-1)?.body).toEqual({ type: "file", name: "我的数据.json", size: 12 });
  });

  it("tells nobody the token or the secret", async () => {
    const faults = [45009, 60020, 81013, "no answer", { status: 502 }] as const;
    const told: unknown[] = [];
    for (const fault of faults) {
      wecom.failNext("message/send", fault);
      told.push(await send());
    }
    told.push(await send(open({ secret: "of-another-app" })), logged);
    expect(JSON.stringify(told)).not.toMatch(/access-token|secret-of|of-another-app/);
  });
});
