import { describe, expect, it } from "vitest";
import { parseCard } from "./smart-bot/card.ts";
import { seeCard } from "./smart-bot/card-view.ts";

const buttons = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ text: `按钮${index}`, key: `k-${index}` }));
const options = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `o-${index}`, text: `选项${index}` }));

const button = {
  card_type: "button_interaction",
  main_title: { title: "您想做什么？", desc: "点一个" },
  button_list: buttons(2),
  task_id: "t-1_a@b",
};
const vote = {
  card_type: "vote_interaction",
  main_title: { title: "哪些级别？" },
  checkbox: { question_key: "level", mode: 1, option_list: options(3) },
  submit_button: { text: "提交", key: "submit" },
  task_id: "t-2",
};
const multiple = {
  card_type: "multiple_interaction",
  main_title: { title: "请选择" },
  select_list: [
    { question_key: "city", title: "城市", option_list: options(2) },
    { question_key: "trade", title: "工种", option_list: options(2) },
  ],
  submit_button: { text: "提交", key: "submit" },
  task_id: "t-3",
};
const notice = {
  card_type: "text_notice",
  main_title: { title: "技能提升补贴" },
  emphasis_content: { title: "1500 元", desc: "高级工" },
  horizontal_content_list: [{ keyname: "截止", value: "12 月 31 日" }],
  jump_list: [
    { type: 1, title: "原文", url: "https://rsj.example/a" },
    { type: 3, title: "怎么申请", question: "怎么申请技能提升补贴" },
  ],
  card_action: { type: 1, url: "https://rsj.example/a" },
};

describe("what a person sees of a card", () => {
  it.each([
    ["buttons", button, { text: "您想做什么？\n点一个", choices: ["按钮0", "按钮1"] }],
    ["a vote", vote, { text: "哪些级别？", choices: ["选项0", "选项1", "选项2", "提交"] }],
    [
      "lists",
      multiple,
      { text: "请选择\n城市\n工种", choices: ["选项0", "选项1", "选项0", "选项1", "提交"] },
    ],
    [
      "a notice",
      notice,
      { text: "技能提升补贴\n1500 元\n高级工\n截止 12 月 31 日", choices: ["原文", "怎么申请"] },
    ],
  ])("is for %s", (_, card, seen) => {
    expect(seeCard(parseCard(card))).toEqual(seen);
  });
});

describe("a card is refused", () => {
  it.each([
    ["of no known type", "card_type", { ...button, card_type: "poem" }],
    ["without a task_id", "task_id", { ...button, task_id: undefined }],
    ["with another sign in its task_id", "task_id", { ...button, task_id: "t.1" }],
    ["with a longer task_id", "task_id", { ...button, task_id: "t".repeat(129) }],
    ["with a longer title", "main_title.title", { ...button, main_title: { title: "题".repeat(27) } }],
    ["with a longer line", "main_title.desc", { ...button, main_title: { desc: "述".repeat(31) } }],
    ["without a title", "main_title", { ...button, main_title: {} }],
    ["without buttons", "button_list", { ...button, button_list: [] }],
    ["with 7 buttons", "button_list", { ...button, button_list: buttons(7) }],
    [
      "with one key twice",
      "button_list",
      { ...button, button_list: [...buttons(1), { text: "又一个", key: "k-0" }] },
    ],
    [
      "with a longer button",
      "button_list.0.text",
      { ...button, button_list: [{ text: "按".repeat(11), key: "k" }] },
    ],
    [
      "with a longer key",
      "button_list.0.key",
      { ...button, button_list: [{ text: "按", key: "k".repeat(1025) }] },
    ],
    ["with another type's field", "checkbox", { ...button, checkbox: vote.checkbox }],
    [
      "with 21 options",
      "checkbox.option_list",
      { ...vote, checkbox: { ...vote.checkbox, option_list: options(21) } },
    ],
    [
      "with a longer option",
      "checkbox.option_list.0.text",
      { ...vote, checkbox: { ...vote.checkbox, option_list: [{ id: "o", text: "选".repeat(12) }] } },
    ],
    ["without a button to submit", "submit_button", { ...vote, submit_button: undefined }],
    [
      "with 4 lists",
      "select_list",
      {
        ...multiple,
        select_list: [1, 2, 3, 4].map((key) => ({ question_key: `q-${key}`, option_list: options(1) })),
      },
    ],
    [
      "with 11 options in a list",
      "select_list.0.option_list",
      { ...multiple, select_list: [{ question_key: "q", option_list: options(11) }] },
    ],
    ["that is a notice without an action", "card_action", { ...notice, card_action: undefined }],
    [
      "that is a notice whose action goes nowhere",
      "card_action.type",
      { ...notice, card_action: { type: 0 } },
    ],
    ["with a link without an address", "jump_list.0", { ...notice, jump_list: [{ type: 1, title: "原文" }] }],
    ["with half of a character", "main_title.title", { ...button, main_title: { title: "题\ud83d" } }],
  ])("%s", (_, field, card) => {
    expect(() => parseCard(card)).toThrow(
      expect.objectContaining({ errcode: 42045, message: `Template_Card ${field} Missing or Invalid` }),
    );
  });

  it("not at the limits", () => {
    const full = {
      ...button,
      main_title: { title: "题".repeat(26), desc: "述".repeat(30) },
      button_list: buttons(6),
      task_id: "t".repeat(128),
    };
    expect(parseCard(full)).toEqual(full);
    const wide = { ...vote, checkbox: { ...vote.checkbox, option_list: options(20) } };
    expect(parseCard(wide)).toEqual(wide);
  });
});
