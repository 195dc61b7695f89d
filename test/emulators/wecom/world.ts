/** What every part of the emulator shares: who is who, what time it is, and the next number. */

/** What the console gives for one callback address and one secret. */
interface Keys {
  secret: string;
  token: string;
  /** EncodingAESKey, 43 characters. */
  aesKey: string;
}

interface WecomSettings {
  corpId: string;
  app: Keys & { agentId: number };
  /** The secret may equal the app's: since December 2023 a new corp calls 微信客服 with an app of its own. */
  kf: Keys & {
    openKfId: string;
    /** "app" where 微信客服 is called through the app: its callbacks come to the app's address then. */
    calledBackAt: "app" | "kf";
  };
}

export interface World {
  readonly settings: WecomSettings;
  /** Milliseconds; the test sets it. */
  readonly clock: { now: number };
  /** 1, 2, 3 … for each kind of thing. */
  readonly count: (what: string) => number;
}

/** 43 characters, as the vendor's console makes them: 32 bytes without the padding. */
const aesKey = (byte: number): string => Buffer.alloc(32, byte).toString("base64").slice(0, 43);

const DEFAULTS: WecomSettings = {
  corpId: "ww0000000000000001",
  app: {
    agentId: 1000002,
    secret: "secret-of-the-app",
    token: "TokenOfTheApp",
    aesKey: aesKey(1),
  },
  kf: {
    openKfId: "wk0000000000000001",
    calledBackAt: "kf",
    secret: "secret-of-customer-service",
    token: "TokenOfCustomerService",
    aesKey: aesKey(2),
  },
};

/** What a test leaves out is as in DEFAULTS. */
export interface WecomOptions {
  corpId?: string;
  app?: Partial<WecomSettings["app"]>;
  kf?: Partial<WecomSettings["kf"]>;
}

export function createWorld(clock: { now: number }, { corpId, app, kf }: WecomOptions): World {
  const counters = new Map<string, number>();
  const count = (what: string): number => {
    const next = (counters.get(what) ?? 0) + 1;
    counters.set(what, next);
    return next;
  };
  const settings = {
    corpId: corpId ?? DEFAULTS.corpId,
    app: { ...DEFAULTS.app, ...app },
    kf: { ...DEFAULTS.kf, ...kf },
  };
  return { settings, clock, count };
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** As the wire has it: whole seconds. */
export const seconds = ({ clock }: World): number => Math.floor(clock.now / SECOND);

export const bytesOf = (text: string): number => Buffer.byteLength(text, "utf8");
