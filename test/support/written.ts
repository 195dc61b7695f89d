/** Whether a clause holds a figure with its unit, found with plain patterns: a second pair of eyes on `kb verify`. */

const HAN = ["", "一", "[二两]", "三", "四", "五", "六", "七", "八", "九", "十"];
/** Further figures of a list, before the unit that all of them share: 2000、1000、500元. */
const LIST = "(?:[、,和—-]\\d+万?)*";

export function writes(text: string, value: number, unit: string): boolean {
  const apart = text.replace(/(?<=\d)\s+(?=\d)/g, "、").replaceAll("，", "、");
  const plain = apart.normalize("NFKC").replace(/\s+/g, "");
  return new RegExp(patternOf(value, unit)).test(plain);
}

function patternOf(value: number, unit: string): string {
  switch (unit) {
    case "date": {
      const [year, month] = [Math.floor(value / 100), value % 100];
      return `${year}年(?:${month}月${month === 12 ? "|(?!\\d)" : ""})`;
    }
    case ":":
      return `1:${value}(?!\\d)`;
    case "元":
      return `${digits(value)}${LIST}元`;
    case "个月":
    case "年":
      return spanPattern(unit === "年" ? value * 12 : value);
    case "人":
    case "名":
    case "位":
      return `${counted(value)}${LIST}(?:人(?!次)|名|位)`;
    case "%":
      return `${counted(value)}${LIST}%${value === 100 ? "|全覆盖" : ""}`;
    case "":
      return `${counted(value)}(?![\\d%.万亿月${value >= 1900 && value <= 2100 ? "年" : ""}])`;
    default:
      return `${counted(value)}${LIST}${unit}(?!性)`;
  }
}

/** 36 months are 三年 as well; 2022年 is the name of a year. */
function spanPattern(months: number): string {
  const years = months / 12;
  const spans = [`${counted(months)}${LIST}个月`];
  if (Number.isInteger(years) && years < 1900) spans.push(`${counted(years)}${LIST}年`);
  if (years >= 1900) return `${years}年`;
  return spans.join("|");
}

function counted(value: number): string {
  const han = HAN[value];
  const hundreds = value === 100 ? "|百" : "";
  return han ? `(?:${digits(value)}|(?<![十百千第前])${han}(?![十百千]))` : `(?:${digits(value)}${hundreds})`;
}

function digits(value: number): string {
  const plain = String(value).replace(".", "\\.");
  const forms = [plain, value.toLocaleString("en-US"), `${String(value / 10_000).replace(".", "\\.")}万`];
  return `(?<![\\d.,第前])(?:${forms.join("|")})`;
}
