import { readSurveys } from "../../bot/survey-files.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";

/** The project's own surveys, read once a test file. */
export const surveys = await readSurveys();

export const skills2021 = surveys.get("skills-2021") as Survey;
