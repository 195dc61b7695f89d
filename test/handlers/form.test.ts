import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as form from "../../handlers/form.ts";
import { factsOf, interviewForm } from "../../handlers/interview.ts";
import { type Misunderstanding, readAnswer } from "../../handlers/read-answer.ts";
import { kb } from "../support/knowledge.ts";

const TODAY = "2026-11-20";
const option = (value: string, label = value, words: string[] = []) => ({ value, label, words });
const question = (changes: Partial<form.Question>): form.Question => ({
  id: "q",
  kind: "choice",
  text: "？",
  options: [],
  ...changes,
});

describe("reading an answer", () => {
  const level = question({
    options: [
      option("高级工", "高级工（三级）", ["三级"]),
      option("技师", "技师（二级）", ["二级"]),
      option("高级技师", "高级技师（一级）"),
    ],
  });
  it.each<[string, string | Misunderstanding]>([
    ["技师", "技师"],
    ["高级技师", "高级技师"],
    ["２", "技师"],
    ["第二个", "技师"],
    ["选3", "高级技师"],
    ["我是二级的", "技师"],
    ["技师（二级）", "技师"],
    ["9", "no_choice"],
    ["不晓得哪一级算", "no_choice"],
    ["高级工还是技师", "several_choices"],
    ["", "no_choice"],
  ])("of a choice: %j", (text, expected) => {
    const reading = readAnswer(level, text, TODAY);
    expect(reading.ok ? reading.value : reading.why).toBe(expected);
  });

  const honours = question({
    kind: "checklist",
    options: [option("a", "首席技师"), option("b", "技术能手"), option("c", "劳模")],
  });
  it.each<[string, string[] | Misunderstanding]>([
    ["都没有", []],
    ["没有", []],
    ["1、3", ["a", "c"]],
    ["1 2", ["a", "b"]],
    ["首席技师和劳模", ["a", "c"]],
    ["7", "no_choice"],
    ["什么意思", "no_choice"],
  ])("of a list: %j", (text, expected) => {
    const reading = readAnswer(honours, text, TODAY);
    expect(reading.ok ? reading.value : reading.why).toEqual(expected);
  });

  it.each<[string, boolean | Misunderstanding]>([
    ["是", true],
    ["对的", true],
    ["嗯嗯", true],
    ["有的！", true],
    ["没有", false],
    ["不是。", false],
    ["2", false],
    ["也许", "no_yes_or_no"],
  ])("of yes or no: %j", (text, expected) => {
    const reading = readAnswer(question({ kind: "yesno" }), text, TODAY);
    expect(reading.ok ? reading.value : reading.why).toBe(expected);
  });

  it.each<[string, number | Misunderstanding]>([
    ["12", 12],
    ["十二个人", 12],
    ["2.5万", 25_000],
    ["二十二万", 220_000],
    ["1到5", "no_number"],
    ["很多", "no_number"],
    ["-3", "out_of_range"],
    ["99999999", "out_of_range"],
  ])("of a number: %j", (text, expected) => {
    const reading = readAnswer(question({ kind: "number", max: 1_000_000 }), text, TODAY);
    expect(reading.ok ? reading.value : reading.why).toBe(expected);
  });

  it.each<[string, string]>([
    ["2023年7月", "2023-07"],
    ["2023.7", "2023-07"],
    ["2023-07-15", "2023-07-15"],
    ["202307", "2023-07"],
    ["2023", "2023"],
    ["去年6月", "2025-06"],
    ["前年", "2024"],
    ["今年3月15号", "2026-03-15"],
    ["刚刚", "2026-11"],
    ["三年前", "2023"],
    ["2023年13月", "no_date"],
    ["2023年2月30日", "no_date"],
    ["明年", "no_date"],
    ["2027年1月", "future_date"],
    ["夏天", "no_date"],
  ])("of a date: %j", (text, expected) => {
    const reading = readAnswer(question({ kind: "date" }), text, TODAY);
    expect(reading.ok ? reading.value : reading.why).toBe(expected);
  });

  it("never throws, whatever is typed", () => {
    const kinds = ["choice", "checklist", "yesno", "number", "money", "date"] as const;
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.string({ unit: "binary", maxLength: 300 }), (kind, text) => {
        const reading = readAnswer({ ...level, kind }, text, TODAY);
        expect(typeof reading.ok).toBe("boolean");
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("the form engine on the interview", () => {
  const definition = interviewForm(kb, TODAY);
  type Act = { kind: "answer"; pick: number } | { kind: "unsure" | "back" | "edit"; pick: number };
  const acts: fc.Arbitrary<Act[]> = fc.array(
    fc.record({
      kind: fc.constantFrom("answer", "answer", "answer", "unsure", "back", "edit"),
      pick: fc.nat(1_000),
    }) as fc.Arbitrary<Act>,
    { maxLength: 40 },
  );

  function valueFor(asked: form.Question, pick: number): form.AnswerValue {
    switch (asked.kind) {
      case "choice":
        return asked.options[pick % asked.options.length]?.value ?? "";
      case "checklist":
        return asked.options.filter((_option, index) => (pick >> index) % 2 === 1).map(({ value }) => value);
      case "yesno":
        return pick % 2 === 0;
      case "number":
      case "money":
        return pick;
      case "date":
        return ["2015", "2021-11", "2025-06-01"][pick % 3] ?? "2015";
      case "words":
        return "";
    }
  }

  function step(state: form.FormState, act: Act): form.FormState {
    const asked = form.asked(definition, state);
    const known = Object.keys(state.answers);
    if (act.kind === "back") return form.goBack(definition, state).state;
    if (act.kind === "edit" && known.length) {
      const id = known[act.pick % known.length] ?? "";
      return form.edit(state, kb.facts.get(id)?.group ?? id);
    }
    if (!asked) return form.advance(definition, state);
    if (act.kind === "unsure") return form.passOver(definition, state, asked).state;
    return form.answerValue(definition, state, asked, valueFor(asked, act.pick)).state;
  }

  it("keeps its state whole whatever is done in whatever order, serialised between every two steps", () => {
    fc.assert(
      fc.property(acts, (list) => {
        let state = form.advance(definition, form.newForm(definition));
        for (const act of list) {
          state = JSON.parse(JSON.stringify(step(state, act))) as form.FormState;
          const { answers, unsure, path, asking } = state;
          for (const id of unsure)
            expect(answers[id] === undefined || kb.facts.get(id)?.kind === "date").toBe(true);
          for (const [id, value] of Object.entries(answers)) expect(definition.fits(id, value)).toBe(true);
          expect(new Set(path.map((one) => one.question)).size).toBe(path.length);
          if (asking) expect(form.asked(definition, state)?.id).toBe(asking);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("comes back to where it was: an answer and a step back change nothing but the question", () => {
    let state = form.advance(definition, form.newForm(definition));
    for (let pick = 0; state.asking && pick < 12; pick++) {
      const asked = form.asked(definition, state);
      if (!asked) break;
      const answered = form.answerValue(definition, state, asked, valueFor(asked, pick)).state;
      expect(form.goBack(definition, answered).state).toEqual(state);
      state = answered;
    }
  });

  it("asks twice for a date that is too vague, and then leaves it open", () => {
    const known = {
      city: "淄博市",
      role: "个人",
      skill_level: "高级工",
      technical_school_graduate: true,
      full_time_job: true,
      employer_type: "企业",
    };
    let state = { ...form.newForm(definition, known), asking: "graduated_on" };
    const asked = () => form.asked(definition, state) as form.Question;
    state = { ...form.answerValue(definition, state, asked(), "2021").state, asking: "graduated_on" };
    expect(asked().text).toContain("具体是哪一天");
    state = { ...form.answerValue(definition, state, asked(), "2021-11").state, asking: state.asking ?? "" };
    expect(state.answers.graduated_on).toBe("2021-11");
  });

  it("after the form has changed keeps what fits and names what must be given again", () => {
    const old = { ...form.newForm(definition, { city: "淄博市", role: "皇帝", gone: 1 }), version: "old" };
    const { state, lost } = form.rebase(definition, old);
    expect(lost).toEqual(["role", "gone"]);
    expect(factsOf(state, TODAY)).toEqual({ city: "淄博市", today: TODAY });
    expect(form.rebase(definition, state)).toEqual({ state, lost: [] });
  });
});
