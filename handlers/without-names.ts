/**
 * What may be kept of a question for the staff. Names, firms, streets and illnesses can be anything, so they are not
 * looked for: only words known beforehand are kept, those of the knowledge base and everyday ones, and all else is
 * blanked. That loses a topic now and then; the other way round it would lose a name.
 */
import type { KnowledgeBase } from "../policy-kb/load.ts";
import { normalise } from "../policy-kb/normalise.ts";

/** Longer than a question: a story, which staff need not keep. */
const KEPT_LENGTH = 120;

/** What people ask with. */
const ASKING =
  "多少 多少钱 什么 怎么 怎么办 怎样 如何 为什么 哪个 哪些 哪里 哪儿 谁管 几个 几年 几次 什么时候 能不能 可不可以 有没有 是不是 给不给 要不要 行不行 可以 能领 能拿 领取 申请 申报 办理 报销 报名 符合 条件 材料 流程 时间 截止 负责 部门 单位 个人 企业 公司 工厂 学校 学院 学生 职工 员工 工人 工资 证书 补贴 补助 津贴 奖励 奖金 资助 政策 文件 标准 规定 待遇 名额 现在 今年 去年 明年 每月 每年 一次性 一个人 还有 没有 不能 需要 已经 如果 或者 以及 关于".split(
    " ",
  );
/** What people ask about that no document may say: just these are the gaps that staff want to know of. */
const EVERYDAY =
  "食堂 餐补 饭补 伙食 交通 班车 车费 路费 油费 高铁 宿舍 住房 住宿 房租 租房 购房 买房 房贷 贷款 创业 落户 户口 子女 入学 上学 学区 幼儿园 学费 书本费 考试费 报名费 体检 体检费 医保 社保 养老 退休 失业 工伤 生育 产假 年假 公积金 个税 高温 取暖 降温费 加班 加班费 加班工资 夜班 最低工资 工龄 职称 评审 考试 补考 成绩 查询 网上 网站 电话 地址 窗口 上班 下班 招聘 招工 求职 就业 培训 培训班 学徒 师傅 带徒 实习 毕业 毕业证 学历 大专 本科 研究生 博士 农民工 退役军人 残疾人 应届生 大学生 外地 外地人 异地 省外 国外 外国人 设备 场地 水电 电费 税收 减税 融资 专利 发明 论文 项目 资金 账户 银行卡 到账 发放 驾照 叉车 电工 焊工 钳工 车工 厨师 护士 护理 育婴 养老院 保育 美容 美发 电商 直播 快递 外卖 无人机 机器人 人工智能 新能源".split(
    " ",
  );
/** Grammar, and what a question cannot do without; next to no name has them. */
const SINGLE = new Set("的了吗呢吧么我俺你您在是有没不能要补奖领拿发钱给");

/** 12人, 3年, 2万元: a small figure with what it counts is nobody's number. */
const FIGURE = /(?<![\d\s.-]\s*)\d{1,4}(?:\.\d)?(?:个人|个月|万元|万|元|块|人|名|家|年|条|%)(?!\s*\d)/y;
/** After these even a word that is known may be a name (叫建设, 姓高). */
const NAMED = /((?:叫|姓名|名字|姓|联系人)(?:是|为|[:\s])*)(?!什么|啥|做|不叫)\p{Script=Han}{1,4}/gu;
/** A telephone number, written out. */
const SPELT = /[零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]{3,}/g;
const SHORTEST = 2;

interface Words {
  topics: ReadonlySet<string>;
  asking: ReadonlySet<string>;
  longest: number;
}

const known = new WeakMap<KnowledgeBase, Words>();

function wordsOf(kb: KnowledgeBase): Words {
  let words = known.get(kb);
  if (!words) {
    const facts = [...kb.facts.values()].flatMap((fact) => [
      fact.label,
      ...fact.words,
      ...fact.choices.flatMap((choice) => [choice.value, ...choice.words]),
    ]);
    const all = [...facts, ...kb.measures.flatMap(({ keywords }) => keywords), ...EVERYDAY].map((word) =>
      normalise(word),
    );
    const asking = new Set(ASKING);
    const topics = new Set(all.filter((word) => /^\p{Script=Han}{2,}$/u.test(word) && !asking.has(word)));
    words = { topics, asking, longest: Math.max(...[...topics].map((word) => word.length)) };
    known.set(kb, words);
  }
  return words;
}

/** The question with everything blanked that is no known word; "" where no topic is left of it. */
export function withoutNames(kb: KnowledgeBase, question: string): string {
  const words = wordsOf(kb);
  const text = normalise(question, KEPT_LENGTH).replace(NAMED, "*").replace(SPELT, "*");
  let [kept, at, topics] = ["", 0, 0];
  while (at < text.length) {
    const piece = pieceAt(words, text, at);
    if (words.topics.has(piece)) topics += 1;
    kept += piece || "…";
    at += piece.length || 1;
  }
  return topics ? kept.replace(/…[…,。;:!?\s]*…|……+/g, "…").replace(/^[…,]+|[…,]+$/g, "") : "";
}

/** The longest that may be kept from here on; "" where nothing may. */
function pieceAt({ topics, asking, longest }: Words, text: string, at: number): string {
  FIGURE.lastIndex = at;
  const figure = FIGURE.exec(text)?.[0];
  if (figure) return figure;
  for (let length = Math.min(longest, text.length - at); length >= SHORTEST; length -= 1) {
    const word = text.slice(at, at + length);
    if (topics.has(word) || asking.has(word)) return word;
  }
  const character = text[at] ?? "";
  return SINGLE.has(character) || /[,。;!?]/.test(character) ? character : "";
}
