/** A real Chromium with a phone's screen, which notes everything that a person's browser would complain of. */
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const PATH = process.env.CHROMIUM_PATH || "/usr/bin/chromium";
export const hasChromium = existsSync(PATH);

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: "zh-CN" };
const PATIENCE_MS = 15_000;

/** The name of a group of tests, with the reason where there is no browser to run them in. */
export function inChromium(name: string): string {
  return hasChromium ? name : `${name} (skipped: no chromium at ${PATH}; set CHROMIUM_PATH)`;
}

export const launchChromium = (): Promise<Browser> => chromium.launch({ executablePath: PATH, args: ARGS });

export interface Phone {
  context: BrowserContext;
  newPage: () => Promise<Page>;
  /** From now on this complaint is what the test brings about. */
  allow: (complaint: RegExp) => void;
  /** Errors and warnings of the console (a breach of the content security policy is one) and uncaught errors. */
  complaints: () => string[];
}

/** One person's browser: its own cookies, any number of tabs. */
export async function openPhone(browser: Browser): Promise<Phone> {
  const context = await browser.newContext(PHONE);
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  const allowed: RegExp[] = [];
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      complaints.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => complaints.push(String(error.error().stack)));
  return {
    context,
    newPage: () => context.newPage(),
    allow: (complaint) => allowed.push(complaint),
    complaints: () => complaints.filter((text) => !allowed.some((pattern) => pattern.test(text))),
  };
}
