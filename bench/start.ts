/** From spawn to the first answer, and the memory it takes then. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Row } from "./measure.ts";

export async function benchStart(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const runs: { ms: number; mb: number }[] = [];
  try {
    for (let run = 0; run < 6; run++) runs.push(await startOnce(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
  // The first start parses the policy files and keeps what came of it; the others find it.
  const [first, ...later] = runs as [{ ms: number; mb: number }];
  const median = (values: number[]) =>
    values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return [
    { what: "spawn to first answer, very first start", value: first.ms, unit: "ms" },
    { what: "spawn to first answer", value: median(later.map(({ ms }) => ms)), unit: "ms", goal: 300 },
    { what: "resident memory, idle", value: median(later.map(({ mb }) => mb)), unit: "MB", goal: 140 },
  ];
}

async function startOnce(folder: string): Promise<{ ms: number; mb: number }> {
  const began = performance.now();
  const env = { ...process.env, PORT: "0", DATA_DIR: folder, LOG_LEVEL: "silent" };
  const server = spawn(process.execPath, ["--import", "./bot/compiled.ts", "bot/node.ts"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise((resolve) => server.once("exit", resolve));
  let url = "";
  for await (const chunk of server.stdout) {
    url = /http:\S+/.exec(String(chunk))?.[0] ?? "";
    if (url) break;
  }
  await (await fetch(url)).text();
  const ms = performance.now() - began;
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1];
  server.kill("SIGTERM");
  await exited;
  return { ms, mb: Number(kilobytes) / 1024 };
}
