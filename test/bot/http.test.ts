/** The server by `app.request()`: what is refused, how kindly, and that nothing is lost or told. */
import { globSync } from "node:fs";
import { basename } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { receive } from "../../bot/receive.ts";
import { everyRow } from "../support/every-row.ts";
import { serverForTest } from "../support/server.ts";

type Server = Awaited<ReturnType<typeof serverForTest>>;
let server: Server;
beforeEach(async () => {
  server = await serverForTest();
});
afterEach(() => server.close());

async function arrived() {
  const page = server.page();
  await page.do({ kind: "arrived" });
  return page;
}
const errorOf = async (response: Response) => ((await response.json()) as { error: string }).error;

describe("the page", () => {
  it("comes with a strict policy and no inline script", async () => {
    const response = await server.app.request("/");
    expect(response.status).toBe(200);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe-inline");
    const body = await response.text();
    expect(body).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(body).not.toMatch(/\sstyle=|\son[a-z]+=/);
  });

  it("serves its scripts and styles, compressed, and nothing beside them", async () => {
    const get = (path: string, headers = {}) => server.app.request(path, { headers });
    const script = await get("/chat/chat.js");
    expect(script.status).toBe(200);
    expect(script.headers.get("content-type")).toContain("javascript");
    const style = await get("/chat/weui.css", { "accept-encoding": "gzip" });
    expect(style.headers.get("content-encoding")).toBe("gzip");
    const again = await get("/chat/chat.js", { "if-none-match": script.headers.get("etag") ?? "" });
    expect(again.status).toBe(304);
    for (const path of ["/chat/tsconfig.json", "/chat/../app.ts", "/chat/%2e%2e%2fpage.ts", "/chat/none.js"])
      expect((await get(path)).status).toBe(404);
  });

  it("names every module that it will need, so that a slow line fetches them at once", async () => {
    const body = await (await server.app.request("/")).text();
    const modules = globSync("bot/web-chat/browser/*.js").map((file) => `/chat/${basename(file)}`);
    const named = [...body.matchAll(/(?:modulepreload" href|script type="module" src)="([^"]+)"/g)].map(
      (m) => m[1],
    );
    // wire.js holds types only.
    expect(named.toSorted()).toEqual(modules.filter((path) => path !== "/chat/wire.js").toSorted());
  });

  it("answers health and readiness", async () => {
    expect((await server.app.request("/healthz")).status).toBe(200);
    expect((await server.app.request("/readyz")).status).toBe(200);
  });
});

describe("what is posted", () => {
  it.each([
    ["broken JSON", "{", 400],
    ["no JSON", "您好", 400],
    ["null", "null", 400],
    ["an unknown kind", { id: "12345678", kind: "shouted" }, 400],
    ["a missing text", { id: "12345678", kind: "said" }, 400],
    ["an empty text", { id: "12345678", kind: "said", text: "" }, 400],
    ["a field too many", { id: "12345678", kind: "said", text: "好", admin: true }, 400],
    ["a number for a text", { id: "12345678", kind: "said", text: 5 }, 400],
    ["an id too short", { id: "1", kind: "said", text: "好" }, 400],
    ["3,000 characters", { id: "12345678", kind: "said", text: "好".repeat(3_000) }, 413],
    ["100,000 characters", { id: "12345678", kind: "said", text: "好".repeat(100_000) }, 413],
    [
      "10,000 ticks",
      { id: "12345678", kind: "chose", question: "q", values: Array(999).fill("x"), label: "" },
      400,
    ],
  ])("%s is refused kindly", async (_what, body, status) => {
    const page = await arrived();
    const before = await everyRow(server.services.database);
    const response = await page.post(body);
    expect(response.status).toBe(status);
    const error = await errorOf(response);
    expect(error).toMatch(/请/);
    expect(error).not.toMatch(/Error|at |\.ts/);
    expect(await everyRow(server.services.database)).toEqual(before);
  });

  it("is JSON only, so that another site's form cannot post", async () => {
    const page = await arrived();
    const response = await page.post(
      { id: "12345678", kind: "said", text: "好" },
      { "content-type": "text/plain" },
    );
    expect(response.status).toBe(415);
  });

  it("is refused without a session, with a tampered cookie, with one of another key", async () => {
    const page = await arrived();
    const body = { id: "12345678", kind: "said", text: "好" };
    expect((await server.page().post(body)).status).toBe(401);
    const tampered = page.cookie.replace("=0", "=1");
    expect(tampered).not.toBe(page.cookie);
    const response = await server.page().post(body, { cookie: tampered });
    expect(response.status).toBe(401);
    expect(await errorOf(response)).toContain("请刷新");
    expect((await server.app.request("/chat/stream", { headers: { cookie: tampered } })).status).toBe(401);
  });

  it("a tampered cookie gets a fresh session when the page is opened again", async () => {
    const page = server.page();
    const response = await page.post(
      { id: "12345678", kind: "arrived" },
      { cookie: "jinengtong=forged.AAAA" },
    );
    expect(response.status).toBe(200);
    expect(page.cookie).toMatch(/^jinengtong=0+\d+\./);
  });

  it("sets a cookie that no script can read", async () => {
    const response = await server.page().post({ id: "12345678", kind: "arrived" });
    const cookie = response.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).not.toMatch(/Secure/);
  });

  it("is taken in once, however often and however parallel it comes", async () => {
    const page = await arrived();
    const body = { id: "same-event-id", kind: "said", text: "你好" };
    const answers = await Promise.all([1, 2, 3].map(() => page.post(body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const lines = await page.lines();
    expect(lines.filter(({ from }) => from === "me")).toHaveLength(1);
  });

  it("of two tabs at the same moment is answered one after the other, none lost", async () => {
    const page = await arrived();
    await page.do({ kind: "said", text: "开始" });
    const texts = ["菜单", "帮助", "人工", "我的数据"];
    const answers = await Promise.all(
      texts.map((text, index) => page.post({ id: `tab-${index}-event`, kind: "said", text })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const lines = await page.lines();
    const said = lines.filter(({ from }) => from === "me").map(({ message }) => message.text);
    expect(said.toSorted()).toEqual(["开始", ...texts].toSorted());
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
  });
});

describe("limits", () => {
  it("a person who types too fast is asked to wait, and told how long", async () => {
    const page = await arrived();
    const statuses: number[] = [];
    for (let index = 0; index < 50; index++)
      statuses.push((await page.post({ id: `fast-${index}-event`, kind: "said", text: "你好" })).status);
    const refused = await page.post({ id: "fast-last-event", kind: "said", text: "你好" });
    expect(statuses[0]).toBe(200);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await errorOf(refused)).toContain("请等");
  });

  it("one person's haste does not slow another at the same address", async () => {
    const [hasty, calm] = [await arrived(), await arrived()];
    for (let index = 0; index < 50; index++)
      await hasty.post({ id: `fast-${index}-event`, kind: "said", text: "好" });
    expect((await calm.post({ id: "calm-0-event", kind: "said", text: "你好" })).status).toBe(200);
  });

  it("new sessions are limited by address", async () => {
    const open = (address: string, index: number) =>
      server.page().post({ id: `open-${index}-event`, kind: "arrived" }, { "x-test-address": address });
    let last = 200;
    for (let index = 0; index < 220 && last === 200; index++) last = (await open("10.0.0.1", index)).status;
    expect(last).toBe(429);
    expect((await open("10.0.0.2", 999)).status).toBe(200);
  });
});

describe("failures", () => {
  it("a broken record gives a kind 500, tells the log and not the person, and logs nothing that was said", async () => {
    const page = await arrived();
    server.services.database.batch = async () => {
      throw new Error("disk I/O error in some-file.ts");
    };
    const response = await page.post({ id: "12345678", kind: "said", text: "我的秘密" });
    expect(response.status).toBe(500);
    expect(await errorOf(response)).toBe("系统出了点问题，这句话没发出去，请稍后再试。");
    expect(JSON.stringify(server.logged)).toContain("disk I/O error");
    expect(JSON.stringify(server.logged)).not.toContain("我的秘密");
  });

  it("an unknown path is a plain 404", async () => {
    const response = await server.app.request("/wp-login.php");
    expect(response.status).toBe(404);
    expect(await response.text()).toBe("没有这个页面。");
  });

  it("whatever is typed is answered, never with a 500", async () => {
    const page = await arrived();
    let counter = 0;
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", minLength: 1, maxLength: 400 }), async (text) => {
        server.clock.now += 60_000;
        const response = await page.post({ id: `fuzz-${++counter}-event`, kind: "said", text });
        expect([200, 429]).toContain(response.status);
      }),
      { numRuns: 35 },
    );
  });
});

describe("我的数据", () => {
  it("after deletion no table holds anything of the person", async () => {
    const page = await arrived();
    const other = await arrived();
    await other.do({ kind: "said", text: "我是别人" });
    const session = /=([^.]+)\./.exec(page.cookie)?.[1] ?? "";
    await page.do({ kind: "said", text: "我在淄博一家锅炉厂上班，刚考下高级技师，能领什么钱？" });
    await page.do({ kind: "said", text: "记住" });
    await page.do({ kind: "said", text: "导出" });
    const { person } =
      (await server.services.database.query("SELECT person FROM address WHERE external = ?", [session]))[0] ??
      {};
    const full = JSON.stringify(await everyRow(server.services.database));
    for (const trace of [session, String(person), "锅炉厂", "高级技师"]) expect(full).toContain(trace);

    await page.do({ kind: "said", text: "全部删除" });
    const farewell = await page.do({ kind: "said", text: "确定删除" });
    expect(farewell[0]?.text).toContain("已经全部删除");

    const left = JSON.stringify(await everyRow(server.services.database));
    for (const trace of [session, String(person), "锅炉厂", "高级技师", "已经全部删除"])
      expect(left).not.toContain(trace);
    expect(left).toContain("我是别人");
    expect(page.cookie).toBe("");
  });

  it("the other tab is told that the talk is gone", async () => {
    const page = await arrived();
    const stream = await server.app.request("/chat/stream", { headers: { cookie: page.cookie } });
    await page.do({ kind: "said", text: "全部删除" });
    await page.do({ kind: "said", text: "确定删除" });
    expect(await stream.text()).toContain("event: gone");
  });
});

describe("a message that races a deletion", () => {
  it("brings nobody back: it is refused, and nothing of it is stored", async () => {
    const page = await arrived();
    await page.do({ kind: "said", text: "全部删除" });
    const session = /=([^.]+)\./.exec(page.cookie)?.[1] ?? "";
    const saying = (text: string, id: string) =>
      receive(server.services, {
        id,
        from: { channel: "web", external: session },
        happening: { kind: "said", text },
      });
    const outcomes = await Promise.all([
      saying("确定删除", "delete"),
      ...[1, 2, 3].map((n) => saying("锅炉厂还有一句", `late-${n}`)),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["forgotten", "unknown", "unknown", "unknown"]);
    const left = await everyRow(server.services.database);
    expect(left.person).toEqual([]);
    expect(left.conversation_step).toEqual([]);
    expect(JSON.stringify(left)).not.toContain("锅炉厂");
  });

  it("nor does the old cookie: who arrives with it begins as somebody new", async () => {
    const page = await arrived();
    const cookie = page.cookie;
    await page.do({ kind: "said", text: "全部删除" });
    await page.do({ kind: "said", text: "确定删除" });
    const said = await server.page().post({ id: "after-the-end", kind: "said", text: "你好" }, { cookie });
    expect(said.status).toBe(401);
    const again = server.page();
    await again.post({ id: "arrive-again", kind: "arrived" }, { cookie });
    expect(again.cookie.split(".")[0]).not.toBe(cookie.split(".")[0]);
  });

  it("thirty things at once of one person are all taken in, once each", async () => {
    const page = await arrived();
    const ids = Array.from({ length: 30 }, (_, index) => `many-event-${String(index).padStart(2, "0")}`);
    const answers = await Promise.all(ids.map((id) => page.post({ id, kind: "said", text: "你好" })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const mine = (await page.lines()).filter(({ from }) => from === "me").map(({ event }) => event);
    expect(mine.toSorted()).toEqual(ids);
  });

  it("two people may use the same event id", async () => {
    const [one, two] = [await arrived(), await arrived()];
    for (const page of [one, two]) await page.post({ id: "13800138000-zhang", kind: "said", text: "你好" });
    for (const page of [one, two])
      expect((await page.lines()).some(({ event }) => event === "13800138000-zhang")).toBe(true);
    expect(JSON.stringify((await everyRow(server.services.database)).inbound)).not.toContain("13800138000");
  });
});
