import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rotate, rotatedText } from "../../bot/rotate.ts";
import { aboutCell, aboutInvitation, openCells, sealCells } from "../../bot/sealed-cells.ts";
import { createVault, type Vault } from "../../bot/vault.ts";
import { sql } from "../../storage/database.ts";
import type { Sealed } from "../../storage/survey-cells.ts";
import { draftOf } from "../../storage/survey-drafts.ts";
import { surveyStatements } from "../../storage/survey-effects.ts";
import { overBothEngines } from "../support/databases.ts";
import { everyRow } from "../support/every-row.ts";
import { addPeople, addRound, beginning, creditCodeOf, filling } from "../support/survey-rounds.ts";
import { skills2021 } from "../support/surveys.ts";

const OLD = "the-old-key-of-at-least-32-characters";
const NEW = "the-new-key-of-at-least-32-characters";
const NOW = Date.parse("2026-11-20T09:00:00+08:00");

describe("the vault", async () => {
  const vault = await createVault(OLD);

  it("opens what it sealed, for the place for which it was sealed", async () => {
    const text = fc.string({ unit: "grapheme" });
    await fc.assert(
      fc.asyncProperty(text, text, async (plain, about) => {
        const sealed = await vault.seal(plain, about);
        expect(await vault.open(sealed, about)).toBe(plain);
        expect(await vault.open(sealed, `${about}x`)).toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  it("seals the same twice in two ways, so that nobody sees who is the same", async () => {
    expect(await vault.seal("王强", "a")).not.toBe(await vault.seal("王强", "a"));
  });

  it.each(["", ".", "..", "王强", "x.y.z", "AAAAAAAA.AAAA.AAAA"])("does not open %j", async (text) => {
    expect(await vault.open(text, "a")).toBeNull();
    expect(await vault.open(vault.mark + text, "a")).toBeNull();
  });

  it("opens nothing of which a character was changed", async () => {
    const sealed = await vault.seal("13800000001", "a");
    for (const place of [0, vault.mark.length + 1, sealed.length - 4]) {
      const other = sealed[place] === "A" ? "B" : "A";
      expect(await vault.open(sealed.slice(0, place) + other + sealed.slice(place + 1), "a")).toBeNull();
    }
  });

  it("opens nothing of another key, unless that is named as a former one", async () => {
    const sealed = await vault.seal("王强", "a");
    expect(await (await createVault(NEW)).open(sealed, "a")).toBeNull();
    const knowsBoth = await createVault(NEW, ["yet-another-key", OLD]);
    expect(await knowsBoth.open(sealed, "a")).toBe("王强");
    expect((await knowsBoth.seal("王强", "a")).startsWith(vault.mark)).toBe(false);
  });
});

describe("cells", async () => {
  const vault = await createVault(OLD);
  const cells = { employees: 320, manager: "王强", manager_phone: "13800000001", "training/own": true };

  it("seal names and numbers of people and nothing else", async () => {
    const stored = await sealCells(vault, skills2021, "r/c", cells);
    expect(stored).toEqual({
      ...cells,
      manager: { sealed: expect.stringMatching(/^[\w.-]+$/) },
      manager_phone: { sealed: expect.stringMatching(/^[\w.-]+$/) },
    });
    expect(await openCells(vault, skills2021, "r/c", stored)).toEqual({ cells, shut: [] });
  });

  it("come back as they are kept: a yes as a yes, not as 1", async () => {
    const stored = { employees: 1, "training/own": 1, "training/joint": 0 };
    const { cells: given } = await openCells(vault, skills2021, "r/c", stored);
    expect(given).toEqual({ employees: 1, "training/own": true, "training/joint": false });
  });

  it("count as not given where no key opens them, moved from elsewhere among them", async () => {
    const stored = await sealCells(vault, skills2021, "r/c", cells);
    const moved = { ...stored, filler: stored.manager as Sealed };
    expect(await openCells(vault, skills2021, "r/c", moved)).toMatchObject({ cells, shut: ["filler"] });
    const elsewhere = await openCells(vault, skills2021, "r/d", stored);
    expect(elsewhere.shut).toEqual(["manager", "manager_phone"]);
    expect(elsewhere.cells).toEqual({ employees: 320, "training/own": true });
  });

  it("seal every field of a row that is confidential as a whole, and of one that is so itself", async () => {
    const people = {
      ...{ id: "people", kind: "repeat", label: "联系人", most: 9, words: [], optional: true, fixed: false },
      confidential: false,
      fields: [
        { id: "who", kind: "text", label: "姓名", most: 20, confidential: true },
        { id: "age", kind: "number", label: "年龄", min: 0, confidential: false },
      ],
    };
    const with_ = (confidential: boolean) => ({
      ...skills2021,
      questions: new Map([["people", { ...people, confidential }]]) as unknown as typeof skills2021.questions,
    });
    const given = { people: 1, "people/1/who": "王强", "people/1/age": 40 };
    const some = await sealCells(vault, with_(false), "r/c", given);
    expect(some).toEqual({ ...given, "people/1/who": { sealed: expect.any(String) } });
    const all = await sealCells(vault, with_(true), "r/c", given);
    expect(Object.values(all).filter((value) => typeof value !== "object")).toEqual([]);
    expect((await openCells(vault, with_(true), "r/c", all)).cells).toEqual(given);
  });
});

overBothEngines("a new secret key", (database) => {
  const [round, code] = ["rotated1", creditCodeOf(1)];
  const draft = `${round}/${code}`;
  const names = { manager: "王强", manager_phone: "13800000001", filler: "李梅" };

  async function fillAndFile(vault: Vault) {
    const sealed = (cells: Record<string, string>) => sealCells(vault, skills2021, draft, cells);
    await addPeople(database, ["ann"], NOW);
    await database.batch([
      addRound({ id: round }),
      ...surveyStatements(beginning(round, code, { cells: { employees: 9 } }), "ann", NOW),
      ...surveyStatements({ ...filling(draft, 0), set: await sealed(names) }, "ann", NOW),
      ...surveyStatements({ kind: "file_survey", draft, revision: 1, receipt: "r1" }, "ann", NOW),
      sql`INSERT INTO survey_invitation (round, credit_code, contact_sealed, phone_sealed, invited_at)
        VALUES (${round}, ${code}, ${await vault.seal("王强", aboutInvitation(round, code, "contact"))},
          ${await vault.seal("13800000001", aboutInvitation(round, code, "phone"))}, ${NOW})`,
      sql`INSERT INTO survey_list (id, round, person, made_at) VALUES ('L', ${round}, 'ann', ${NOW})`,
      sql`INSERT INTO survey_list_row (list, credit_code, name, region, phone_sealed)
        VALUES ('L', ${code}, '某某公司', '', ${await vault.seal("13900000002", aboutInvitation(round, code, "phone"))})`,
    ]);
  }

  it("takes over all that was sealed, once, and the old one opens nothing any more", async () => {
    const [old, both, only] = [await createVault(OLD), await createVault(NEW, [OLD]), await createVault(NEW)];
    await fillAndFile(old);
    expect(await rotate(database, both)).toEqual({ anew: 9, shut: 0 });
    const after = await everyRow(database);
    expect(JSON.stringify(after)).not.toContain(old.mark);
    expect(await rotate(database, both)).toEqual({ anew: 0, shut: 0 });
    expect(await everyRow(database)).toEqual(after);
    const stored = await draftOf(database, draft, "ann");
    const opened = await openCells(only, skills2021, draft, stored?.cells ?? {});
    expect(opened).toEqual({ cells: { employees: 9, ...names }, shut: [] });
    expect(await openFiled(only)).toEqual(names);
    const [listed] = await database.query<{ contact_sealed: string; phone_sealed: string }>(
      "SELECT contact_sealed, phone_sealed FROM survey_invitation",
    );
    expect(await only.open(listed?.phone_sealed ?? "", aboutInvitation(round, code, "phone"))).toBe(
      "13800000001",
    );
    const [row] = await database.query<{ phone_sealed: string }>("SELECT phone_sealed FROM survey_list_row");
    expect(await only.open(row?.phone_sealed ?? "", aboutInvitation(round, code, "phone"))).toBe(
      "13900000002",
    );
    expect(await only.open(listed?.contact_sealed ?? "", aboutInvitation(round, code, "contact"))).toBe(
      "王强",
    );
  });

  it("goes on where it was broken off, beyond one page, and names how much no key opens", async () => {
    const [only, older] = [await createVault(NEW), await createVault("a-third-key-of-at-least-32-letters")];
    const key = (n: number) => String(n).padStart(4, "0");
    const many = Array.from({ length: 450 }, (_, n) => n);
    await database.batch(
      await Promise.all(
        many.map(async (n) => {
          const sealing = n % 3 === 0 ? older : only;
          const about = aboutCell(draft, `extra/${key(n)}`);
          // Every ninth was sealed for another place, and nobody can open it.
          const sealed = await sealing.seal("x", n % 9 === 0 ? "elsewhere" : about);
          return sql`INSERT INTO survey_draft_cell (draft, question, line, field, sealed)
            VALUES (${draft}, 'extra', ${key(n)}, '', ${sealed})`;
        }),
      ),
    );
    const third = await createVault(NEW, ["a-third-key-of-at-least-32-letters"]);
    expect(await rotate(database, third)).toEqual({ anew: 100, shut: 50 });
    expect(await rotate(database, third)).toEqual({ anew: 0, shut: 50 });
    expect(rotatedText({ anew: 0, shut: 50 })).toContain("50 are opened by no key");
  });

  async function openFiled(vault: Vault) {
    const rows = await database.query<{ question: string; sealed: string }>(
      "SELECT question, sealed FROM survey_filed_cell WHERE sealed IS NOT NULL",
    );
    const opened = rows.map(async ({ question, sealed }) => {
      const plain = await vault.open(sealed, aboutCell(draft, question));
      return [question, plain === null ? null : (JSON.parse(plain) as string)];
    });
    return Object.fromEntries(await Promise.all(opened)) as object;
  }
});
