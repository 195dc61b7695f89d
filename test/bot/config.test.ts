import { describe, expect, it } from "vitest";
import { forwardedAddress } from "../../bot/client-address.ts";
import { ConfigError, readConfig } from "../../bot/config.ts";

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
