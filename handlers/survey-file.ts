/** The form that was filled in offline and sent back: read cell by cell, what changed is shown, what is wrong is asked. */
import { buttons } from "./actions.ts";
import type { GivenFile } from "./event.ts";
import { goOn } from "./survey.ts";
import { take } from "./survey-answers.ts";
import { type Cell, type Cells, type CellValue, fieldOf, partsOf } from "./surveys/cells.ts";
import { isOpen } from "./surveys/draft.ts";
import { fillIn, type Given } from "./surveys/fill.ts";
import { type OpenSurvey, openSurvey } from "./surveys/open-survey.ts";
import { newPlace } from "./surveys/place.ts";
import { readCell } from "./surveys/read-cell.ts";
import { cellName } from "./surveys/tell.ts";
import { surveyTexts } from "./texts/survey.ts";
import { type Scene, say, type Turn } from "./turn.ts";

type GivenForm = Extract<GivenFile, { kind: "form" }>;

/** The most that is told of one file. */
const TOLD = 12;

export async function giveForm(scene: Scene, form: GivenForm): Promise<Turn> {
  const open = await draftFor(scene, form);
  if (open === "other")
    return say(scene.conversation, { text: surveyTexts.gaveOther, buttons: buttons("survey", "menu") });
  if (!open)
    return say(scene.conversation, { text: surveyTexts.gaveNoDraft, buttons: buttons("survey", "menu") });
  if (isOfAnother(open, form.given))
    return say(scene.conversation, { text: surveyTexts.gaveOther, buttons: buttons("survey", "menu") });
  if (!isOpen(open.draft.round, scene.today)) return goOn(scene, open);
  const { given, refused } = readForm(open, form.given, scene.today);
  const stale = await changedSince(scene, open, form, given);
  const { cells } = fillIn(open.survey, open.cells, without(open, given, stale));
  return take(
    scene,
    open,
    cells,
    [toldOf(open, refused), staleText(open, stale)].filter(Boolean).join("\n\n"),
  );
}

/**
 * Cells that were changed after the file was made, and that it would change back: whoever filled it in offline did not
 * see it. A list is told as a whole, so it counts as one.
 */
async function changedSince(
  { world }: Scene,
  { survey, cells, draft }: OpenSurvey,
  { revision }: GivenForm,
  given: Given,
): Promise<Cell[]> {
  if (revision === undefined || revision >= draft.revision) return [];
  const changed = await world.record.changedAfter(draft.id, revision);
  const lists = new Set(
    changed.map((cell) => partsOf(cell).question).filter((id) => survey.questions.get(id)?.kind === "repeat"),
  );
  return Object.keys(given).filter(
    (cell) =>
      (changed.includes(cell) || lists.has(partsOf(cell).question)) &&
      (given[cell] ?? undefined) !== cells[cell],
  );
}

/** Of a list with one stale cell nothing is taken. */
function without({ survey }: OpenSurvey, given: Given, stale: readonly Cell[]): Given {
  const questionOf = (cell: Cell) => partsOf(cell).question;
  const lists = new Set(stale.map(questionOf).filter((id) => survey.questions.get(id)?.kind === "repeat"));
  const isIn = (cell: Cell) => !stale.includes(cell) && !lists.has(questionOf(cell));
  return Object.fromEntries(Object.entries(given).filter(([cell]) => isIn(cell)));
}

function staleText({ survey, cells }: OpenSurvey, stale: readonly Cell[]): string {
  const names = [...new Set(stale.map((cell) => cellName(survey, cell, cells)))];
  return names.length ? surveyTexts.gaveStale(names.slice(0, TOLD).join("、")) : "";
}

/** The box is fixed, but a file may hold another enterprise's code all the same. */
function isOfAnother({ survey, cells }: OpenSurvey, given: Cells): boolean {
  const fixed = [...survey.questions.values()].filter((question) => question.fixed);
  return fixed.some(({ id }) => given[id] !== undefined && given[id] !== cells[id]);
}

/** The draft that the file names, or the one that the person is in, or the only one they have of that survey. */
async function draftFor(scene: Scene, form: GivenForm): Promise<OpenSurvey | "other" | null> {
  const { record, surveys } = scene.world;
  const enter = (id: string) => openSurvey(newPlace(id, 0), record, surveys, scene.today);
  if (form.draft !== undefined) {
    const named = scene.survey?.draft.id === form.draft ? scene.survey : await enter(form.draft);
    return named ? seen(named) : "other";
  }
  if (scene.survey) return scene.survey.survey.id === form.survey ? scene.survey : "other";
  const own = (await record.myDrafts()).filter(({ round }) => round.survey === form.survey);
  const [only, ...more] = own;
  return only && more.length === 0 ? enter(only.id).then((open) => open && seen(open)) : null;
}

/** What was written before the file came is known to whoever filled it in. */
function seen(open: OpenSurvey): OpenSurvey {
  return { ...open, theirs: [], place: { ...open.place, seen: open.draft.revision } };
}

interface Refused {
  cell: Cell;
  says: string;
}

/** What is empty in the file stays as it is: nobody is to lose what they had told before. */
function readForm(open: OpenSurvey, raw: Cells, today: string): { given: Given; refused: Refused[] } {
  const { survey } = open;
  const given: Record<Cell, CellValue | null> = {};
  const refused: Refused[] = [];
  for (const cell of rowsLeftOut(open, raw)) given[cell] = null;
  for (const [cell, value] of Object.entries(raw)) {
    const field = fieldOf(survey, cell);
    const isFixed = field !== undefined && "fixed" in field && field.fixed;
    if (!field || isFixed) continue;
    const reading = readCell(survey, cell, value, today);
    if (!reading.ok) refused.push({ cell, says: reading.says });
    else if (reading.value !== null) given[cell] = reading.value;
  }
  return { given, refused };
}

/** Rows of a list are told as a whole: one that is empty in the file was taken out. */
function rowsLeftOut({ survey, cells }: OpenSurvey, raw: Cells): Cell[] {
  const told = new Set(Object.keys(raw).map((cell) => partsOf(cell).question));
  return Object.keys(cells).filter((cell) => {
    const { question, row } = partsOf(cell);
    return (
      row &&
      survey.questions.get(question)?.kind === "repeat" &&
      told.has(question) &&
      raw[cell] === undefined
    );
  });
}

function toldOf({ survey }: OpenSurvey, refused: readonly Refused[]): string {
  if (refused.length === 0) return "";
  const lines = refused.slice(0, TOLD).map(({ cell, says }) => `· ${cellName(survey, cell)}：${says}`);
  return surveyTexts.gaveRefused([...lines, ...(refused.length > TOLD ? ["· ……"] : [])].join("\n"));
}
