/** Files that are made when they are sent: what each name stands for, and who may have it. */
import type { Desk } from "./desk.ts";
import {
  type ExportTools,
  exportCsv,
  exportInside,
  exportStatistics,
  exportWithContacts,
} from "./export-files.ts";
import type { Files } from "./outgoing-file.ts";
import { writeForm } from "./spreadsheet/write-form.ts";

export interface FileTools extends ExportTools {
  desk: Desk;
}

type Maker = (tools: FileTools, about: string, person: string) => Promise<Uint8Array | null>;

const MAKERS: Record<string, Maker> = {
  survey: filledForm,
  "survey-empty": emptyForm,
  "survey-statistics": exportStatistics,
  "survey-export": exportInside,
  "survey-export-csv": exportCsv,
  "survey-export-contacts": exportWithContacts,
  "survey-missing-contacts": ({ desk }, round, person) => desk.missingWithContacts(round, person),
};

export function createFiles(tools: FileTools): Files {
  return {
    make: async (made, person) => {
      const [kind = "", about = ""] = made.split(/:(.*)/s);
      const maker = Object.hasOwn(MAKERS, kind) ? MAKERS[kind] : undefined;
      const bytes = maker ? await maker(tools, about, person) : null;
      return bytes && { bytes };
    },
  };
}

/** The official form with what stands in the draft, for those who may fill it. */
async function filledForm({ surveys }: FileTools, id: string, person: string): Promise<Uint8Array | null> {
  const draft = await surveys.draft(id, person);
  const survey = draft && surveys.definitions.get(draft.round.survey);
  if (!draft || !survey) return null;
  return writeForm(survey, draft.cells, {
    enterprise: draft.enterprise,
    draft: id,
    revision: draft.revision,
  });
}

async function emptyForm({ surveys }: FileTools, id: string): Promise<Uint8Array | null> {
  const survey = surveys.definitions.get(id);
  return survey ? writeForm(survey, {}) : null;
}
