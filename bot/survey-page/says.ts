/** What is said beside a field or under a row: why it is refused, that somebody changed it, what the checks found. */
import { html } from "hono/html";
import { type Cell, choiceIn, fieldOf, partsOf } from "../../handlers/surveys/cells.ts";
import { type SurveyProblem, valueText } from "../../handlers/surveys/problems.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import { type Held, plain } from "./merge.ts";
import { columnName, idOf, type Sheet, shown } from "./sheet.ts";
import { pageTexts } from "./texts.ts";

export type Html = ReturnType<typeof html>;

/** Everything that is to be said about these cells, and the problems that are told here. */
export function saysOf(sheet: Sheet, cells: readonly Cell[], problems: readonly SurveyProblem[]): Html[] {
  return [
    ...cells.flatMap((cell) => {
      const held = sheet.held.get(cell);
      return held && held.says !== "" ? [heldSays(sheet, cell, held, cells.length > 1)] : [];
    }),
    ...newsSays(sheet, cells),
    ...problems.map((problem) => problemSays(sheet, problem)),
  ];
}

/** Which of them belong to a cell, as `aria-describedby` wants it. */
export function describedBy(sheet: Sheet, cell: Cell): string {
  const problems = sheet.problems.filter(({ cells }) => cells.includes(cell)).map(problemId);
  return [...(isHeld(sheet, cell) ? [heldId(cell)] : []), ...problems].join(" ");
}

export function isWrong(sheet: Sheet, cell: Cell): boolean {
  return (
    isHeld(sheet, cell) ||
    sheet.problems.some(({ strength, cells }) => strength === "error" && cells.includes(cell))
  );
}

/** Something is to be said of what was typed. */
function isHeld({ held }: Sheet, cell: Cell): boolean {
  return (held.get(cell)?.says ?? true) !== "" && held.has(cell);
}

const heldId = (cell: Cell) => `says.${idOf(cell)}`;
const problemId = ({ check, cells }: SurveyProblem) => `says.${check}.${idOf(cells[0] ?? "")}`;

function heldSays(sheet: Sheet, cell: Cell, { is, says }: Held, isInTable: boolean): Html {
  const { survey, draft } = sheet;
  if (says !== null) return html`<p class="says says_error" id="${heldId(cell)}">${says}</p>`;
  const there = plain(draft.cells[cell]);
  const theirs = valueText(survey, cell, draft.cells) || (there && pageTexts.emptied);
  const mine = wordsOf(survey, cell, is);
  const where = isInTable ? `${columnName(survey, cell)}：` : "";
  const who = sheet.news.get(cell) ?? pageTexts.somebody;
  const { question, row } = partsOf(cell);
  const isRow = survey.questions.get(question)?.kind === "repeat";
  return html`<div class="says says_choice" id="${heldId(cell)}" role="group"><p>${pageTexts.conflict(who, theirs, mine || pageTexts.emptied, where)}</p>
<p class="says__buttons"><button class="button button_small" name="do" value="theirs:${cell}=${there}">${pageTexts.use(theirs)}</button>
<button class="button button_small" name="do" value="mine:${cell}=${there}">${pageTexts.use(mine)}</button>
${isRow && html`<button class="button button_small" name="do" value="apart:${question}/${row}">${pageTexts.apart}</button>`}</p></div>`;
}

/** A posted value in words. */
export function wordsOf(survey: Survey, cell: Cell, is: string): string {
  const field = fieldOf(survey, cell);
  if (field?.kind === "choice") return choiceIn(survey, field.choices, is)?.label ?? is;
  return field?.kind === "tick" ? (is === "true" ? "✓" : "") : is;
}

function newsSays({ survey, news, held }: Sheet, cells: readonly Cell[]): Html[] {
  const changed = cells.filter((cell) => news.has(cell) && !held.has(cell));
  const [first] = changed;
  if (first === undefined) return [];
  const labels = changed.map((cell) => columnName(survey, cell)).join("、");
  return [html`<p class="says says_news">${labels}${pageTexts.news(news.get(first) ?? "")}</p>`];
}

function problemSays(sheet: Sheet, problem: SurveyProblem): Html {
  const { strength, says, why } = problem;
  if (!why || sheet.mode === "read") {
    const reason = why && shown(sheet, why.cell);
    return html`<p class="says says_${strength}" id="${problemId(problem)}">${says}${reason && ` ${reason}`}</p>`;
  }
  const id = idOf(why.cell);
  const held = sheet.held.get(why.cell);
  return html`<div class="says says_${strength}" id="${problemId(problem)}"><p>${says}</p>
<label class="says__why" for="${id}">${why.asks}</label>
<input class="box box_wide" id="${id}" name="is:${why.cell}" value="${shown(sheet, why.cell)}"${held && html` aria-invalid="true" aria-describedby="${heldId(why.cell)}"`}>
<input type="hidden" name="was:${why.cell}" value="${held?.was ?? plain(sheet.draft.cells[why.cell])}">
${held && heldSays(sheet, why.cell, held, false)}</div>`;
}
