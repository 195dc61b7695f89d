/** The web chat as a channel: what is stored is what the page shows, so sending is waking the open pages. */
import type { Channel } from "../channels/channel.ts";
import type { Hub } from "./hub.ts";

export function webChannel(hub: Hub): Channel {
  return {
    id: "web",
    keepsWhatIsSaid: true,
    beginsWithArrival: true,
    send: async (to) => {
      hub.nudge(to.external);
      return { kind: "sent" };
    },
  };
}
