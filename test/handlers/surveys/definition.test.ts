/** What a clerk is told when a survey file is wrong: which line, and what to do. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadSurvey } from "../../../handlers/surveys/load.ts";
import { surveySchema } from "../../../handlers/surveys/schema.ts";
import { KnowledgeError } from "../../../policy-kb/problems.ts";
import { editorSchema } from "../../../policy-kb/schema.ts";
import { readYaml } from "../../../policy-kb/yaml-file.ts";
import {
  changed,
  SKILLS_2021,
  skills2021,
  TRAINING_NEEDS,
  trainingNeeds,
} from "../../support/survey-file.ts";

/** Every problem of a spoilt file, as `line: message`. */
function problemsIn(text: string, file = "a survey"): string[] {
  try {
    loadSurvey(readYaml(file, text));
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    return error.problems.map(({ line, message }) => `${line}: ${message}`);
  }
  return [];
}

const lineOf = (text: string, piece: string) => text.slice(0, text.indexOf(piece)).split("\n").length;

/** What is wrong, the piece that is put differently, how, and what is said of the line on which `at` stands. */
type Mistake = [what: string, piece: string, into: string, at: string, says: string];

const IN_SKILLS: Mistake[] = [
  [
    "an unknown list of choices",
    "choices: types }",
    "choices: typs }",
    "choices: typs",
    "there is no list typs",
  ],
  [
    "a list by a name that every object has",
    "choices: sizes }",
    "choices: constructor }",
    "choices: constructor",
    "there is no list constructor",
  ],
  [
    "an unknown list of rows",
    "rows: levels\n        total",
    "rows: grades\n        total",
    "rows: grades",
    "there is no list grades",
  ],
  ["an unknown list of columns", "columns: ages", "columns: agse", "columns: agse", "there is no list agse"],
  ["a question twice", "{ id: size, kind", "{ id: type, kind", "label: 企业规模", "type stands twice"],
  ["a choice twice", "id: large, label: 大型", "id: small, label: 大型", "label: 小型", "small stands twice"],
  [
    "a section twice",
    "- id: training\n",
    "- id: skilled\n",
    "- id: skilled\n    title: 培养措施",
    "skilled stands twice",
  ],
  [
    "a check twice",
    "id: wage_high",
    "id: wage_low",
    "id: wage_low\n    strength: warning\n    left: { cell: wage }\n    is: at_most",
    "wage_low stands twice",
  ],
  ["a field twice", "id: pay, kind", "id: people, kind", "label: 月工资待遇", "people stands twice"],
  [
    "a word for two choices",
    "[国有, 国企, 央企]",
    "[国有, 民企]",
    "label: 民营企业",
    "民企 means two choices, 国有企业 and 民营企业",
  ],
  [
    "a word in another width",
    "[服务, 餐饮",
    "[服务, ｉt, 餐饮",
    "label: 服务业",
    "ｉt means two choices, IT行业 and 服务业",
  ],
  [
    "a label that is another's id",
    "label: IT行业, words: [IT,",
    "label: IT行业, words: [services,",
    "label: 服务业",
    "services means two choices",
  ],
  [
    "a choice called total",
    "id: junior, label",
    "id: total, label",
    "label: 初级工",
    "total is kept for the sum",
  ],
  ["a question called why", "{ id: size, kind", "{ id: why, kind", "label: 企业规模", "why is reserved"],
  [
    "a question called constructor",
    "{ id: size, kind",
    "{ id: constructor, kind",
    "label: 企业规模",
    "constructor is reserved",
  ],
  [
    "`of` that there is not",
    "of: headcount\n        ask",
    "of: heads\n        ask",
    "of: heads",
    "heads is no counts question before it with the rows levels",
  ],
  [
    "`of` with other rows",
    "rows: levels\n        columns: ages",
    "rows: degrees\n        columns: ages",
    "of: headcount\n        ask",
    "headcount is no counts question before it with the rows degrees",
  ],
  [
    "`of` that is no counts question",
    "of: headcount\n        ask",
    "of: employees\n        ask",
    "of: employees",
    "employees is no counts question",
  ],
  [
    "`beside` unknown",
    "beside: manager,",
    "beside: boss,",
    "beside: boss",
    "boss is no question before manager_phone in the same section",
  ],
  [
    "`beside` of another section",
    "beside: manager,",
    "beside: name,",
    "beside: name",
    "name is no question before manager_phone",
  ],
  [
    "a prefill of another kind",
    "help: 和营业执照上的一样。, prefill: name",
    "help: 和营业执照上的一样。, prefill: today",
    "prefill: today }",
    "today fills in a question of the kind date; name is a text",
  ],
  [
    "fixed and never given",
    "prefill: credit_code, fixed: true",
    "ask: 代码？, fixed: true",
    "ask: 代码？",
    "credit_code is fixed and not prefilled",
  ],
  [
    "a confidential figure",
    "label: 职工总数, words",
    "label: 职工总数, confidential: true, words",
    "label: 职工总数",
    "can be confidential; employees is a number",
  ],
  [
    "min above max",
    "min: 1, max: 1000000",
    "min: 10, max: 1",
    "label: 职工总数",
    "employees may be at least 10 and at most 1: no number is",
  ],
  [
    "min above max in a repeat",
    "min: 1, max: 100000 }",
    "min: 10, max: 1 }",
    "id: people",
    "people may be at least 10 and at most 1",
  ],
  [
    "a question without ask",
    "label: 企业类型, ask: 企业是哪种类型？",
    "label: 企业类型",
    "label: 企业类型",
    "type has no ask",
  ],
  [
    "a section without ask",
    "    ask: 请告诉我四个数：职工总数、人均月工资、提取的职工培训经费、用掉的职工培训经费。\n",
    "",
    "label: 人均月工资",
    "wage is never asked: its section has no ask",
  ],
  [
    "a matrix asked together",
    "title: 技能人才结构\n",
    "title: 技能人才结构\n    together: true\n",
    "kind: matrix",
    "a matrix cannot be asked together",
  ],
  [
    "a repeat asked together",
    "title: 技能人才需求和待遇\n",
    "title: 技能人才需求和待遇\n    together: true\n",
    "kind: repeat",
    "a repeat cannot be asked together",
  ],
  [
    "one word for two questions asked together",
    "[月工资, 平均工资",
    "[员工, 平均工资",
    "label: 人均月工资",
    "员工 means two questions that are asked together, employees and wage",
  ],
  [
    "a condition in a field of a repeat",
    "label: 需求工种, most",
    "label: 需求工种, relevant: { cell: type, is: state }, most",
    "label: 需求工种",
    "relevant is for whole questions",
  ],
  [
    "a cell that there is not",
    "right: { cell: employees }",
    "right: { cell: employes }",
    "right: { cell: employes }",
    "there is no cell employes",
  ],
  [
    "a row that there is not",
    "left: { cell: wage }\n    is: at_least",
    "left: { cell: headcount/master }\n    is: at_least",
    "headcount/master",
    "there is no cell headcount/master",
  ],
  [
    "a cell that is no number",
    "right: { cell: employees }",
    "right: { cell: type }",
    "right: { cell: type }",
    "type is a choice; a check compares numbers",
  ],
  [
    "a sum of what has no rows",
    "left: { sum: headcount }\n    is: at_most",
    "left: { sum: employees }\n    is: at_most",
    "sum: employees",
    "employees is no counts question",
  ],
  [
    "a cell in a text that there is not",
    "“{demand/*/occupation}”的月工资{left}元，低",
    "“{demand/*/job}”的月工资{left}元，低",
    "{demand/*/job}",
    "{demand/*/job}: there is no cell demand/*/job",
  ],
  [
    "`each` that is no repeat",
    "each: demand\n    left: { cell: demand/*/pay }\n    is: at_least",
    "each: headcount\n    left: { cell: demand/*/pay }\n    is: at_least",
    "each: headcount",
    "headcount is no repeat",
  ],
  [
    "`*` without `each`",
    "    each: demand\n    left: { cell: demand/*/pay }\n    is: at_least",
    "    left: { cell: demand/*/pay }\n    is: at_least",
    "left: { cell: demand/*/pay }\n    is: at_least",
    "demand/*/pay means every row; pay_low has no each",
  ],
  [
    "one row of a repeat",
    "left: { cell: wage }\n    is: at_least",
    "left: { cell: demand/1/pay }\n    is: at_least",
    "demand/1/pay",
    "rows of demand come and go",
  ],
  [
    "`each` whose rows all tell the same",
    "left: { cell: wage }\n    is: at_least",
    "each: demand\n    left: { cell: wage }\n    is: at_least",
    "each: demand\n    left: { cell: wage }",
    "wage_low names no * of demand",
  ],
  [
    "a check of two numbers",
    "left: { cell: wage }\n    is: at_least",
    "left: { number: 1 }\n    is: at_least",
    "right: { number: 1500 }",
    "wage_low compares nothing",
  ],
  [
    "a check of a cell with itself",
    "right: { cell: training_set_aside }",
    "right: { cell: training_used }",
    "right: { cell: training_used }",
    "training_money compares nothing",
  ],
  [
    "a warning without a why",
    "    why: 多用的钱是从哪里来的？\n",
    "",
    "id: training_money",
    "the warning training_money stands with a reason",
  ],
  [
    "a why on an error",
    "比职工总数{right}人还多，请改一下。",
    "比职工总数{right}人还多。\n    why: 怎么会？",
    "why: 怎么会？",
    "only a warning asks for a reason; skilled_within_staff is of the strength error",
  ],
  [
    "a check that is made in any case",
    "id: some_skilled",
    "id: adds_up",
    "id: adds_up",
    "adds_up is made in any case",
  ],
  [
    "statistics by a number",
    "by: [type, size, field]",
    "by: [type, employees]",
    "by: [type, employees]",
    "employees is no choice question",
  ],
  [
    "highly skilled of no list",
    "[senior, technician,",
    "[master, technician,",
    "[master,",
    "there is no row of a counts question master; there are junior, middle, senior",
  ],
  [
    "braces that nobody fills in",
    "ask: 各级技能人才有几个人？",
    "ask: “{name}各级有几个人？”",
    "{name}",
    "only the says of a check fills in {…}",
  ],
  [
    "a kind that there is not",
    "{ id: type, kind: choice",
    "{ id: type, kind: chioce",
    "kind: chioce",
    "Expected 'text' | 'phone'",
  ],
  [
    "a key that there is not",
    "label: 企业规模, ask",
    "label: 企业规模, aks",
    "label: 企业规模",
    'Unrecognized key: "aks"',
  ],
  [
    "a term of two kinds",
    "right: { cell: employees }",
    "right: { cell: employees, number: 3 }",
    "number: 3",
    "a side of a check is a cell, the sum of a counts question, or a number",
  ],
  [
    "an answer twice on paper",
    "{ answer: size, across: 4 }",
    "{ answer: type, across: 4 }",
    "widths: [",
    "type stands on the form twice",
  ],
];

const CONDITION = '{ cell: trained, is: "no" }';
const IN_CONDITIONS: Mistake[] = [
  [
    "an unknown question",
    CONDITION,
    "{ cell: traind, is: x }",
    "traind",
    "there is no question traind; there are founded, staff, trained",
  ],
  [
    "an unknown cell",
    "{ cell: forms/online, is: true }",
    "{ cell: forms/onlin, is: true }",
    "onlin,",
    "there is no cell forms/onlin in forms",
  ],
  [
    "a later question",
    CONDITION,
    "{ cell: venue, is: x }",
    "venue, is",
    "a condition looks back: venue is not asked before why_not",
  ],
  [
    "itself",
    CONDITION,
    "{ cell: why_not, is: x }",
    "why_not, is",
    "a condition looks back: why_not is not asked before why_not",
  ],
  [
    "a choice that the list has not",
    CONDITION,
    "{ cell: trained, is: maybe }",
    "maybe",
    "there is no choice in yes_no: maybe; there are yes, no",
  ],
  [
    "yes as YAML's word for true",
    CONDITION,
    "{ cell: trained, is: true }",
    "trained, is: true",
    "there is no choice in yes_no: true",
  ],
  [
    "a number beyond the bounds",
    "{ cell: staff, at_least: 100 }",
    "{ cell: staff, at_least: 60000 }",
    "at_least: 60000",
    "staff is at most 50000, so never 60000",
  ],
  [
    "a number below the bounds",
    "{ cell: staff, at_least: 100 }",
    "{ cell: staff, at_most: 0 }",
    "at_most: 0",
    "staff is at least 1, so never 0",
  ],
  [
    "half a person",
    "{ cell: staff, at_least: 100 }",
    "{ cell: staff, is: 2.5 }",
    "is: 2.5",
    "staff is never 2.5",
  ],
  [
    "a number of what is none",
    CONDITION,
    "{ cell: trained, at_least: 1 }",
    "trained, at_least",
    "trained is a choice; at_least and at_most want a number",
  ],
  [
    "a text for a number",
    "{ cell: staff, at_least: 100 }",
    "{ cell: staff, is: many }",
    "is: many",
    "staff is a number, and many is not",
  ],
  [
    "free words",
    "{ cell: courses, at_least: 2 }",
    "{ cell: why_not, is: 忙 }",
    "is: 忙",
    "why_not is a text; a condition wants a choice, a tick or a number",
  ],
  [
    "a tick that is a word",
    "{ cell: forms/online, is: true }",
    '{ cell: forms/online, is: "yes" }',
    'forms/online, is: "yes"',
    "forms/online is ticked or not: true or false",
  ],
  [
    "a row of a repeat",
    "{ cell: courses, at_least: 2 }",
    "{ cell: courses/2/fee, at_least: 2 }",
    "courses/2/fee",
    "rows of courses come and go",
  ],
  [
    "two things at once",
    '{ all: [{ cell: trained, is: "yes" }, { cell: forms/online, is: true }] }',
    '{ all: [{ cell: trained, is: "yes" }, { cell: trained, is: "no" }] }',
    'is: "yes" }, { cell: trained, is: "no" }',
    "trained is never all of this: platform is never asked",
  ],
  [
    "more and less at once",
    '{ all: [{ cell: trained, is: "yes" }, { cell: forms/online, is: true }] }',
    "{ all: [{ cell: staff, at_most: 5 }, { cell: staff, at_least: 6 }] }",
    "at_most: 5",
    "staff is never all of this",
  ],
  [
    "a cell and what is no comparison",
    CONDITION,
    '{ cell: trained, equals: "no" }',
    "equals",
    "a condition is all, any, not, or one cell",
  ],
  [
    "a word of its own section",
    "title: 基本情况\n",
    "title: 基本情况\n    together: true\n    ask: 说说基本情况。\n",
    CONDITION,
    "why_not is asked together with the question that its condition waits for",
  ],
  [
    "a text that shows who can be reached",
    "（{courses/*/form}）",
    "（{contact}）",
    "（{contact}）",
    "{contact} is confidential and does not stand in a text",
  ],
  [
    "rows of another question",
    "left: { cell: courses/*/fee }",
    "left: { cell: forms/* }",
    "forms/*",
    "* stands for the rows of courses, not of forms",
  ],
  [
    "a breakdown before the whole",
    "      - id: forms\n",
    "      - { id: early, kind: matrix, label: 早, rows: groups, columns: halves, of: trained_staff, ask: 早？ }\n      - id: forms\n",
    "id: early",
    "trained_staff is no counts question before it",
  ],
  [
    "braces in what a reason is asked by",
    "why: 为什么这么贵？",
    "why: 为什么要{left}元？",
    "{left}元？",
    "only the says of a check fills in {…}",
  ],
];

/** The problem that says so stands on the line of `at`. */
function expectTold(file: string, [, piece, into, at, says]: Mistake) {
  const text = changed(file, piece, into);
  const told = problemsIn(text).find((problem) => problem.includes(says));
  expect(told?.split(":")[0], `${says} in ${problemsIn(text).join("\n")}`).toBe(String(lineOf(text, at)));
}

describe("a survey file", () => {
  it.each(IN_SKILLS)("is refused with its line for %s", (...mistake) => expectTold(SKILLS_2021, mistake));

  it.each(IN_CONDITIONS)("is refused with its line for a condition or text with %s", (...mistake) =>
    expectTold(TRAINING_NEEDS, mistake),
  );

  it("tells all of its mistakes at once", () => {
    const both = changed(
      changed(SKILLS_2021, "choices: types }", "choices: typs }"),
      "beside: manager,",
      "beside: boss,",
    );
    expect(problemsIn(both)).toHaveLength(2);
  });

  it("is called what its id is", () => {
    expect(problemsIn(SKILLS_2021, "surveys/skills-2021.yaml")).toEqual([]);
    const told = problemsIn(SKILLS_2021, "surveys/skills-2022.yaml");
    expect(told).toEqual(["3: the id is skills-2021, but the file is called skills-2022.yaml"]);
  });

  it("that is right becomes a survey that nobody can change", () => {
    expect([...skills2021.questions.keys()].slice(0, 3)).toEqual(["name", "credit_code", "type"]);
    expect(trainingNeeds.sections.map(({ id }) => id)).toEqual(["basics", "past_year", "plans"]);
    const changing = () => {
      (skills2021.choices.levels?.[0] as { label: string }).label = "学徒工";
    };
    expect(changing).toThrow(TypeError);
  });

  it("counts each of its statistics by what is asked", () => {
    for (const id of skills2021.statistics.by) expect(skills2021.questions.get(id)?.kind).toBe("choice");
    expect(skills2021.statistics.highly_skilled).toEqual(["senior", "technician", "senior_technician"]);
  });
});

describe("npm run survey", () => {
  const run = (...words: string[]) =>
    spawnSync(process.execPath, ["bot/survey-cli.ts", ...words], { encoding: "utf8" });

  it("check tells what was checked, of the project's own files without any", () => {
    const { status, stderr } = run("check");
    expect([status, stderr]).toEqual([
      0,
      "handlers/surveys/skills-2021.yaml: version 1, 6 sections, 19 questions, 7 checks; nothing is wrong\n",
    ]);
  });

  it("check fails where one file is wrong, and tells of the others too", () => {
    const folder = mkdtempSync(join(tmpdir(), "survey-"));
    const file = join(folder, "skills-2021.yaml");
    writeFileSync(file, changed(SKILLS_2021, "choices: types }", "choices: typs }"));
    const { status, stderr } = run("check", file, "test/fixtures/training-needs-2027.yaml", "nowhere.yaml");
    rmSync(folder, { recursive: true });
    expect(status).toBe(1);
    expect(stderr.split("\n")).toEqual([
      expect.stringMatching(
        /skills-2021\.yaml:\d+ sections\.0\.questions\.2\.choices: there is no list typs/,
      ),
      expect.stringContaining("training-needs-2027.yaml: version 3"),
      "nowhere.yaml file: there is no such file",
      "",
    ]);
  });

  it("without a command says how it is used", () => expect(run().status).toBe(2));

  it("schema has written what editors check by", () => {
    const written = JSON.parse(readFileSync("handlers/surveys/survey.schema.json", "utf8"));
    expect(written).toEqual(JSON.parse(JSON.stringify(editorSchema(surveySchema))));
  });
});
