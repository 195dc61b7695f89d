/** Sends one message to one member; a repetition of it is known by WeCom and not shown twice. */
import type { Outcome, Outgoing } from "../../../storage/outbox.ts";
import type { Log } from "../../services.ts";
import type { ApiAnswer, WecomApi } from "../../wecom/api.ts";
import { fileOf } from "../../wecom/file.ts";
import { createPace } from "../../wecom/pace.ts";
import { contentOf, inWords, textContent } from "./render.ts";

export interface App {
  api: WecomApi;
  agentid: number;
  /** Milliseconds since 1970. */
  now: () => number;
  log: Log;
}

const [NOBODY_REACHED, TASK_ID_TAKEN] = [81013, 42014];

export function createSend(app: App) {
  const pace = createPace(app.now);
  return async (outgoing: Outgoing): Promise<Outcome> => {
    const free = pace.take(outgoing.to.external);
    if (free !== null) return { kind: "later", at: free, untried: true };
    const file = fileOf(outgoing);
    if (file) return sendFile(app, outgoing, file);
    const content = contentOf(outgoing.message, outgoing.id);
    const answer = await post(app, outgoing, content);
    const isRefused = answer.kind === "refused" && answer.errcode !== NOBODY_REACHED;
    if (!isRefused || content.msgtype === "text") return outcomeOf(app, answer, outgoing);
    // The first try arrived, though no answer to it did.
    if (answer.errcode === TASK_ID_TAKEN && outgoing.attempts > 1) return { kind: "sent" };
    app.log.error({ errcode: answer.errcode }, "WeCom refused a card; its choices go out in words");
    return sendInWords(app, outgoing);
  };
}

async function sendInWords(app: App, outgoing: Outgoing): Promise<Outcome> {
  let outcome: Outcome = { kind: "sent" };
  for (const text of inWords(outgoing.message)) {
    outcome = outcomeOf(app, await post(app, outgoing, textContent(text)), outgoing);
    if (outcome.kind !== "sent") return outcome;
  }
  return outcome;
}

async function sendFile(app: App, outgoing: Outgoing, file: File): Promise<Outcome> {
  const uploaded = await app.api.upload(file);
  if (uploaded.kind !== "ok") return outcomeOf(app, uploaded, outgoing);
  const content = { msgtype: "file", file: { media_id: String(uploaded.data.media_id) } };
  return outcomeOf(app, await post(app, outgoing, content), outgoing);
}

function post({ api, agentid }: App, { id, to }: Outgoing, content: object): Promise<ApiAnswer> {
  return api.call("message/send", {
    touser: to.external,
    agentid,
    ...content,
    enable_duplicate_check: 1,
    duplicate_check_interval: intervalOf(id),
  });
}

/**
 * WeCom drops a request whose JSON is the same as before, within these seconds (at most four hours). The number
 * is made of the message's id: a second try is the same JSON, an equal answer to an equal question is not.
 */
function intervalOf(id: string): number {
  return 1_800 + (Number.parseInt(id.slice(-8), 16) % 12_600);
}

function outcomeOf({ log }: App, answer: ApiAnswer, { to }: Outgoing): Outcome {
  switch (answer.kind) {
    case "ok":
      return arrival(answer.data, to.external);
    case "later":
      log.warn({ why: answer.why }, "WeCom is to be tried later");
      return { kind: "later", at: answer.at };
    case "uncertain":
      return { kind: "uncertain", why: "no answer from WeCom" };
    case "refused":
      if (answer.errcode === NOBODY_REACHED) return LEFT;
      log.error({ errcode: answer.errcode }, "WeCom refused a message");
      return { kind: "never", why: `errcode ${answer.errcode}` };
  }
}

const LEFT: Outcome = { kind: "never", why: "not in the app's range", left: true };

/** Code 0 may still say that the only receiver was not reached; ids come back in lower case. */
function arrival({ msgid, invaliduser, unlicenseduser }: Record<string, unknown>, external: string): Outcome {
  const names = (list: unknown) =>
    typeof list === "string" && list.toLowerCase().split("|").includes(external.toLowerCase());
  if (names(invaliduser)) return LEFT;
  if (names(unlicenseduser)) return { kind: "never", why: "the member has no licence" };
  return typeof msgid === "string" ? { kind: "sent", as: msgid } : { kind: "sent" };
}
