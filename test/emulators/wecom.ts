/** WeCom's far side: one API host for an app (自建应用) and 微信客服, and the people who use them. */

import { startApi } from "./wecom/api.ts";
import { createApp } from "./wecom/app.ts";
import { createAttacks } from "./wecom/attacks.ts";
import { createCallbacks } from "./wecom/callbacks.ts";
import { createKf } from "./wecom/kf.ts";
import { createMedia } from "./wecom/media.ts";
import { createTokens } from "./wecom/tokens.ts";
import { createWorld, type WecomOptions } from "./wecom/world.ts";

export type Wecom = Awaited<ReturnType<typeof startWecom>>;

/** Starts the API on a free port of loopback; time is only what `clock` says, in milliseconds. */
export async function startWecom({ clock, ...options }: WecomOptions & { clock: { now: number } }) {
  const world = createWorld(clock, options);
  const callbacks = createCallbacks(world);
  const tokens = createTokens(world);
  const media = createMedia(world);
  const app = createApp(world, callbacks, media);
  const kf = createKf(world, callbacks, media);
  const api = await startApi(world, tokens, {
    gettoken: { verbs: ["GET"], needs: "none", handle: ({ query }) => tokens.gettoken(query) },
    "media/upload": { verbs: ["POST"], needs: "any", handle: media.upload },
    "media/get": { verbs: ["GET"], needs: "any", handle: media.get },
    ...app.routes,
    ...kf.routes,
  });

  return {
    /** For `WECOM_API_ROOT`. */
    url: api.url,
    settings: world.settings,
    /** Everything that the server called, oldest first. */
    calls: api.calls,
    /** What the server did wrong, in words; not what a test made go wrong. */
    refusals: api.refusals,
    failNext: api.failNext,
    hold: api.hold,
    /** The vendor no longer has any media. */
    loseMedia: media.lose,
    /** Every access token given so far is out of time. */
    expireTokens: tokens.expireAll,
    /** The most `gettoken` calls that were under way at once. */
    mostTokenCallsAtOnce: tokens.mostInFlight,
    limits: { api: api.limits, token: tokens.limits, app: app.limits, sync: kf.limits },
    deliverTo: callbacks.deliverTo,
    deliverTimes: callbacks.deliverTimes,
    /** Callbacks so far, as they were sent; `replay` takes one. */
    callbacks: callbacks.sent,
    retry: callbacks.retry,
    replay: callbacks.replay,
    /** Answers with 200 that the vendor would take for a reply and could not read. */
    oddAnswers: callbacks.oddAnswers,
    checkUrl: callbacks.checkUrl,
    attacks: createAttacks(world, callbacks),
    /** The same person each time. */
    member: app.member,
    /** The app's menu, as members see it. */
    menu: app.menu,
    customer: kf.customer,
    servicer: kf.servicer,
    /** Says to the server that the account has something; `announces(false)` leaves that to the test. */
    announce: kf.announce,
    announces: kf.announces,
    failDeliveries: kf.failDeliveries,
    close: api.close,
  };
}
