/** The channels that there are, beside the web chat; a new one adds its line here. */
import type { ChannelDefinition } from "./definition.ts";
import { kf } from "./kf/definition.ts";
import { smartBot } from "./smart-bot/definition.ts";

export const CHANNELS: readonly ChannelDefinition[] = [kf, smartBot];
