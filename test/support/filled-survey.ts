/** The official survey, and any valid answers to it. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { parse } from "yaml";
import { type Cell, type Cells, type CellValue, cellOf, fieldOf } from "../../handlers/surveys/cells.ts";
import { checkCharacter } from "../../handlers/surveys/credit-code.ts";
import { fillIn, type Given } from "../../handlers/surveys/fill.ts";
import { NONE } from "../../handlers/surveys/printed.ts";
import { readCell } from "../../handlers/surveys/read-cell.ts";
import { type SurveyFile, type SurveyQuestion, surveySchema } from "../../handlers/surveys/schema.ts";
import { assemble, type Survey } from "../../handlers/surveys/survey.ts";

const TODAY = "2026-11-20";

/** The official survey, after a change to its file where one is given. */
export function officialSurvey(change: (file: SurveyFile) => void = () => {}): Survey {
  const text = readFileSync(new URL("../../handlers/surveys/skills-2021.yaml", import.meta.url), "utf8");
  const file = surveySchema.parse(parse(text));
  change(file);
  return assemble(file);
}

/** Raw values, as a file or a page gives them, brought into a draft. */
export function fillRaw(survey: Survey, before: Cells, raw: Readonly<Record<Cell, CellValue>>) {
  const refused: Record<Cell, string> = {};
  const given: Record<Cell, CellValue | null> = {};
  for (const [cell, value] of Object.entries(raw)) {
    const reading = readCell(survey, cell, value, TODAY);
    if (reading.ok) given[cell] = reading.value;
    else refused[cell] = reading.says;
  }
  return { ...fillIn(survey, before, given as Given), refused };
}

/** An enterprise of typical size. */
export const TYPICAL: Cells = fillRaw(officialSurvey(), {}, typical()).cells;

function typical(): Record<Cell, CellValue> {
  const levels = { junior: 12, middle: 8, senior: 5, technician: 2, senior_technician: 0 };
  const ages = { junior: [8, 3, 1, 0], middle: [3, 3, 2, 0], senior: [1, 2, 1, 1], technician: [0, 0, 1, 1] };
  const degrees = { junior: [5, 6, 1], middle: [3, 4, 1], senior: [1, 3, 1], technician: [0, 1, 1] };
  const rows = (question: string, table: Record<string, number[]>, columns: string[]) =>
    Object.entries(table).flatMap(([row, counts]) =>
      counts.map((count, at) => [cellOf(question, row, columns[at]), count] as const),
    );
  return {
    ...{ name: "淄博恒达机械制造有限公司", credit_code: creditCode("9137030000000000A"), type: "private" },
    ...{ size: "medium", field: "equipment", employees: 320, wage: 6500 },
    ...{ training_set_aside: 200000, training_used: 150000.5 },
    ...Object.fromEntries(Object.entries(levels).map(([row, count]) => [cellOf("headcount", row), count])),
    ...Object.fromEntries(rows("age", ages, ["from_18", "from_31", "from_41", "from_51"])),
    ...Object.fromEntries(rows("education", degrees, ["school", "college", "bachelor"])),
    ...{ "demand/1/occupation": "电焊工", "demand/1/people": 3, "demand/1/pay": 7000 },
    ...{ "demand/2/occupation": "维修电工", "demand/2/people": 2, "demand/2/pay": 6500 },
    ...{ "demand/3/occupation": "数控车工", "demand/3/people": 4, "demand/3/pay": 8000 },
    ...{ "training/own": true, "training/joint": false, "training/commissioned": false },
    ...{ "training/apprentice": true, manager: "王强", manager_phone: "13800000001", filler: "李梅" },
    ...{ filler_phone: "0533-2345678", filled_on: "2026-11-20" },
  };
}

/** 17 characters → all 18. */
function creditCode(first17: string): string {
  return first17 + checkCharacter(first17);
}

const LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const letter = fc.constantFrom(...LETTERS);
const digit = fc.constantFrom(..."0123456789");
const code = fc
  .tuple(
    fc.string({ unit: letter, minLength: 2, maxLength: 2 }),
    fc.string({ unit: digit, minLength: 6, maxLength: 6 }),
    fc.string({ unit: letter, minLength: 9, maxLength: 9 }),
  )
  .map((parts) => creditCode(parts.join("")));
const day = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2026-11-20"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const phone = fc.oneof(
  fc.string({ unit: digit, minLength: 9, maxLength: 9 }).map((end) => `13${end}`),
  fc.string({ unit: digit, minLength: 6, maxLength: 6 }).map((end) => `0533-2${end}转8`),
);
const written = fc.oneof(
  // The library leaves out what is no character, and what stands for a broken one.
  fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => text.replace(/[\p{Cn}\uFFFD]/gu, "")),
  fc.constantFrom(
    "电焊工",
    "维修 电工",
    "=1+1",
    "_x0041_",
    "<车工>&\"'",
    "高级工",
    "人数",
    "TRUE",
    "12",
    "constructor",
    "__proto__",
  ),
);

/** Answers as they can stand in a draft: whole, in part, or none. */
export function anyAnswers(survey: Survey): fc.Arbitrary<Cells> {
  const parts = [...survey.questions.values()].map((question) => answersTo(survey, question));
  return fc
    .tuple(...parts)
    .map((all) => fillRaw(survey, {}, Object.assign({}, ...all)).cells)
    .filter((cells) => Object.values(cells).every((value) => value !== NONE));
}

type Raw = Record<Cell, CellValue>;

function answersTo(survey: Survey, question: SurveyQuestion): fc.Arbitrary<Raw> {
  const ids = (list: string) => (survey.choices[list] ?? []).map(({ id }) => id);
  switch (question.kind) {
    case "several":
      return maybe(together(ids(question.choices).map((id) => [cellOf(question.id, id), fc.boolean()])));
    case "counts":
      return some(ids(question.rows).map((id) => [cellOf(question.id, id), fc.nat(300)]));
    case "matrix":
      return some(
        ids(question.rows).flatMap((row) =>
          ids(question.columns).map((column) => [cellOf(question.id, row, column), fc.nat(99)] as const),
        ),
      );
    case "repeat":
      return repeatAnswers(survey, question.id, question.most);
    default:
      return some([[question.id, anyValue(survey, question.id)]]);
  }
}

function repeatAnswers(survey: Survey, id: string, most: number): fc.Arbitrary<Raw> {
  const question = survey.questions.get(id);
  const fields = question?.kind === "repeat" ? question.fields.map((field) => field.id) : [];
  const rows = fc.nat(most).chain((count) =>
    some(
      Array.from({ length: count }, (_, at) =>
        fields.map((field) => {
          const cell = cellOf(id, at + 1, field);
          return [cell, anyValue(survey, cell)] as const;
        }),
      ).flat(),
    ),
  );
  return fc.oneof({ weight: 5, arbitrary: rows }, { weight: 1, arbitrary: fc.constant({ [id]: 0 }) });
}

function anyValue(survey: Survey, cell: Cell): fc.Arbitrary<CellValue> {
  const field = fieldOf(survey, cell);
  switch (field?.kind) {
    case "number":
      return fc.integer({ min: field.min, max: Math.min(field.max ?? 1e9, 1e9) });
    case "money":
      return fc.nat(1e9).map((cents) => cents / 100);
    case "choice":
      return fc.constantFrom(...(survey.choices[field.choices] ?? []).map(({ id }) => id));
    case "phone":
      return phone;
    case "credit_code":
      return code;
    case "date":
      return day;
    default:
      return written;
  }
}

const together = (cells: (readonly [Cell, fc.Arbitrary<CellValue>])[]): fc.Arbitrary<Raw> =>
  fc.record(Object.fromEntries(cells));
const some = (cells: (readonly [Cell, fc.Arbitrary<CellValue>])[]): fc.Arbitrary<Raw> =>
  fc.oneof(
    together(cells),
    fc.record(Object.fromEntries(cells), { requiredKeys: [] }).map((raw) => raw as Raw),
  );
const maybe = (cells: fc.Arbitrary<Raw>): fc.Arbitrary<Raw> => fc.oneof(cells, fc.constant({}));
