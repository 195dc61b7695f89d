/** One question of a form as a message: numbered, with buttons, and always a way out. */
import { actionNamed, buttons } from "./actions.ts";
import type { Button, OutboundMessage } from "./event.ts";
import type { FormState, Question } from "./form.ts";
import type { Reading } from "./read-answer.ts";
import { zhCN } from "./texts/zh-CN.ts";

/** @param before a line above the question: what was misunderstood, where we were */
export function questionMessage(question: Question, state: FormState, before = ""): OutboundMessage {
  const number = state.path.filter((step) => step.question !== question.id).length + 1;
  const text = [before, zhCN.question(number, question.text), question.help ?? ""].filter(Boolean).join("\n");
  return withChoices(text, question, wayOut(state));
}

function wayOut(state: FormState): Button[] {
  return buttons(...(state.path.length ? (["unsure", "back"] as const) : (["unsure"] as const)));
}

/** A question's words with what can be picked below them. */
export function withChoices(text: string, question: Question, others: Button[]): OutboundMessage {
  if (question.kind === "checklist")
    return {
      text,
      checklist: {
        question: question.id,
        options: question.options.map(({ value, label }) => ({ value, label })),
        confirm: zhCN.button.confirm,
        none: question.none ?? zhCN.button.no,
      },
      buttons: others,
    };
  const typed = question.kind === "choice" || question.kind === "yesno" ? {} : { typed: true as const };
  return { text, buttons: [...answerButtons(question), ...others], ...typed };
}

function answerButtons(question: Question): Button[] {
  const button = (value: string, label: string) => ({ id: answerId(question.id, value), label });
  if (question.kind === "yesno") return [button("yes", zhCN.button.yes), button("no", zhCN.button.no)];
  return question.options.map((option) => button(option.value, option.label));
}

function answerId(question: string, value: string): string {
  return `answer:${question}:${value}`;
}

/** The question and the value that a pressed button stands for; undefined where it is no answer of that form. */
export function answerOfButton(id: string): { question: string; value: string } | undefined {
  const match = /^answer:([a-z0-9_/-]+):(.+)$/s.exec(id);
  return match?.[1] && match[2] ? { question: match[1], value: match[2] } : undefined;
}

/** Why what was typed is no answer. */
export function refusalText(why: Extract<Reading, { ok: false }>["why"]): string {
  return typeof why === "string" ? zhCN.misunderstood[why] : why.says;
}

/** Whether a sentence asks something, rather than answering what was asked. */
export function soundsLikeQuestion(text: string): boolean {
  return (
    text.length >= 4 &&
    !/^(?:我|俺)?(?:啥|什么|都|一个)?(?:也|都)?没/.test(text) &&
    !actionNamed(text) &&
    /[?？吗呢]|多少|什么|怎么|咋|哪|几(?:万|千|块|号|年|个)|啥|能不能|有没有|谁|原文|第[\d一二三四五六七八九十]+条/.test(
      text,
    )
  );
}
