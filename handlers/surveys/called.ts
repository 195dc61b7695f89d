/** What an enterprise and its place are called, found among what people type: nothing else of it is kept. */

/** What firms, shops and offices end in. */
const KINDS =
  "公司|集团|厂|店|社|中心|商行|经营部|工作室|学校|医院|学院|研究院|设计院|幼儿园|所|馆|铺|坊|行|站|场|超市|药房|门市部|事务所|合作社|项目部|分部|基地|银行|支行|分行|局|委员会|协会";
const LETTERS = "\\p{Script=Han}A-Za-z0-9()·&";
const NAMED = new RegExp(`[${LETTERS}]{2,38}(?:${KINDS})`, "u");
const WHOLE = new RegExp(`^[${LETTERS}]{4,40}$`, "u");
const PLACE = /\p{Script=Han}{1,12}(?:街道|[区县市镇乡旗])/u;

/** Somebody, or how to reach them. */
const OF_PEOPLE = /法人|法定代表|联系|负责人|经办|填表人|姓名|电话|手机|微信|加我|加[vq]|qq|扣扣/i;
const LURES = /:\/\/|www\.|@|[a-z0-9-]{2,}\.[a-z]{2,}/i;
/** Long enough to be called, or to be somebody's account. */
const NUMBER = /\d(?:[\s-]?\d){6,}/g;

/** What stands around a name or a code and names nobody. */
const AROUND =
  /统一社会信用代码|信用代码|企业名称|单位名称|企业全称|全称|名称|代码|我们|我们?单位|企业|是|叫做?|的/g;

/** @param whole where just the name was asked for: then it may end in anything, as long as it is no person's */
export function enterpriseNameIn(text: string, whole = false): string | undefined {
  const plain = clean(text);
  if (LURES.test(plain)) return undefined;
  const bare = plain
    .replace(NUMBER, " ")
    .replace(/统一社会信用代码|信用代码|企业名称|单位名称|我们是|我是|我们|叫|代码|是/g, " ");
  const named = NAMED.exec(bare)?.[0] ?? (whole ? WHOLE.exec(bare.trim())?.[0] : undefined);
  return named === undefined || OF_PEOPLE.test(named) ? undefined : named;
}

/** One of the round's, or, where it is for all, what is called like a place. */
export function regionIn(text: string, regions: readonly string[]): string | undefined {
  const said = clean(text);
  if (regions.length)
    return regions.find((region) => said.includes(region) || (said.length >= 2 && region.includes(said)));
  const place = PLACE.exec(said.replace(/^.*?(?:在|位于|属于|归|是)/u, ""))?.[0];
  return place === undefined || OF_PEOPLE.test(place) ? undefined : place;
}

/** Whether a text says no more than these, and so may stand in the talk as it was typed. */
export function saysOnly(text: string, parts: readonly string[]): boolean {
  const rest = parts.reduce((left, part) => (part ? left.replace(part, " ") : left), clean(text));
  return rest.replace(AROUND, "").replace(/[\p{P}\p{S}\s]/gu, "") === "";
}

/** Whether somebody's number may stand in it; a credit code is none. */
export function holdsNumber(text: string): boolean {
  return new RegExp(NUMBER.source).test(clean(text).replace(/[0-9A-Z]{18}/gi, " "));
}

function clean(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
}
