/** The official form as a file: written, worked on by people, read again. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readForm } from "../../../bot/spreadsheet/read-form.ts";
import { writeForm } from "../../../bot/spreadsheet/write-form.ts";
import type { Cells } from "../../../handlers/surveys/cells.ts";
import type { Survey } from "../../../handlers/surveys/survey.ts";
import { anyAnswers, fillRaw, officialSurvey, TYPICAL } from "../../support/filled-survey.ts";

const survey = officialSurvey();
const plain = officialSurvey((file) => delete file.printed);

async function thereAndBack(survey: Survey, cells: Cells, draft?: string) {
  const read = await readForm(await writeForm(survey, cells, draft ? { draft } : {}), [survey]);
  if (read.kind === "refused") throw new Error(read.says);
  return read;
}

describe("the form as a file", () => {
  it.each([
    ["the official layout", survey],
    ["a layout made of the questions", plain],
  ])("gives back what was written: %s", async (_name, survey) => {
    await fc.assert(
      fc.asyncProperty(anyAnswers(survey), async (cells) => {
        const { given } = await thereAndBack(survey, cells);
        const { cells: after, refused } = fillRaw(survey, {}, given);
        expect(refused).toEqual({});
        expect(after).toEqual(cells);
      }),
      { numRuns: 60 },
    );
  });

  it("knows its survey, version and draft", async () => {
    const read = await thereAndBack(survey, TYPICAL, "abcd2345/91370300000000000A");
    expect(read).toMatchObject({ version: 1, draft: "abcd2345/91370300000000000A" });
    expect(read.survey).toBe(survey);
  });
});
