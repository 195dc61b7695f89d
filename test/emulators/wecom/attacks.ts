/** Callbacks that nobody honest sends. Each resolves with the server's answer. */

import { type Answer, type Callbacks, fail, type Side, type Wrong } from "./callbacks.ts";
import { MINUTE, SECOND, seconds, type World } from "./world.ts";
import { xml } from "./xml.ts";

const OTHER_KEY = Buffer.alloc(32, 9).toString("base64").slice(0, 43);

/** Ten levels of ten: ten thousand million copies where entities are expanded. */
const BOMB = `<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a0 "ha">${Array.from(
  { length: 10 },
  (_, level) => `<!ENTITY a${level + 1} "${`&a${level};`.repeat(10)}">`,
).join("")}]>`;

function flipped(text: string): string {
  const bytes = Buffer.from(text, "base64");
  // In the last block, where the receiver's id ends: earlier blocks tell nobody that they were changed.
  const at = bytes.length - 16;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString("base64");
}

export function createAttacks(world: World, callbacks: Callbacks) {
  const { settings } = world;
  /** What would be a person's words if it were taken. */
  const words = (side: Side) =>
    side === "app"
      ? {
          ToUserName: settings.corpId,
          FromUserName: "attacker",
          CreateTime: seconds(world),
          MsgType: "text",
          Content: "an attack",
          MsgId: BigInt(9_000_000_000_000_000_000n) + BigInt(world.count("attack")),
          AgentID: settings.app.agentId,
        }
      : {
          ToUserName: settings.corpId,
          CreateTime: seconds(world),
          MsgType: "event",
          Event: "kf_msg_or_event",
          Token: "token-of-an-attacker",
          OpenKfId: settings.kf.openKfId,
        };
  const post = (side: Side, wrong: Wrong): Promise<Answer> =>
    callbacks.post(callbacks.make(side, words(side), wrong));
  const postBody = (side: Side, change: (body: string) => string): Promise<Answer> => {
    const callback = callbacks.make(side, words(side));
    return callbacks.post({ ...callback, body: change(callback.body) });
  };
  const encrypted = (body: string): string =>
    /<Encrypt><!\[CDATA\[(.*?)\]\]><\/Encrypt>/s.exec(body)?.[1] ?? fail("no encrypted text");

  return {
    wrongSignature: (side: Side) => post(side, { signature: "0".repeat(40) }),
    /** Signed with a token that the attacker made up. */
    wrongToken: (side: Side) => post(side, { token: "TokenOfAnAttacker" }),
    noSignature: (side: Side) => {
      const { query, body } = callbacks.make(side, words(side));
      const { timestamp, nonce } = query;
      return callbacks.ask(side, { timestamp, nonce }, { method: "POST", body });
    },
    /** Signed with the right token, for another corp. */
    wrongCorp: (side: Side) => post(side, { corpId: "ww9999999999999999" }),
    /** Signed with the right token, encrypted with another AES key. */
    otherKey: (side: Side) => post(side, { aesKey: OTHER_KEY }),
    /** Rightly signed and encrypted, but from so long ago. */
    old: (side: Side, minutes = 11) =>
      post(side, { timestamp: seconds(world) - (minutes * MINUTE) / SECOND }),
    /** Rightly signed and encrypted, from the time to come. */
    early: (side: Side, minutes = 11) =>
      post(side, { timestamp: seconds(world) + (minutes * MINUTE) / SECOND }),
    truncated: (side: Side) => postBody(side, (body) => body.slice(0, Math.floor(body.length / 2))),
    empty: (side: Side) => postBody(side, () => ""),
    garbage: (side: Side) => postBody(side, () => "<xml><<>>]]>&\u0000"),
    /** The signature fits, and what is signed is no cipher text. */
    noCipher: (side: Side) => post(side, { cipher: () => "bm90IGVuY3J5cHRlZA==" }),
    /** The signature fits, and blocks at the end of the cipher text are missing: more than its padding can be. */
    truncatedCipher: (side: Side) =>
      post(side, { cipher: (text) => Buffer.from(text, "base64").subarray(0, -64).toString("base64") }),
    /** The signature fits, and one bit of the cipher text is another. */
    changedCipher: (side: Side) => post(side, { cipher: flipped }),
    /** What is signed is one message's cipher text, and another's stands in the body. */
    exchanged: (side: Side) => {
      const [one, other] = [callbacks.make(side, words(side)), callbacks.make(side, words(side))];
      return callbacks.post({ ...one, body: other.body });
    },
    /** The message in the clear, without encryption. */
    unencrypted: (side: Side) => postBody(side, () => xml(words(side))),
    /** Entities that grow when they are expanded, in the envelope that anybody can write. */
    entities: (side: Side) =>
      postBody(side, (body) => `${BOMB}<xml><Encrypt>${encrypted(body)}</Encrypt><Bomb>&a10;</Bomb></xml>`),
    /** The same inside: as if by somebody who has the keys. */
    entitiesInside: (side: Side) =>
      post(side, {
        inner: `${BOMB}<xml><FromUserName>attacker</FromUserName><Content>&a10;</Content></xml>`,
      }),
    garbageInside: (side: Side) => post(side, { inner: "no xml at all" }),
    /** Any change at all, or any request at all. */
    post,
    raw: (side: Side, init: RequestInit, query: Record<string, string> = {}) =>
      callbacks.ask(side, query, init),
    /** More than any callback of the vendor has. */
    huge: (side: Side, bytes = 5_000_000) => postBody(side, (body) => body + " ".repeat(bytes)),
  };
}
