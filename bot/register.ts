/** Tells the far sides our address, the commands and the menu. */
import { type Channel, NotRegistered } from "./channels/channel.ts";
import { ConfigError } from "./config.ts";

/**
 * Each on its own: one that cannot be reached keeps no other from being told.
 * @param tell is given a line for each channel, without a token or an address that holds one
 * @returns whether all that wanted to be told were
 */
export async function registerAll(
  channels: readonly Channel[],
  tell: (line: string) => void,
): Promise<boolean> {
  if (channels.length === 0) throw new ConfigError("no channel is set up; docs/channels.md says how");
  let all = true;
  for (const { name, register } of channels) {
    try {
      tell(`${name}: ${(await register?.()) ?? "nothing to register"}`);
    } catch (error) {
      all = false;
      tell(`${name}: ${reasonOf(error)}`);
    }
  }
  return all;
}

/** Whatever else was thrown may hold the request, and with it a token. */
function reasonOf(error: unknown): string {
  if (error instanceof NotRegistered || error instanceof ConfigError) return error.message;
  return "failed for a reason that nobody expected";
}
