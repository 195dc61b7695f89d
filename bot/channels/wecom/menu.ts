/** The app's menu below the chat, made by the operator's command. */
import { NotRegistered } from "../channel.ts";
import type { App } from "./send.ts";
import { MENU } from "./texts.ts";

/** @throws NotRegistered where WeCom does not take it */
export async function registerMenu({ api, agentid }: App): Promise<string> {
  const button = MENU.map(({ key, name }) => ({ type: "click", name, key }));
  const answer = await api.call("menu/create", { button }, { agentid: String(agentid) });
  if (answer.kind === "ok") return `menu: ${MENU.map(({ name }) => name).join("、")}`;
  const why =
    answer.kind === "refused" ? `errcode ${answer.errcode}` : "why" in answer ? answer.why : "no answer";
  throw new NotRegistered(`menu/create: ${why}`);
}
