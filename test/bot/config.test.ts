import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { defineChannel, wantedChannels } from "../../bot/channels/definition.ts";
import { forwardedAddress } from "../../bot/client-address.ts";
import { ConfigError, readConfig } from "../../bot/config.ts";
import { secretKeysOf } from "../../bot/data-dir.ts";

describe("the environment", () => {
  it("needs nothing", () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      dataDir: "./data",
      publicUrl: null,
    });
  });

  it("takes an empty variable as absent", () => {
    expect(readConfig({ PORT: "", SECRET_KEY: "", PUBLIC_URL: "" })).toEqual(readConfig({}));
  });

  it("names everything that is wrong at once", () => {
    const wrong = { PORT: "high", PUBLIC_URL: "nowhere", SECRET_KEY: "short" };
    expect(() => readConfig(wrong)).toThrow(ConfigError);
    expect(() => readConfig(wrong)).toThrow(/PORT[\s\S]*PUBLIC_URL[\s\S]*SECRET_KEY/);
  });
});

describe("the secret keys", () => {
  const [one, other] = ["one-key-of-at-least-32-characters-", "other-key-of-at-least-32-characters"];
  let dataDir = "";
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "jinengtong-"));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));
  const keys = (environment: Record<string, string>) =>
    secretKeysOf(readConfig({ ...environment, DATA_DIR: dataDir }));

  it("are made once and kept where none is set", () => {
    const { present, former } = keys({});
    expect(present).toHaveLength(64);
    expect(former).toEqual([]);
    expect(keys({ SECRET_KEY_OLD: one })).toEqual({ present, former: [one] });
  });

  it("are the one that is set and the former ones, the one that was kept among them", () => {
    expect(keys({ SECRET_KEY: one, SECRET_KEY_OLD: ` ${other} , x,,` })).toEqual({
      present: one,
      former: [other, "x"],
    });
    const { present: kept } = keys({});
    expect(keys({ SECRET_KEY: one })).toEqual({ present: one, former: [kept] });
  });
});

describe("PUBLIC_URL", () => {
  it.each(["https://jinengtong.test", " https://jinengtong.test/ ", "http://127.0.0.1:3000/bureau"])(
    "may be %s",
    (PUBLIC_URL) => {
      expect(readConfig({ PUBLIC_URL }).publicUrl).toBe(PUBLIC_URL.trim().replace(/\/$/, ""));
    },
  );

  it.each([
    ...["ftp://jinengtong.test", "jinengtong.test", "javascript:alert(1)", "https://"],
    ...["https://jinengtong.test/?from=here", "https://jinengtong.test/#top"],
  ])("may not be %s", (PUBLIC_URL) => {
    expect(() => readConfig({ PUBLIC_URL })).toThrow("PUBLIC_URL: ");
  });
});

it("takes values without the spaces around them", () => {
  const padded = {
    PORT: " 3001 ",
    HOST: " ::1",
    DATA_DIR: "/srv/data\n",
    LOG_LEVEL: "warn ",
    SECRET_KEY: " ",
  };
  expect(readConfig(padded)).toMatchObject({
    ...{ port: 3001, host: "::1", dataDir: "/srv/data", logLevel: "warn", secretKey: null },
  });
});

describe("a channel's settings", () => {
  const settings = z.object({ TOY_KEY: z.string().regex(/^k\d$/, "is no key"), TOY_NAME: z.string() });
  const toy = defineChannel({
    ...{ id: "toy", name: "Toy", settings, own: ["TOY_KEY", "TOY_NAME"], shared: [] },
    open: () => Promise.reject(new Error("is not opened")),
  });
  const read = (environment: Record<string, string>) => wantedChannels([toy], environment);

  it("are half set up where one is missing, and wrong where one is wrong", () => {
    expect(() => read({ TOY_KEY: "k1" })).toThrow(/^TOY_NAME: missing \(Toy is half set up\)$/);
    expect(() => read({ TOY_KEY: "wrong", TOY_NAME: "x" })).toThrow(/^TOY_KEY: is no key$/);
  });

  it("are taken without the spaces around them", () => {
    expect(read({ TOY_KEY: " k1\n", TOY_NAME: "\tx " })[0]?.settings).toEqual({
      TOY_KEY: "k1",
      TOY_NAME: "x",
    });
    expect(read({ TOY_KEY: " ", TOY_NAME: "" })).toEqual([]);
  });
});

describe("the address of a request", () => {
  it.each([
    ["without a proxy nobody's word is believed", "9.9.9.9", "1.1.1.1", null, "9.9.9.9"],
    ["only the named proxy's word is", "9.9.9.9", "1.1.1.1", "10.0.0.1", "9.9.9.9"],
    ["and only its last", "10.0.0.1", "6.6.6.6, 1.1.1.1", "10.0.0.1", "1.1.1.1"],
    ["also over IPv6", "::ffff:10.0.0.1", "1.1.1.1", "10.0.0.1", "1.1.1.1"],
    ["a proxy that says nothing is the address", "10.0.0.1", undefined, "10.0.0.1", "10.0.0.1"],
  ])("%s", (_why, remote, header, proxy, address) => {
    expect(forwardedAddress(remote, header, proxy)).toBe(address);
  });
});
