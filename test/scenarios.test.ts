/** Every scenario, on the bare engine and through the whole server over both databases. */
import { afterAll, beforeAll, describe, it } from "vitest";
import { d1ForTest, sqliteForTest, type TestDatabase } from "./support/databases.ts";
import { enginePlayer, type Player, serverPlayer } from "./support/drivers.ts";
import { faultsOf, readScenarios, type Scenario } from "./support/scenario.ts";

const all = readScenarios();
const playedOn = (player: string) => all.filter(({ on }) => !on || on.includes(player));

async function playThrough(scenario: Scenario, player: Player): Promise<void> {
  try {
    for (const [index, step] of scenario.steps.entries()) {
      const faults = faultsOf(step, await player.play(step));
      if (faults.length) throw new Error(`step ${index + 1} (${JSON.stringify(step)}): ${faults.join("\n")}`);
    }
  } finally {
    await player.end();
  }
}

describe("on the engine", () => {
  it.each(playedOn("engine").map((scenario) => [scenario.title, scenario] as const))(
    "%s",
    async (_title, scenario) => playThrough(scenario, await enginePlayer(scenario)),
  );
});

describe.each([
  ["SQLite", sqliteForTest],
  ["D1 in workerd", d1ForTest],
])("on the server over %s", (_name, open) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.dispose());

  it.each(playedOn("web").map((scenario, index) => [scenario.title, scenario, `s${index}-`] as const))(
    "%s",
    async (_title, scenario, prefix) =>
      playThrough(scenario, await serverPlayer(scenario, opened.database, prefix)),
  );
});
