import type { Effect } from "./event.ts";
import type { Cell, Cells } from "./surveys/cells.ts";
import type { Way } from "./surveys/draft.ts";
import { difference } from "./surveys/fill.ts";
import type { OpenSurvey } from "./surveys/open-survey.ts";
import type { Scene } from "./turn.ts";

/** The draft after a change, with the effect that writes it; the same again writes nothing. */
export function write(
  open: OpenSurvey,
  cells: Cells,
  way: Way = "chat",
): { open: OpenSurvey; effects: Effect[]; touched: Cell[] } {
  const { draft, survey, place } = open;
  const { set, cleared } = difference(draft.cells, cells);
  const touched = [...Object.keys(set), ...cleared];
  if (touched.length === 0 && draft.version === survey.version) return { open, effects: [], touched };
  const revision = draft.revision + 1;
  const { version } = survey;
  const effect: Effect = {
    kind: "fill_survey",
    draft: draft.id,
    revision: draft.revision,
    version,
    set,
    cleared,
    way,
  };
  const after = { ...draft, cells, version, revision };
  return {
    open: { ...open, draft: after, cells, place: { ...place, seen: revision } },
    effects: [effect],
    touched,
  };
}

export function keep(scene: Scene, open: OpenSurvey): Scene {
  return { ...scene, survey: open, conversation: { ...scene.conversation, survey: open.place } };
}
