/** The channels that there are, beside the web chat; a new one adds its import and its entry here. */
import type { ChannelDefinition } from "./definition.ts";
import { kfDefinition } from "./kf/definition.ts";
import { smartBotDefinition } from "./smart-bot/definition.ts";
import { telegramDefinition } from "./telegram/definition.ts";
import { wecomDefinition } from "./wecom/definition.ts";

export const CHANNELS: readonly ChannelDefinition[] = [
  telegramDefinition,
  wecomDefinition,
  kfDefinition,
  smartBotDefinition,
];
