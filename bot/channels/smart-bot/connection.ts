/** The long connection to the gateway, by the vendor's SDK: whether it stands, and why not. */
import { WSClient } from "@wecom/aibot-node-sdk";
import type { Tools } from "../definition.ts";
import type { SmartBotSettings } from "./definition.ts";

/** Milliseconds before a lost connection is tried again; each further time waits twice as long, up to 30 s. */
export interface Pace {
  reconnectInterval: number;
}

export interface Connection {
  client: WSClient;
  /** Another one for each time that it was made; null while it does not stand. */
  id: () => string | null;
  /** Why nothing can come in or go out; null where all is well. */
  trouble: () => string | null;
  /** @param hear is told every frame that a person caused, and the connection's id; must not throw */
  open: (hear: (frame: unknown, connection: string) => void) => void;
  /** Hears nothing more, and has no id: what is under way can still go on. */
  retire: () => void;
  close: () => void;
}

interface State {
  id: string | null;
  trouble: string | null;
  level: "info" | "warn" | "error";
}

const UNOPENED: State = { id: null, trouble: "is not connected yet", level: "info" };
const DOWN: State = { id: null, trouble: "is not connected; it is tried again and again", level: "warn" };
const REPLACED: State = {
  id: null,
  trouble: "another server has connected with this WECOM_BOT_ID: stop that one, then start this one again",
  level: "error",
};
const CLOSED: State = { id: null, trouble: "is closed", level: "info" };
const up = (id: string): State => ({ id, trouble: null, level: "info" });
const refused = (errcode: string): State => ({
  id: null,
  trouble: `the gateway refuses us (errcode ${errcode}): WECOM_BOT_ID or WECOM_BOT_SECRET is wrong`,
  level: "error",
});

/** As the SDK words the gateway's answer to a subscription. */
const REFUSED = /^Authentication failed.*\(code: (-?\d+)\)$/s;

export function createConnection(
  settings: SmartBotSettings,
  { log, newId }: Pick<Tools, "log" | "newId">,
  { reconnectInterval }: Pace,
): Connection {
  let state = UNOPENED;
  const client = new WSClient({
    botId: settings.WECOM_BOT_ID,
    secret: settings.WECOM_BOT_SECRET,
    ...(settings.WECOM_BOT_URL ? { wsUrl: settings.WECOM_BOT_URL } : {}),
    reconnectInterval,
    maxReconnectAttempts: -1,
    maxAuthFailureAttempts: -1,
    logger: sdkLog(log),
  });
  const become = (next: State): void => {
    if (state === CLOSED) return;
    const { trouble, level } = next;
    // While it is tried again and again, it is told once.
    if (trouble !== state.trouble) {
      const message = trouble === null ? "the smart bot hears" : "the smart bot hears nothing";
      log[level]({ channel: "bot", ...(trouble === null ? {} : { trouble }) }, message);
    }
    state = next;
  };
  const open: Connection["open"] = (hear) => {
    client.on("authenticated", () => become(up(newId())));
    // The SDK tells this after a refusal, a takeover and a closing too, but those say more.
    client.on("disconnected", () => {
      if (state.trouble === null || state === UNOPENED) become(DOWN);
    });
    client.on("error", ({ message }) => {
      const errcode = REFUSED.exec(message)?.[1];
      if (errcode !== undefined) become(refused(errcode));
    });
    client.on("event.disconnected_event", () => become(REPLACED));
    const heard = (frame: unknown) => {
      if (state.id !== null) hear(frame, state.id);
    };
    client.on("message", heard).on("event", heard);
    client.connect();
  };
  return {
    client,
    id: () => state.id,
    trouble: () => state.trouble,
    open,
    retire: () => become(CLOSED),
    close: () => client.disconnect(),
  };
}

/** The SDK logs whole messages, and in errors names and chats: only that something was wrong is passed on. */
function sdkLog(log: Tools["log"]) {
  const silent = () => {};
  const error = (message: string) => {
    if (/^Failed to (?:parse|handle)\b/.test(message))
      log.warn({ channel: "bot" }, "a frame of the gateway could not be read");
  };
  return { debug: silent, info: silent, warn: silent, error };
}
