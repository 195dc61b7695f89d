/** The emulated API host itself: tokens, faults, callbacks and what an attacker sends. */

import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ServerForWecom, serverForWecom } from "./wecom/server-for-tests.ts";
import { HOUR, MINUTE } from "./wecom/world.ts";

let server: ServerForWecom;
beforeEach(async () => {
  server = await serverForWecom();
});
afterEach(() => server.wecom.close());

const SEND = "message/send";
const hello = () => ({
  touser: "li",
  msgtype: "text",
  agentid: server.wecom.settings.app.agentId,
  text: { content: "您好" },
});
const tokenPath = (corpid: string, secret: string) => `gettoken?corpid=${corpid}&corpsecret=${secret}`;

describe("access tokens", () => {
  test("one secret has one token for two hours, and each secret its own", async () => {
    const { corpId, app, kf } = server.wecom.settings;
    const first = await server.get(tokenPath(corpId, app.secret));
    expect(first).toMatchObject({ errcode: 0, expires_in: 7_200 });
    server.clock.now += HOUR;
    expect(await server.get(tokenPath(corpId, app.secret))).toMatchObject({
      access_token: first.access_token,
      expires_in: 3_600,
    });
    expect((await server.get(tokenPath(corpId, kf.secret))).access_token).not.toBe(first.access_token);
  });

  test.each([
    ["no corp", 41002, () => "gettoken?corpsecret=x"],
    ["no secret", 41004, () => "gettoken?corpid=x"],
    ["another corp", 40013, () => tokenPath("ww1", server.wecom.settings.app.secret)],
    ["a wrong secret", 40001, () => tokenPath(server.wecom.settings.corpId, "wrong")],
  ])("refuses %s: %i", async (_name, errcode, path) => {
    expect((await server.get(path())).errcode).toBe(errcode);
  });

  test("who asks again and again is stopped", async () => {
    const { corpId, app } = server.wecom.settings;
    server.wecom.limits.token.askedInTenMinutes = 2;
    const ask = () => server.get(tokenPath(corpId, app.secret));
    expect([await ask(), await ask(), await ask()].map(({ errcode }) => errcode)).toEqual([0, 0, 45009]);
    server.clock.now += 10 * MINUTE;
    expect((await ask()).errcode).toBe(0);
  });

  test("counts the calls that are under way at once", async () => {
    const { corpId, app } = server.wecom.settings;
    await Promise.all([1, 2, 3].map(() => server.get(tokenPath(corpId, app.secret))));
    expect(server.wecom.mostTokenCallsAtOnce()).toBeGreaterThan(1);
  });

  test("an unknown, an expired, a missing and another app's token", async () => {
    server.wecom.member("li");
    const post = async (token: string) =>
      (await server.post(`${SEND}?access_token=${token}`, hello())).errcode;
    expect(await post("made-up")).toBe(40014);
    expect((await server.post(SEND, hello())).errcode).toBe(41001);
    expect(await post(await server.tokenOf("kf"))).toBe(301002);
    const token = await server.tokenOf("app");
    expect((await server.post(`kf/sync_msg?access_token=${token}`, {})).errcode).toBe(48002);
    expect(await post(token)).toBe(0);
    server.clock.now += 2 * HOUR;
    expect(await post(token)).toBe(42001);
  });

  test("a corp may use one secret for both", async () => {
    const both = await serverForWecom({ app: { secret: "one" }, kf: { secret: "one" } });
    both.wecom.customer("wm1");
    const body = { open_kfid: both.wecom.settings.kf.openKfId };
    expect((await both.call("app", "kf/sync_msg", body)).errcode).toBe(0);
    await both.wecom.close();
  });
});

describe("the API host", () => {
  test("refuses an unknown method, a wrong verb and broken JSON, always with HTTP 200", async () => {
    const token = await server.tokenOf("app");
    expect((await server.post(`message/unknown?access_token=${token}`, {})).errcode).toBe(40058);
    expect((await server.get(`${SEND}?access_token=${token}`)).errcode).toBe(43002);
    expect((await server.post(tokenPath("a", "b"), {})).errcode).toBe(43001);
    expect((await server.post(`${SEND}?access_token=${token}`, "{")).errcode).toBe(47001);
    const response = await fetch(`${server.wecom.url}/cgi-bin/${SEND}`, { method: "POST", body: "{}" });
    expect(response.status).toBe(200);
  });

  test("keeps a log of calls, without tokens, and of refusals, with reasons", async () => {
    server.wecom.member("li");
    await server.call("app", SEND, hello());
    await server.call("app", SEND, { ...hello(), agentid: "1" });
    expect(server.wecom.calls.map(({ method, errcode }) => [method, errcode])).toEqual([
      ["gettoken", 0],
      [SEND, 0],
      [SEND, 40056],
    ]);
    expect(server.wecom.calls[1]).toMatchObject({ body: hello(), at: server.clock.now });
    expect(server.wecom.refusals).toMatchObject([{ method: SEND, errcode: 40056 }]);
    expect(JSON.stringify(server.wecom.calls)).not.toContain("access-token");
  });

  test("10,000 calls of a method a minute, or what a test says", async () => {
    server.wecom.member("li");
    server.wecom.limits.api.callsPerMinute = 1;
    const send = async () => (await server.call("app", SEND, hello())).errcode;
    expect([await send(), await send()]).toEqual([0, 45009]);
    server.clock.now += MINUTE;
    expect(await send()).toBe(0);
  });

  test("faults: a code, no answer, taken without an answer, a gateway's page", async () => {
    const member = server.wecom.member("li");
    const send = () => server.call("app", SEND, hello());
    server.wecom.failNext(SEND, 45009);
    expect((await send()).errcode).toBe(45009);
    server.wecom.failNext(SEND, "no answer");
    await expect(send()).rejects.toThrow();
    expect(member.sees()).toEqual([]);
    server.wecom.failNext(SEND, "taken without answer");
    await expect(send()).rejects.toThrow();
    expect(member.sees()).toHaveLength(1);
    server.wecom.failNext("*", { status: 502, body: "<html>" });
    await expect(send()).rejects.toThrow();
    expect((await send()).errcode).toBe(0);
  });

  test("holds calls until they are let go", async () => {
    const member = server.wecom.member("li");
    const letGo = server.wecom.hold(SEND);
    const sending = server.call("app", SEND, hello());
    expect(await Promise.race([sending, server.tokenOf("kf")])).not.toHaveProperty("errcode");
    expect(member.sees()).toEqual([]);
    letGo();
    expect((await sending).errcode).toBe(0);
  });
});

describe("callbacks", () => {
  test("the check of a URL passes only with the bare text, on both sides", async () => {
    expect(await server.wecom.checkUrl("app")).toMatchObject({ passed: true, status: 200 });
    expect(await server.wecom.checkUrl("kf")).toMatchObject({ passed: true, status: 200 });
    expect((await server.wecom.checkUrl("app", { token: "another" })).passed).toBe(false);
    server.wecom.deliverTo({ fetch: () => new Response('"7000000003"') });
    expect((await server.wecom.checkUrl("app")).passed).toBe(false);
  });

  test("arrive over HTTP at the server's routes", async () => {
    const app = new Hono();
    const paths: string[] = [];
    app.post("*", (context) => {
      paths.push(context.req.path);
      return context.body(null, 200);
    });
    const listening = Promise.withResolvers<number>();
    const real = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      listening.resolve(port),
    );
    const own = await serverForWecom();
    own.wecom.deliverTo({ fetch });
    own.wecom.deliverTo(`http://127.0.0.1:${await listening.promise}`);
    expect(await own.wecom.member("li").says("在吗")).toEqual([{ status: 200, body: "" }]);
    await own.wecom.customer("wm1").says("在吗");
    expect(paths).toEqual(["/wecom/app", "/wecom/kf"]);
    real.close();
    expect(await own.wecom.close()).toBeUndefined();
  });

  test("what is not answered with 200 comes again, byte for byte, three times in all", async () => {
    server.state.status = 500;
    expect(await server.wecom.member("li").says("在吗")).toMatchObject([{ status: 500 }]);
    expect(await server.wecom.retry()).toHaveLength(1);
    server.state.status = 200;
    expect(await server.wecom.retry()).toMatchObject([{ status: 200 }]);
    expect(await server.wecom.retry()).toEqual([]);
    server.state.status = 503;
    await server.wecom.member("li").says("在吗");
    await server.wecom.retry();
    await server.wecom.retry();
    expect(await server.wecom.retry()).toEqual([]);
  });

  test("the same one at the same time, and again later", async () => {
    server.wecom.deliverTimes(3);
    expect(await server.wecom.member("li").says("在吗")).toHaveLength(3);
    await server.wecom.replay();
    const ids = server.read.map(({ fields }) => fields.MsgId);
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(1);
  });

  test("an answer that the vendor could not read is noted", async () => {
    server.wecom.deliverTo({ fetch: () => new Response("ok") });
    await server.wecom.member("li").says("在吗");
    expect(server.wecom.oddAnswers).toEqual([{ status: 200, body: "ok" }]);
  });

  test("where nobody listens the answer is status 0", async () => {
    server.wecom.deliverTo({ app: "http://127.0.0.1:1/wecom/app", fetch });
    expect(await server.wecom.member("li").says("在吗")).toMatchObject([{ status: 0 }]);
  });
});

describe("attacks", () => {
  const SIDES = ["app", "kf"] as const;
  const NAMES = [
    ...["wrongSignature", "wrongToken", "noSignature", "wrongCorp", "otherKey", "old", "early"],
    ...["truncated", "empty", "garbage", "noCipher", "truncatedCipher", "changedCipher", "exchanged"],
    ...["unencrypted"],
  ] as ("wrongSignature" | "old")[];

  test.each(SIDES.flatMap((side) => NAMES.map((name) => [side, name] as const)))(
    "%s: an honest server refuses %s",
    async (side, name) => {
      expect(await server.wecom.attacks[name](side)).toEqual({ status: 403, body: "" });
      expect(server.read).toEqual([]);
    },
  );

  test("within its minutes an early or a late one is taken", async () => {
    expect((await server.wecom.attacks.old("app", 9)).status).toBe(200);
    expect((await server.wecom.attacks.early("app", 9)).status).toBe(200);
  });

  test("any request, and any change of a right one", async () => {
    const { attacks } = server.wecom;
    expect((await attacks.raw("app", { method: "POST", body: "x" }, { nonce: "1" })).status).toBe(403);
    expect((await attacks.post("app", { inner: "<xml><MsgType>text</MsgType></xml>" })).status).toBe(200);
    expect(server.read).toEqual([{ side: "app", fields: { MsgType: "text" } }]);
  });

  test("entities, endless bodies and no XML inside arrive as they are", async () => {
    const bodies: string[] = [];
    server.wecom.deliverTo({
      fetch: async (request) => {
        bodies.push(await request.text());
        return new Response("", { status: 400 });
      },
    });
    const { entities, entitiesInside, garbageInside, huge } = server.wecom.attacks;
    for (const attack of [entities, entitiesInside, garbageInside, huge]) await attack("kf");
    expect(bodies[0]).toContain("<!ENTITY a9");
    expect(bodies[3]?.length).toBeGreaterThan(5_000_000);
  });
});
