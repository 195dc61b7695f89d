/** Callbacks to the server under test: signed and encrypted as the vendor's, and posted when a test says so. */

import { encrypt, getSignature } from "@wecom/crypto";
import { seconds, type World } from "./world.ts";
import { type XmlFields, xml } from "./xml.ts";

/** Which of the two callback addresses. */
export type Side = "app" | "kf";

/** What the server under test answered; status 0 where it did not within 5 s, or could not be reached. */
export interface Answer {
  status: number;
  body: string;
}

export interface Callback {
  side: Side;
  query: Record<"msg_signature" | "timestamp" | "nonce", string>;
  body: string;
}

/** What an attack changes about a callback that is otherwise right. */
export interface Wrong {
  /** Another token than the one that both sides know. */
  token?: string;
  aesKey?: string;
  /** Another receiver inside the encrypted text. */
  corpId?: string;
  /** Changes the encrypted text before it is signed: the signature fits what comes of it. */
  cipher?: (text: string) => string;
  signature?: string;
  timestamp?: number;
  /** What is encrypted, in place of the message's XML. */
  inner?: string;
}

export interface Receiver {
  app?: string;
  kf?: string;
  /** In place of the network, as `app.request` of Hono. */
  fetch?: (request: Request) => Response | Promise<Response>;
}

/** The vendor waits 5 s for a 200, and sends three times in all. */
const [PATIENCE_MS, MOST_ATTEMPTS] = [5_000, 3];

export type Callbacks = ReturnType<typeof createCallbacks>;

export function createCallbacks(world: World) {
  const sent: Callback[] = [];
  const unanswered: { callback: Callback; attempts: number }[] = [];
  /** Answers that the vendor does not take: neither empty nor the text that was asked for. */
  const oddAnswers: Answer[] = [];
  let receiver: Receiver = {};
  let copies = 1;

  const sealed = (side: Side, inner: string, wrong: Wrong = {}) => {
    const { token, aesKey } = world.settings[side];
    // Counted and not random, so that a run is the same every time.
    const random = Buffer.alloc(16);
    random.writeUInt32BE(world.count("callback"), 12);
    const made = encrypt(wrong.aesKey ?? aesKey, inner, wrong.corpId ?? world.settings.corpId, random);
    const text = wrong.cipher?.(made) ?? made;
    const timestamp = String(wrong.timestamp ?? seconds(world));
    const nonce = String(1_000_000_000 + world.count("nonce"));
    const msg_signature = wrong.signature ?? getSignature(wrong.token ?? token, timestamp, nonce, text);
    return { text, query: { msg_signature, timestamp, nonce } };
  };
  const make = (side: Side, fields: XmlFields, wrong: Wrong = {}): Callback => {
    const { text, query } = sealed(side, wrong.inner ?? xml(fields), wrong);
    const AgentID = side === "app" ? String(world.settings.app.agentId) : "";
    return { side, query, body: xml({ ToUserName: world.settings.corpId, AgentID, Encrypt: text }) };
  };
  const ask = async (side: Side, query: Record<string, string>, init: RequestInit): Promise<Answer> => {
    const url = new URL(
      receiver[side] ?? fail(`nobody is to be told of ${side} callbacks: call deliverTo first`),
    );
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const request = new Request(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    try {
      const response = await (receiver.fetch ?? fetch)(request);
      return { status: response.status, body: await response.text() };
    } catch (error) {
      return { status: 0, body: String(error) };
    }
  };
  const post = async ({ side, query, body }: Callback): Promise<Answer> => {
    const answer = await ask(side, query, { method: "POST", headers: { "content-type": "text/xml" }, body });
    // A reply in the answer would have to be encrypted XML; the server under test sends its words by the API.
    if (answer.status === 200 && answer.body !== "") oddAnswers.push(answer);
    return answer;
  };
  const attempt = async (callback: Callback, attempts: number): Promise<Answer[]> => {
    const answers = await Promise.all(Array.from({ length: copies }, () => post(callback)));
    if (!answers.some(({ status }) => status === 200) && attempts < MOST_ATTEMPTS)
      unanswered.push({ callback, attempts });
    return answers;
  };

  return {
    sent,
    oddAnswers,
    make,
    post,
    ask,
    /** The server's root, where the two addresses are `/wecom/app` and `/wecom/kf`; or each by itself. */
    deliverTo: (to: string | Receiver): void => {
      const at = (path: string) => new URL(path, to as string).href;
      receiver = {
        ...receiver,
        ...(typeof to === "string" ? { app: at("/wecom/app"), kf: at("/wecom/kf") } : to),
      };
    },
    /** From now on each callback is posted so often at the same time. */
    deliverTimes: (times: number): void => {
      copies = times;
    },
    deliver: (side: Side, fields: XmlFields): Promise<Answer[]> => {
      const callback = make(side, fields);
      sent.push(callback);
      return attempt(callback, 1);
    },
    /** Sends again, byte for byte, what was not answered with 200; three times in all. */
    retry: async (): Promise<Answer[]> => {
      const answers: Answer[] = [];
      for (const { callback, attempts } of unanswered.splice(0))
        answers.push(...(await attempt(callback, attempts + 1)));
      return answers;
    },
    /** An earlier callback once more, byte for byte; the last one where none is named. */
    replay: (callback = sent.at(-1) ?? fail("no callback was sent yet")): Promise<Answer> => post(callback),
    /** The check of a URL in the vendor's console: passes only where the bare text comes back. */
    checkUrl: async (side: Side, wrong: Wrong = {}): Promise<Answer & { passed: boolean }> => {
      const expected = String(7_000_000_000 + world.count("echo"));
      const { text, query } = sealed(side, expected, wrong);
      const answer = await ask(side, { ...query, echostr: text }, { method: "GET" });
      return { ...answer, passed: answer.status === 200 && answer.body === expected };
    },
  };
}

export function fail(why: string): never {
  throw new Error(why);
}
