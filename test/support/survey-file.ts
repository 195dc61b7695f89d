/** Survey files as tests load them, and as tests spoil them. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadSurvey } from "../../handlers/surveys/load.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";
import { readYaml } from "../../policy-kb/yaml-file.ts";

export const SKILLS_2021 = textOf("../../handlers/surveys/skills-2021.yaml");
/** Another one, with what skills-2021 does not use. */
export const TRAINING_NEEDS = textOf("../fixtures/training-needs-2027.yaml");

export const skills2021 = surveyOf(SKILLS_2021);
export const trainingNeeds = surveyOf(TRAINING_NEEDS);

function textOf(path: string): string {
  return readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
}

export function surveyOf(text: string): Survey {
  return loadSurvey(readYaml("a survey", text));
}

/** The text with one piece of it put differently; a piece that is not there is a mistake of the test. */
export function changed(text: string, piece: string, into: string): string {
  if (!text.includes(piece)) throw new Error(`the file does not hold ${piece}`);
  return text.replace(piece, () => into);
}
