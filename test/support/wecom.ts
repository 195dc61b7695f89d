/** The whole server with the WeCom app switched on, and the emulator that calls it and is called by it. */
import { wecomDefinition as definition } from "../../bot/channels/wecom/definition.ts";
import { startWecom } from "../emulators/wecom.ts";
import { appEnvironment } from "./hands.ts";
import { type ServerOptions, serverForTest } from "./server.ts";

export async function serverWithWecom(options: ServerOptions = {}) {
  const clock = { now: 0 };
  const wecom = await startWecom({ clock });
  const server = await serverForTest({
    ...options,
    channels: [definition],
    environment: { ...appEnvironment(wecom), WECOM_API_ROOT: `${wecom.url}/` },
  });
  // One time for both.
  Object.defineProperty(clock, "now", { get: () => server.clock.now });
  wecom.deliverTo("http://server.invalid");
  wecom.deliverTo({ fetch: (request) => server.app.request(request) });
  return {
    ...server,
    wecom,
    /** The member does something; what came to their phone, or changed on it, once all has been sent. */
    shows: async (userid: string, act: Promise<unknown>) => {
      await act;
      await server.settled();
      return wecom.member(userid).seesNew();
    },
    close: async () => {
      await server.close();
      await wecom.close();
    },
  };
}
