/** Callbacks of the channels, answered by the real server as a process: from the post to its 200, encryption included. */
import { type FarSide, kfSide, telegramSide, wecomSide } from "../test/support/hands.ts";
import { startServer } from "../test/support/process.ts";
import type { Row } from "./measure.ts";

const ROUNDS = 200;
/** The goal of the channels: a vendor waits a few seconds, and a person should not notice. */
const GOAL_MS = 50;
const clock = {
  get now() {
    return Date.now();
  },
};

export async function benchCallbacks(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, open] of [
    ["Telegram", telegramSide],
    ["WeCom app", wecomSide],
    ["微信客服", kfSide],
  ] as const)
    rows.push(...(await benchSide(name, await open(clock))));
  return rows;
}

async function benchSide(name: string, side: FarSide): Promise<Row[]> {
  const server = await startServer({ ...side.environment, PUBLIC_URL: "https://bench.invalid" });
  await side.connect(server.url);
  const people = Array.from({ length: 20 }, (_, at) => side.person(`person-${at}`));
  for (const person of people) await person.arrives?.();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await people[round % people.length]?.says("淄博技师补多少钱");
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  await server.dispose();
  await side.close();
  return [
    { what: `${name}: a callback to its 200, median`, value: at(0.5), unit: "ms", goal: GOAL_MS },
    { what: `${name}: p99`, value: at(0.99), unit: "ms" },
  ];
}
