import { expect, it } from "vitest";
import {
  claimFiles,
  dropFile,
  FILE_LEASE_MS,
  fetchLater,
  isFileWanted,
  noteFile,
} from "../../storage/given-files.ts";
import { newPerson } from "../../storage/people.ts";
import { overBothEngines } from "../support/databases.ts";

const NOW = 1_000_000;

overBothEngines("files that are to be fetched", (database) => {
  const note = (id: string, external: string | null = null, at = NOW) =>
    database.batch([noteFile({ channel: "kf", id, event: "{}" }, external, at)]);
  const claim = async (now: number, most = 8) =>
    (await claimFiles(database, now, most)).map(({ id, tries }) => `${id} ${tries}`);

  it("are claimed once, those first who wait longest, and again when the lease has run out", async () => {
    await note("b", null, NOW + 1);
    await note("a");
    expect(await claim(NOW + 1, 1)).toEqual(["a 1"]);
    expect(await claim(NOW + 1)).toEqual(["b 1"]);
    expect(await claim(NOW + 1)).toEqual([]);
    expect(await claim(NOW + 1 + FILE_LEASE_MS)).toEqual([]);
    expect((await claim(NOW + 2 + FILE_LEASE_MS)).sort()).toEqual(["a 2", "b 2"]);
  });

  it("are put off, and dropped", async () => {
    const later = NOW + 10 * FILE_LEASE_MS;
    for (const id of ["a", "b"]) {
      const file = { channel: "kf", id, event: "{}", tries: 2 };
      await database.batch([id === "a" ? fetchLater(file, later) : dropFile(file)]);
      expect(await isFileWanted(database, file)).toBe(id === "a");
    }
    expect(await claim(later - 1)).toEqual([]);
    expect(await claim(later)).toEqual(["a 3"]);
  });

  it("are not noted twice, and go with whoever sent them", async () => {
    await expect(note("a")).rejects.toThrow();
    await database.batch(newPerson("p", { from: { channel: "kf", external: "someone" } }, NOW));
    await note("c", "someone");
    await expect(note("d", "a stranger")).rejects.toThrow();
    await database.batch([{ sql: "DELETE FROM person WHERE id = 'p'", params: [] }]);
    expect(await isFileWanted(database, { channel: "kf", id: "c", event: "", tries: 0 })).toBe(false);
  });
});
