/** Encrypted callbacks: what is honest is read to the letter, and everything else is refused without a throw. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Callback, readCallback } from "../../../bot/wecom/callback.ts";
import { startWecom, type Wecom } from "../../emulators/wecom.ts";

const clock = { now: Date.parse("2026-11-20T09:00:00+08:00") };
let wecom: Wecom;
let read: Callback[];

beforeEach(async () => {
  wecom = await startWecom({ clock });
  read = [];
  wecom.deliverTo("http://server.invalid");
  wecom.deliverTo({ fetch: receive });
});
afterEach(() => wecom.close());

const keys = () => {
  const { token, aesKey } = wecom.settings.app;
  return { token, aesKey, receiveId: wecom.settings.corpId };
};

async function receive(request: Request): Promise<Response> {
  const callback = await readCallback(request, keys(), clock.now);
  read.push(callback);
  if (callback.kind === "refused") return new Response("", { status: callback.status });
  return new Response(callback.kind === "check" ? callback.text : "");
}

const message = () => {
  const last = read.at(-1);
  return last?.kind === "message" ? last.xml : last;
};

describe("an honest callback", () => {
  it("the check of the address is answered with the bare text", async () => {
    expect(await wecom.checkUrl("app")).toMatchObject({ status: 200, passed: true });
  });

  it("words come as they were typed, whatever they look like", async () => {
    const words = [
      "技师能领多少",
      "a<b> &amp; & ]]> <!DOCTYPE xml> <![CDATA[x]]>",
      "00123.50",
      "true",
      " 两\n行 ",
      "👩🏽‍🏭",
      "<xml>",
    ];
    for (const text of words) {
      await wecom.member("Li").says(text);
      expect(message()).toMatchObject({ Content: text, FromUserName: "Li", MsgType: "text" });
    }
  });

  it("keeps every digit of ids that are longer than a number can hold", async () => {
    await wecom.member("Li").says("一");
    await wecom.member("Li").says("二");
    expect(read.map((one) => one.kind === "message" && one.xml.MsgId)).toEqual([
      "7400000000000000001",
      "7400000000000000002",
    ]);
  });
});

describe("whatever else comes", () => {
  it("is refused by its signature before anything is decrypted", async () => {
    const { attacks } = wecom;
    for (const attack of [attacks.wrongSignature, attacks.wrongToken, attacks.exchanged])
      expect(await attack("app")).toMatchObject({ status: 401 });
    expect(await wecom.checkUrl("app", { signature: "0".repeat(40) })).toMatchObject({ status: 401 });
  });

  it("is refused where it is too old or too early", async () => {
    expect(await wecom.attacks.old("app", 11)).toMatchObject({ status: 401 });
    expect(await wecom.attacks.early("app", 11)).toMatchObject({ status: 401 });
    expect(await wecom.attacks.old("app", 9)).toMatchObject({ status: 200 });
    expect(await wecom.checkUrl("app", { timestamp: 0 })).toMatchObject({ status: 401 });
  });

  it("is refused alike, whether padding, key, length or receiver is wrong", async () => {
    const { attacks } = wecom;
    for (const attack of [
      attacks.wrongCorp,
      attacks.otherKey,
      attacks.noCipher,
      attacks.truncatedCipher,
      attacks.changedCipher,
    ])
      await attack("app");
    expect(new Set(read.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ kind: "refused", status: 403, why: "not encrypted for us" })]),
    );
  });

  it("is refused where it cannot be read", async () => {
    const { attacks } = wecom;
    for (const attack of [
      attacks.noSignature,
      attacks.truncated,
      attacks.empty,
      attacks.garbage,
      attacks.unencrypted,
      attacks.entities,
      attacks.entitiesInside,
      attacks.garbageInside,
    ])
      expect(await attack("app")).toMatchObject({ status: 400 });
    expect(await attacks.huge("app")).toMatchObject({ status: 413 });
    expect(await attacks.raw("app", { method: "PUT", body: "x" })).toMatchObject({ status: 405 });
    expect(await attacks.raw("app", {})).toMatchObject({ status: 400 });
  });

  it("does not reach into objects", async () => {
    await wecom.attacks.post("app", { inner: "<xml><__proto__><a>1</a></__proto__><b>2</b></xml>" });
    expect(({} as Record<string, unknown>).a).toBeUndefined();
    expect(read.at(-1)?.kind).toBe("refused");
  });

  it("never throws, even where the signature fits", async () => {
    const post = (wrong: object) => wecom.attacks.post("app", wrong);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.base64String()), async (cipher) => {
        expect((await post({ cipher: () => cipher })).status).toBeGreaterThanOrEqual(400);
      }),
      { numRuns: 50 },
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (inner) => {
        expect((await post({ inner: `<xml>${inner}</xml>` })).status).toBeLessThan(500);
      }),
      { numRuns: 50 },
    );
    expect(read.length).toBeGreaterThanOrEqual(100);
  });
});
