/** setMyCommands and getMyCommands, kept by scope and language. */
import type { BotCommand } from "grammy/types";
import { jsonOf, textOf } from "./params.ts";
import { badRequest } from "./refusal.ts";
import { type Call, isObject } from "./request.ts";

const SCOPES =
  /^(default|all_private_chats|all_group_chats|all_chat_administrators|chat|chat_administrators|chat_member)$/;
const MOST_COMMANDS = 100;

export function createCommands() {
  const lists = new Map<string, BotCommand[]>();
  return {
    setMyCommands: (call: Call): true => {
      const commands = commandsOf(call);
      lists.set(placeOf(call), commands);
      return true;
    },
    getMyCommands: (call: Call): BotCommand[] => lists.get(placeOf(call)) ?? [],
  };
}

function placeOf({ params }: Call): string {
  const scope = jsonOf(params, "scope") ?? { type: "default" };
  if (!isObject(scope)) throw badRequest("can't parse BotCommandScope: BotCommandScope must be an Object");
  if (!SCOPES.test(String(scope.type)))
    throw badRequest("can't parse BotCommandScope: Unsupported type specified");
  const language = textOf(params, "language_code");
  // Two letters: zh-CN is refused.
  if (!/^([a-z]{2})?$/.test(language)) throw badRequest("invalid language code specified");
  return JSON.stringify([scope.type, scope.chat_id ?? "", scope.user_id ?? "", language]);
}

function commandsOf({ params }: Call): BotCommand[] {
  const given = jsonOf(params, "commands") ?? [];
  if (!Array.isArray(given)) throw badRequest("expected an Array of BotCommand");
  if (given.length > MOST_COMMANDS) throw badRequest("BOT_COMMANDS_TOO_MUCH");
  return given.map(checkedCommand);
}

function checkedCommand(given: unknown): BotCommand {
  if (!isObject(given)) throw badRequest("can't parse BotCommand: expected an Object");
  const [name, about] = [given.command, given.description];
  if (typeof name !== "string") throw badRequest(`can't parse BotCommand: Can't find field "command"`);
  if (typeof about !== "string") throw badRequest(`can't parse BotCommand: Can't find field "description"`);
  const command = name.trim().replace(/^\//, "");
  const description = about.trim();
  if (command === "") throw badRequest("command must be non-empty");
  if (command.length > 32) throw badRequest("command length must not exceed 32");
  if (!/^[a-z0-9_]+$/.test(command)) throw badRequest("BOT_COMMAND_INVALID");
  if (description === "") throw badRequest("command description must be non-empty");
  if (description.length > 256) throw badRequest("command description length must not exceed 256");
  return { command, description };
}
