/** Matters that these documents have nothing to do with, however many words they share with a clause. */
import type { Measure } from "./load.ts";
import type { Question } from "./question.ts";
import { writes } from "./which-clause.ts";

const OTHER_MATTERS =
  /养老|医保|医疗|看病|失业(?:金|保险)|公积金|工伤|生育|产假|婚假|年假|退休|仲裁|拖欠|欠薪|辞职|辞退|离职|裁员|加班|低保|落户|买房|购房|房租|租房|贷款|驾照|驾驶证|身份证|护照|居住证|社保卡|个税|报税|天气|门票|股票|彩票|疫苗|高考|幼儿园|学区/;

const BARE = 6;

/** Of the university, of other papers, of daily life: no clause speaks of them, even where it has the word. */
const NEVER_OURS =
  /(?:本科|硕士|博士|研究生|大学|高校)(?:生|毕业生?)?[^,。?]{0,4}(?:补|津贴|奖|多少|给)|公寓[^,。?]{0,4}(?:租|多少钱)|教师资格|建造师|驾驶证|体检|交通补|车补|餐补|饭补|高温|取暖|创业(?:补|贷)|孩子上学|(?:编|写)[^,。]{0,10}(?:段子|笑话|小品|诗|作文|故事|稿子|文案|信|总结|检讨|论文)/;

/** Whether the question is of another matter, and the clause found for it does not speak of that. */
export function isOtherMatter({ asking, text }: Question, measure?: Measure): boolean {
  // 房租水电都涨 is the story around a question; 去哪告他 is no question without its story.
  if (NEVER_OURS.test(text) && !/技工|技校|技师学院|预备技师/.test(text)) return true;
  const [matter] = OTHER_MATTERS.exec(asking.length > BARE ? asking : text) ?? [];
  return matter !== undefined && !(measure && writes(measure, matter));
}
