/** A small honest server, for the emulator's own tests: calls the API, checks and reads callbacks. */

import { decrypt, getSignature } from "@wecom/crypto";
import { XMLParser } from "fast-xml-parser";
import { startWecom, type Wecom } from "../wecom.ts";
import type { Side } from "./callbacks.ts";
import type { WecomOptions } from "./world.ts";

export interface Reply {
  errcode: number;
  errmsg: string;
  [field: string]: unknown;
}

const parser = new XMLParser({ parseTagValue: false });
/** Older than this is a replay. */
const OLDEST_SECONDS = 600;

export async function serverForWecom(options: WecomOptions = {}) {
  const clock = { now: Date.parse("2026-11-20T09:00:00+08:00") };
  const wecom: Wecom = await startWecom({ clock, ...options });
  const read: { side: Side; fields: Record<string, unknown> }[] = [];
  const state = { status: 200 };

  const opened = (side: Side, url: URL, encrypted: string): string => {
    const { token, aesKey } = wecom.settings[side];
    const field = (name: string) => url.searchParams.get(name) ?? "";
    if (getSignature(token, field("timestamp"), field("nonce"), encrypted) !== field("msg_signature"))
      throw new Error("signature");
    if (Math.abs(clock.now / 1_000 - Number(field("timestamp"))) > OLDEST_SECONDS) throw new Error("time");
    const { message, id } = decrypt(aesKey, encrypted);
    if (id !== wecom.settings.corpId) throw new Error("corp");
    return message;
  };
  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const side: Side = url.pathname.endsWith("/app") ? "app" : "kf";
    if (state.status !== 200) return new Response("", { status: state.status });
    try {
      const echo = url.searchParams.get("echostr");
      if (echo !== null) return new Response(opened(side, url, echo));
      const envelope = parser.parse(await request.text()) as { xml: { Encrypt: string } };
      const inner = parser.parse(opened(side, url, envelope.xml.Encrypt)) as { xml: Record<string, unknown> };
      read.push({ side, fields: inner.xml });
      return new Response("");
    } catch {
      return new Response("", { status: 403 });
    }
  };
  wecom.deliverTo("http://server.invalid");
  wecom.deliverTo({ fetch: answer });

  const get = async (path: string): Promise<Reply> =>
    (await (await fetch(`${wecom.url}/cgi-bin/${path}`)).json()) as Reply;
  const tokens = new Map<Side, string>();
  const tokenOf = async (side: Side): Promise<string> => {
    const secret = wecom.settings[side].secret;
    const path = `gettoken?corpid=${wecom.settings.corpId}&corpsecret=${secret}`;
    const token = tokens.get(side) ?? String((await get(path)).access_token);
    tokens.set(side, token);
    return token;
  };
  const post = async (path: string, body: unknown): Promise<Reply> => {
    const init = { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) };
    return (await (await fetch(`${wecom.url}/cgi-bin/${path}`, init)).json()) as Reply;
  };
  return {
    wecom,
    clock,
    /** What the server read of callbacks. */
    read,
    state,
    get,
    post,
    tokenOf,
    call: async (side: Side, method: string, body: unknown): Promise<Reply> =>
      post(`${method}?access_token=${await tokenOf(side)}`, body),
    upload: async (name: string, content: string, type = "file", field = "media"): Promise<Reply> => {
      const form = new FormData();
      form.set(field, new File([content], name));
      const url = `${wecom.url}/cgi-bin/media/upload?type=${type}&access_token=${await tokenOf("app")}`;
      return (await (await fetch(url, { method: "POST", body: form })).json()) as Reply;
    },
  };
}

export type ServerForWecom = Awaited<ReturnType<typeof serverForWecom>>;
