/** Every scenario through each channel's own wire, encryption included, against the emulated far side. */
import { describe, it } from "vitest";
import { type ChannelUnderTest, channelPlayer } from "./support/channel-player.ts";
import { kfSide, smartBotSide, telegramSide, wecomSide } from "./support/hands.ts";
import { playThrough, readScenarios } from "./support/scenario.ts";

const channels: ChannelUnderTest[] = [
  { id: "telegram", side: telegramSide, beginsByArriving: true },
  { id: "wecom", side: wecomSide },
  { id: "kf", side: kfSide },
  { id: "bot", side: smartBotSide },
];

describe.each(channels)("through $id", (channel) => {
  const scenarios = readScenarios().filter(({ on }) => !on || on.includes(channel.id));
  it.each(scenarios.map((scenario) => [scenario.title, scenario] as const))("%s", async (_title, scenario) =>
    playThrough(scenario, await channelPlayer(scenario, channel)),
  );
});
