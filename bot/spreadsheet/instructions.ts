/** The second sheet: how the form is filled in, in the words of a clerk. */
import type { SurveyQuestion } from "../../handlers/surveys/schema.ts";
import type { Survey } from "../../handlers/surveys/survey.ts";

export function instructions(survey: Survey, marker: string): string[] {
  const questions = [...survey.questions.values()];
  const notes = survey.sections.flatMap(({ note }) => (note ? [note] : []));
  return [
    `《${survey.title}》怎么填`,
    "只填“调查表”里浅黄色的格子，标题和其他格子请不要改动。",
    "人数写整数；钱写数字，以元为单位。请直接写数字，不要用公式。",
    "暂时不知道的可以空着，发回来以后再补。",
    ...questions.flatMap((question) => aboutQuestion(survey, question)),
    ...notes,
    "填好后保存成 .xlsx 文件，在聊天里发回来，或者在网页上传。哪里要改，会再问您。",
    marker,
  ];
}

function aboutQuestion(survey: Survey, question: SurveyQuestion): string[] {
  const list = (id: string) => (survey.choices[id] ?? []).map(({ label }) => label).join("、");
  switch (question.kind) {
    case "choice":
      return [`${question.label}选一个：${list(question.choices)}。`];
    case "several":
      return [`${question.label}：有的打“✓”，没有的空着；一样都没有，就在第一格写“${question.none}”。`];
    case "repeat":
      return [
        `${question.label}：一行写一种，最多${question.most}行，不够可以插入行；没有就在第一行写“无”。`,
      ];
    case "matrix":
      return question.optional ? [`${question.label}可以不填。`] : [];
    default:
      return [];
  }
}
