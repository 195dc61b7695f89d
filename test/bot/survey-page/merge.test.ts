/** Whatever stands in a draft, on a page and was sent from it: merging never takes what somebody has not seen. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { merge } from "../../../bot/survey-page/merge.ts";
import type { Page } from "../../../bot/survey-page/posted.ts";
import type { Cells } from "../../../handlers/surveys/cells.ts";
import { fillIn } from "../../../handlers/surveys/fill.ts";
import { skills2021 as survey } from "../../support/surveys.ts";

const CELLS = ["employees", "wage", "headcount/junior", "age/junior/from_18", "manager", "why/wage_low"];
const ROWS = ["demand/1/occupation", "demand/1/people", "demand/2/occupation", "demand/2/people"];
const figure = fc.constantFrom("", "1", "2", "900", "二", "很多", "<b>");
const cell = fc.constantFrom(...CELLS, ...ROWS);
const pages = fc.dictionary(
  cell,
  fc.record({ is: figure, was: figure, sent: fc.array(figure, { maxLength: 1 }) }),
);
const nows = fc.dictionary(cell, fc.constantFrom<string | number>(1, 2, 900));
const act = fc.constantFrom(
  { kind: "save" as const },
  { kind: "mine" as const, cell: "employees", seen: "2" },
  { kind: "theirs" as const, cell: "employees", seen: "2" },
  { kind: "apart" as const, question: "demand", row: 1 },
);
const today = "2026-11-20";

it("writes over nothing but what the page had, has sent, or was shown and decided on", () => {
  fc.assert(
    fc.property(pages, nows, act, (written, raw, act) => {
      const now: Cells = fillIn(survey, {}, raw).cells;
      const page: Page = new Map(Object.entries(written));
      const { given, page: followed } = merge({ survey, now, today }, page, act);
      for (const cell of Object.keys(given)) {
        const there = String(now[cell] ?? "");
        const before = followed.get(cell);
        const seen = [before?.was ?? "", ...(before?.sent ?? []).map((one) => (one === "二" ? "2" : one))];
        if (act.kind === "mine" && act.cell === cell) seen.push(act.seen);
        // A row that was moved to the end is written where nothing stands.
        if (there !== "") expect(seen).toContain(there);
      }
    }),
  );
});

it("keeps everything that was typed: it is written, held in its field, or stands there already", () => {
  fc.assert(
    fc.property(pages, nows, (written, raw) => {
      const now: Cells = fillIn(survey, {}, raw).cells;
      const page: Page = new Map(Object.entries(written).filter(([cell]) => !ROWS.includes(cell)));
      const { given, held } = merge({ survey, now, today }, page, { kind: "save" });
      for (const [cell, { is, was }] of page) {
        const value = is === "二" && cell !== "manager" && !cell.startsWith("why") ? "2" : is;
        const isKept = String(given[cell] ?? "") === value || String(now[cell] ?? "") === value;
        if (is !== was && value !== was) expect(isKept || held.get(cell)?.is === value).toBe(true);
      }
    }),
  );
});

const OCCUPATIONS = ["电焊工", "数控车工", "维修电工", "钳工"];
const rowsOf = (rows: readonly { occupation: string; people: number }[]): Cells =>
  Object.fromEntries(
    rows.flatMap(({ occupation, people }, at) => [
      [`demand/${at + 1}/occupation`, occupation],
      [`demand/${at + 1}/people`, people],
    ]),
  );
const rows = fc
  .shuffledSubarray(OCCUPATIONS, { minLength: 1 })
  .chain((names) =>
    fc.tuple(
      ...names.map((occupation) =>
        fc.record({ occupation: fc.constant(occupation), people: fc.integer({ min: 1, max: 5 }) }),
      ),
    ),
  );

it("puts a figure into the row that was meant, or nowhere, whatever others have made of the rows", () => {
  fc.assert(
    fc.property(rows, rows, fc.nat(), fc.boolean(), (had, stand, which, insists) => {
      const at = which % had.length;
      const meant = had[at]?.occupation;
      const people = `demand/${at + 1}/people`;
      const page: Page = new Map(
        Object.entries(rowsOf(had)).map(([cell, value]) => [
          cell,
          { is: cell === people ? "77" : String(value), was: String(value), sent: [] },
        ]),
      );
      const now = fillIn(survey, {}, rowsOf(stand)).cells;
      const seen = String(now[people] ?? "");
      const act = insists ? { kind: "mine" as const, cell: people, seen } : { kind: "save" as const };
      const { given, held, strays } = merge({ survey, now, today }, page, act);
      const { cells } = fillIn(survey, now, given);
      for (const [cell, value] of Object.entries({
        ...cells,
        ...Object.fromEntries([...held].map(([cell, { is }]) => [cell, is])),
      }))
        if (cell.endsWith("/people") && String(value) === "77")
          expect(cells[cell.replace("people", "occupation")]).toBe(meant);
      const place = stand.findIndex(({ occupation }) => occupation === meant);
      if (place < 0) expect(strays).toEqual([{ cell: people, row: meant, is: "77" }]);
      else if (stand[place]?.people === had[at]?.people) expect(cells[`demand/${place + 1}/people`]).toBe(77);
      else if (!insists) expect(held.get(`demand/${place + 1}/people`)?.says).toBeNull();
    }),
  );
});
