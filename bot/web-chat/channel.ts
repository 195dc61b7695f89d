/** The web chat as a channel: what is stored is what the page shows, so sending is waking the open pages. */
import type { Channel } from "../channels/channel.ts";
import type { Hub } from "./hub.ts";

export function webChannel(hub: Hub): Channel {
  return {
    id: "web",
    name: "网页",
    abilities: {
      buttons: { most: 100, label: 200 },
      text: { most: 100_000, unit: "utf16" },
      files: "fetched",
      edits: false,
      knowsRepetitions: true,
      speaks: "while_open",
    },
    keepsWhatIsSaid: true,
    beginsWithArrival: true,
    fit: (messages) => [...messages],
    send: async ({ to }) => {
      hub.nudge(to.external);
      return { kind: "sent" };
    },
  };
}
