/** One figure as it is written in a cell: 12, 12人, 2.5万, 两千五, 约20万元; nothing that could be another number. */
import { normalise, quantities } from "../../policy-kb/normalise.ts";

/** What may stand before and behind a figure without changing it; 几, 多, 不到 or a second figure do change it. */
const BEFORE = /^(?:约|大约|大概|差不多|一?共|总共|合计|有|是|为|人民币|rmb|cny|[¥￥:])*$/;
const BEHIND =
  /^(?:元|块钱?|圆|人|名|个人?|位|家|岁|整|左右|上下|\/?每?个?月|\/月|月薪|rmb|cny|\/|[。.,;、!])*$/;
const NOTHING = /^(?:无|没有?|没有人|〇)$/;

/** @param names what the figure is called (职工总数, 员工) and its unit: they may stand beside it */
export function readFigure(raw: string, names: readonly string[] = []): number | undefined {
  const plain = normalise(raw);
  if (NOTHING.test(plain)) return 0;
  const [only] = quantities(plain);
  if (!only) return undefined;
  const before = without(plain.slice(0, only.start), names);
  const behind = without(plain.slice(only.end), names);
  return BEFORE.test(before) && BEHIND.test(behind) ? only.value : undefined;
}

/** The longest name first, so that 月工资 does not leave a 月 behind. */
function without(text: string, names: readonly string[]): string {
  const longestFirst = names.map((name) => normalise(name)).sort((a, b) => b.length - a.length);
  return longestFirst.reduce((left, name) => left.replace(name, ""), text).replace(/\s+/g, "");
}
