/** The real server as a process of its own: killed, stopped and started again on the same port and folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Database } from "../../storage/database.ts";
import { openSqlite } from "../../storage/sqlite.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** What the server prints once it takes requests. */
const READY = /^技能通 (http:\/\/\S+:(\d+)\/)$/;

export type ServerProcess = Awaited<ReturnType<typeof startServer>>;

/** @param environment what sets up the channels */
export async function startServer(environment: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), "jinengtong-process-"));
  const databasePath = join(dataDir, "jinengtong.db");
  const printed: string[] = [];
  let [url, port] = ["", "0"];
  let child: ChildProcess | null = null;

  /** Resolves once it is ready; rejects with what it printed where it ends before. */
  const start = async (): Promise<void> => {
    const { PATH } = process.env;
    const env = { ...environment, PATH, PORT: port, HOST: "127.0.0.1", DATA_DIR: dataDir, LOG_LEVEL: "warn" };
    const started = spawn(process.execPath, ["--import", "./bot/compiled.ts", "bot/node.ts"], {
      cwd: ROOT,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = started;
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: started.stderr }).on("line", (line) => printed.push(line));
      createInterface({ input: started.stdout }).on("line", (line) => {
        const ready = READY.exec(line);
        if (!ready) return void printed.push(line);
        [url, port] = [ready[1] ?? "", ready[2] ?? ""];
        resolve();
      });
      started.once("error", reject);
      started.once("close", () => reject(new Error(`the server ended: ${printed.join("\n")}`)));
    });
  };

  /** Sends the signal and gives the exit code once it has ended; null where the signal ended it. */
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<number | null> => {
    const ending = child;
    child = null;
    if (!ending || ending.exitCode !== null) return ending?.exitCode ?? null;
    const closed = once(ending, "close");
    ending.kill(signal);
    const [code] = (await closed) as [number | null];
    return code;
  };

  await start();
  return {
    /** As the server prints it. */
    url,
    databasePath,
    start,
    /** As a power cut would. */
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    /** Everything that it printed beside its ready lines. */
    printed: () => printed,
    /** The database beside the server, or after it. */
    withDatabase: async <T>(read: (database: Database) => Promise<T>): Promise<T> => {
      const database = openSqlite(databasePath);
      try {
        return await read(database);
      } finally {
        await database.close();
      }
    },
    dispose: async () => {
      await end("SIGKILL");
      rmSync(dataDir, { recursive: true });
    },
  };
}
