import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSurveys } from "../../bot/survey-files.ts";

const SMALL = `id: small
version: 3
title: 小调查
choices: {}
sections:
  - id: all
    title: 全部
    questions:
      - { id: name, kind: text, label: 名称, ask: 叫什么？ }
statistics: {}
`;

let [folder, cache] = ["", ""];
beforeEach(() => {
  [folder, cache] = ["files", "cache"].map((name) => mkdtempSync(join(tmpdir(), `jinengtong-${name}-`))) as [
    string,
    string,
  ];
});
afterEach(() => {
  for (const one of [folder, cache]) rmSync(one, { recursive: true });
});
const write = (text: string, name = "small.yaml") => writeFileSync(join(folder, name), text);

describe("the survey files", () => {
  it("are the project's own, by id", async () => {
    const surveys = await readSurveys();
    expect(surveys.get("skills-2021")?.questions.get("headcount")?.label).toBe("技能人才人数");
  });

  it("are read from what was kept, which goes where one of them changes", async () => {
    write(SMALL);
    const first = await readSurveys({ folder, cache });
    const kept = readdirSync(cache);
    expect(kept).toHaveLength(1);
    // As if it had been parsed so: that it is read from there can be seen.
    const path = join(cache, kept[0] ?? "");
    writeFileSync(path, readFileSync(path, "utf8").replace("小调查", "从缓存来"));
    expect((await readSurveys({ folder, cache })).get("small")?.title).toBe("从缓存来");
    write(SMALL.replace("version: 3", "version: 4"));
    expect((await readSurveys({ folder, cache })).get("small")).toMatchObject({
      version: 4,
      title: "小调查",
    });
    expect(readdirSync(cache)).toHaveLength(1);
    expect(readdirSync(cache)).not.toEqual(kept);
    expect(first.get("small")?.version).toBe(3);
  });

  it.each(["{", "{}", "null", '{"sources":[{"file":"surveys/small.yaml","data":{}}]}'])(
    "are read anew where what was kept is damaged: %s",
    async (damaged) => {
      write(SMALL);
      await readSurveys({ folder, cache });
      const [name = ""] = readdirSync(cache);
      writeFileSync(join(cache, name), damaged);
      expect((await readSurveys({ folder, cache })).get("small")?.title).toBe("小调查");
    },
  );

  it("name file and line of what is wrong, with and without what was kept", async () => {
    write(SMALL.replace("kind: text", "kind: essay"));
    const wrong = /^surveys\/small\.yaml:9 sections\.0\.questions\.0/;
    await expect(readSurveys({ folder })).rejects.toThrow(wrong);
    await expect(readSurveys({ folder, cache })).rejects.toThrow(wrong);
    await expect(readSurveys({ folder, cache })).rejects.toThrow(wrong);
    write("id: [");
    await expect(readSurveys({ folder })).rejects.toThrow(/^surveys\/small\.yaml:\d+ YAML: /);
  });

  it("are called by their ids", async () => {
    write(SMALL, "other.yaml");
    await expect(readSurveys({ folder })).rejects.toThrow(
      "surveys/other.yaml:1 id: the id is small, but the file is called other.yaml",
    );
  });
});
