/** 微信客服 over a real process that is killed at every stage: each word is answered once, in order. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "../../../storage/database.ts";
import { startWecom, type Wecom } from "../../emulators/wecom.ts";
import { kfEnvironment } from "../../support/hands.ts";
import { type ServerProcess, startServer } from "../../support/process.ts";

/** The process has the real clock. */
const clock = {
  get now() {
    return Date.now();
  },
};
let wecom: Wecom;
let server: ServerProcess;

beforeAll(async () => {
  wecom = await startWecom({ clock });
  server = await startServer(kfEnvironment(wecom));
  wecom.deliverTo(server.url);
  wecom.limits.sync.pageAtMost = 2;
  wecom.limits.sync.callsWithoutToken = 1_000;
  wecom.limits.token.askedInTenMinutes = 1_000;
});
afterAll(async () => {
  await server.dispose();
  await wecom.close();
});

const calls = (method: string) => wecom.calls.filter((call) => call.method === method).length;
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

/** A power cut, and a start a minute later: whatever the dead process had leased is free. */
async function cutAndStart(): Promise<void> {
  await server.kill();
  await server.withDatabase((database) =>
    database.batch([sql`UPDATE feed SET lease_until = 0`, sql`UPDATE outbox SET lease_until = 0`]),
  );
  await server.start();
}

it("answers every word once, whenever the process dies", async () => {
  const people = ["wm1", "wm2", "wm3"].map((id) => wecom.customer(id));
  const texts = ["菜单", "怎么用", "人社局在哪"];
  let said = 0;
  const everybodySays = async () => {
    const text = texts[said++ % texts.length] ?? "";
    for (const one of people) await one.says(text);
  };
  const answered = () => people.every((one) => one.sees().length >= said);

  await everybodySays();
  await until(answered);

  // While it fetches: that there is something was noted before the callback was answered.
  let open = wecom.hold("kf/sync_msg");
  let before = calls("kf/sync_msg");
  await everybodySays();
  await until(() => calls("kf/sync_msg") > before);
  await server.kill();
  open();
  await cutAndStart();
  await until(answered);

  // Between two pages: the first is kept with its cursor.
  wecom.announces(false);
  await everybodySays();
  await everybodySays();
  wecom.announces(true);
  before = calls("kf/sync_msg");
  await wecom.announce();
  await until(() => calls("kf/sync_msg") > before + 1);
  await cutAndStart();
  await until(answered);

  // While it sends: what was claimed is sent again under the same id.
  open = wecom.hold("kf/send_msg");
  before = calls("kf/send_msg");
  await everybodySays();
  await until(() => calls("kf/send_msg") > before);
  await server.kill();
  open();
  await cutAndStart();
  await until(answered);

  for (const one of people) expect(one.sees()).toHaveLength(said);
  const [first, ...others] = people.map((one) => one.sees().map(({ text, choices }) => ({ text, choices })));
  for (const other of others) expect(other).toEqual(first);
  expect(wecom.refusals).toEqual([]);
}, 60_000);
