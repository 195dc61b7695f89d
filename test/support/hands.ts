/** A person at each channel's own chat program: the same acts for every scenario, by what each program offers. */
import type { NotText, Place } from "../../handlers/event.ts";
import { zhCN } from "../../handlers/texts/zh-CN.ts";
import type { Seen } from "../emulators/seen.ts";
import { startSmartBot } from "../emulators/smart-bot.ts";
import { startTelegram } from "../emulators/telegram.ts";
import { startWecom } from "../emulators/wecom.ts";

export interface Hand {
  /** Opens the chat for the first time, or again; not where the far side tells nothing of it. */
  arrives?: () => Promise<unknown>;
  says: (text: string) => Promise<unknown>;
  /** Taps what is labelled so. */
  taps: (label: string) => Promise<unknown>;
  /** Ticks these, where several can be picked at once, and confirms. */
  ticks?: (labels: string[], confirm: string) => Promise<unknown>;
  shows: (what: NotText, place: Place) => Promise<unknown>;
  /** Sends a file of this name that holds this. */
  gives: (name: string, holds: string | Buffer) => Promise<unknown>;
  edits?: (text: string) => Promise<unknown>;
  followsLink?: (start: string) => Promise<unknown>;
  saysInGroup?: (text: string) => Promise<unknown>;
  /** The button that was pressed last, though it may be gone by now. */
  pressesAgain?: () => Promise<unknown>;
  /** A colleague presses a button that the person got in the group. */
  othersPressInGroup?: (label: string) => Promise<unknown>;
  /** What came, or changed, since the last look; in the group, too. */
  seesNew: () => Seen[];
  /** Everything that came, as it stands now. */
  sees: () => Seen[];
}

/** The far side of one channel. */
export interface FarSide {
  environment: Record<string, string>;
  /** The server listens there. */
  connect: (url: string) => Promise<void>;
  /** Resolves once whatever people did has reached the server. */
  arrived: () => Promise<void>;
  person: (name: string) => Hand;
  /** What the server did that the far side refused, in words. */
  refusals: () => string[];
  close: () => Promise<void>;
}

/** With the emulator behind it. */
interface SideOf<Far> extends FarSide {
  far: Far;
}

export interface Clock {
  now: number;
}

const soon = async () => undefined;
const cannot = (what: string): never => {
  throw new Error(`${what} cannot be sent here`);
};

export async function telegramSide(clock: Clock): Promise<SideOf<Awaited<ReturnType<typeof startTelegram>>>> {
  const telegram = await startTelegram({ clock, local: true, limits: { perChat: false, overall: false } });
  return {
    far: telegram,
    environment: {
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_WEBHOOK_SECRET: "secret-of-the-webhook",
      TELEGRAM_API_ROOT: telegram.apiRoot,
    },
    connect: async (url) => {
      await telegram.until(() => telegram.webhook() !== null);
      telegram.deliverTo(url);
    },
    arrived: telegram.allTaken,
    person: (name) => {
      const person = telegram.person(name);
      const group = telegram.group("同事群");
      const colleague = telegram.person("同事");
      group.add(person);
      group.add(colleague);
      const inGroup = person.in(group);
      return {
        arrives: () => person.start(),
        says: person.say,
        taps: person.press,
        ticks: async (labels, confirm) => {
          for (const label of labels) await person.press(`☐ ${label}`);
          await person.press(confirm);
        },
        shows: (what, { latitude, longitude }) => {
          if (what === "voice") return person.voice();
          if (what === "photo") return person.photo();
          if (what === "sticker") return person.sticker();
          if (what === "location") return person.location(latitude, longitude);
          return what === "file" ? person.document("a.pdf", "…") : cannot(what);
        },
        gives: (name, holds) => person.document(name, holds),
        edits: person.edit,
        followsLink: (start) => person.start(start),
        saysInGroup: (text) => inGroup.say(`@${telegram.bot.username} ${text}`),
        pressesAgain: person.pressAgain,
        othersPressInGroup: (label) => colleague.in(group).press(label),
        seesNew: () => [...person.seesNew(), ...inGroup.seesNew()],
        sees: person.sees,
      };
    },
    refusals: () => telegram.calls.filter(({ status }) => status >= 400).map(({ method }) => method),
    close: telegram.close,
  };
}

type Wecom = Awaited<ReturnType<typeof startWecom>>;

export function appEnvironment({ url, settings: { corpId, app } }: Wecom): Record<string, string> {
  return {
    WECOM_CORP_ID: corpId,
    WECOM_AGENT_ID: String(app.agentId),
    WECOM_APP_SECRET: app.secret,
    WECOM_APP_TOKEN: app.token,
    WECOM_APP_AES_KEY: app.aesKey,
    WECOM_API_ROOT: url,
  };
}

export function kfEnvironment({ url, settings: { corpId, kf } }: Wecom): Record<string, string> {
  return {
    WECOM_CORP_ID: corpId,
    WECOM_KF_SECRET: kf.secret,
    WECOM_KF_TOKEN: kf.token,
    WECOM_KF_AES_KEY: kf.aesKey,
    WECOM_API_ROOT: url,
  };
}

/** A WeCom member and a 微信客服 customer send the same kinds of things. */
function showing(
  person: Pick<ReturnType<Wecom["customer"]>, "sendsImage" | "sendsVoice" | "sendsFile" | "sendsLocation">,
) {
  return (what: NotText, { latitude = 0, longitude = 0, address = "" }: Place) => {
    if (what === "voice") return person.sendsVoice();
    if (what === "photo") return person.sendsImage();
    if (what === "file") return person.sendsFile();
    return what === "location" ? person.sendsLocation({ latitude, longitude, label: address }) : cannot(what);
  };
}

/** @param shared where the app shares its corp with something else */
export async function wecomSide(clock: Clock, shared?: Wecom): Promise<FarSide> {
  const wecom = shared ?? (await startWecom({ clock }));
  return {
    environment: appEnvironment(wecom),
    connect: async (url) => wecom.deliverTo(url),
    arrived: soon,
    person: (name) => {
      const member = wecom.member(name);
      let isNew = true;
      return {
        arrives: () => {
          const act = isNew ? member.subscribes : member.opensApp;
          isNew = false;
          return act();
        },
        says: member.says,
        // On a list to tick, one alone is picked by ticking and submitting it.
        taps: (label) => member.presses(label).catch(() => member.ticks([label])),
        ticks: (labels) => member.ticks(labels),
        shows: showing(member),
        gives: member.sendsFile,
        seesNew: member.seesNew,
        sees: member.sees,
      };
    },
    refusals: () => wecom.refusals.map(({ method, why }) => `${method}: ${why}`),
    close: wecom.close,
  };
}

/** @param shared where the accounts share their corp with something else */
export async function kfSide(clock: Clock, shared?: Wecom): Promise<FarSide> {
  const wecom = shared ?? (await startWecom({ clock }));
  return {
    environment: kfEnvironment(wecom),
    connect: async (url) => wecom.deliverTo(url),
    arrived: soon,
    person: (name) => {
      const customer = wecom.customer(name);
      return {
        arrives: () => customer.enters(),
        says: customer.says,
        taps: customer.presses,
        shows: showing(customer),
        gives: customer.sendsFile,
        seesNew: customer.seesNew,
        sees: customer.sees,
      };
    },
    refusals: () => wecom.refusals.map(({ method, why }) => `${method}: ${why}`),
    close: wecom.close,
  };
}

export async function smartBotSide(clock: Clock): Promise<SideOf<Awaited<ReturnType<typeof startSmartBot>>>> {
  const bot = await startSmartBot({ clock });
  bot.switches.limitsRates = false;
  return {
    far: bot,
    environment: { WECOM_BOT_ID: bot.botId, WECOM_BOT_SECRET: bot.secret, WECOM_BOT_URL: bot.url },
    connect: () => bot.subscribed(),
    arrived: bot.settled,
    person: (name) => {
      const person = bot.person(name);
      const inGroup = person.group("同事群");
      return {
        arrives: person.openChat,
        says: (text) => person.say(text),
        // On a list to tick, one alone is picked by ticking and confirming it.
        taps: async (label) => {
          try {
            await person.press(label);
          } catch {
            person.tick(label);
            await person.press(zhCN.button.confirm);
          }
        },
        ticks: async (labels, confirm) => {
          person.tick(...labels);
          await person.press(confirm);
        },
        shows: (what) =>
          what === "photo" || what === "file" || what === "video"
            ? person.sendResource(what === "photo" ? "image" : what)
            : cannot(what),
        gives: (name, holds) => person.sendResource("file", name, holds),
        saysInGroup: (text) => inGroup.say(text),
        seesNew: () => [...person.lookAgain(), ...inGroup.lookAgain()],
        sees: () => person.seen,
      };
    },
    refusals: () => bot.refused().map(({ method, errcode }) => `${method}: ${errcode}`),
    close: bot.close,
  };
}
