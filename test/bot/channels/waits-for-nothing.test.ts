/** The real server as a process, with its delivery: a callback is answered though the vendor never answers ours. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { startWecom } from "../../emulators/wecom.ts";
import { appEnvironment, kfEnvironment } from "../../support/hands.ts";
import { startServer } from "../../support/process.ts";

const clock = {
  get now() {
    return Date.now();
  },
};
let wecom: Awaited<ReturnType<typeof startWecom>>;
let server: Awaited<ReturnType<typeof startServer>>;

beforeAll(async () => {
  wecom = await startWecom({ clock });
  server = await startServer({ ...appEnvironment(wecom), ...kfEnvironment(wecom) });
  wecom.deliverTo(server.url);
});
afterAll(async () => {
  await server.dispose();
  await wecom.close();
});

it("answers a callback while sending hangs", async () => {
  const letGo = ["message/send", "kf/sync_msg", "kf/send_msg"].map((method) => wecom.hold(method));
  const [member, customer] = [wecom.member("li-si"), wecom.customer("wm-1")];
  for (const text of ["你好", "菜单", "帮助"]) {
    expect(await member.says(text)).toMatchObject([{ status: 200 }]);
    expect(await customer.says(text)).toMatchObject([{ status: 200 }]);
  }
  expect(wecom.calls.some(({ method }) => method === "message/send")).toBe(true);
  expect([...member.sees(), ...customer.sees()]).toEqual([]);
  for (const go of letGo) go();
});
