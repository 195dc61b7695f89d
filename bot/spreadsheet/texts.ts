/** Why a file is not read, for whoever sent it. */
export const REFUSALS = {
  too_big: "文件超过5MB，太大了。请只留下要填的这张表，另存一份再发。",
  empty: "这个文件是空的，请检查后重新发。",
  old_excel: "这是旧版的 Excel 文件。请用 Excel 或 WPS 打开，另存为 .xlsx 再发。",
  other_excel: "请用 Excel 或 WPS 打开，另存为 .xlsx 再发。",
  not_excel: "这不是 Excel 文件。请发 .xlsx 文件，名单也可以发 .csv 文件。",
  encrypted: "文件加了密码，打不开。请取消密码后再发。",
  broken: "文件打不开，可能没有传完整，或者已经损坏。请重新保存一次再发。",
  suspicious:
    "这个文件不是 Excel 平常保存的样子，为了安全没有打开。请把内容复制到新的表格里，另存为 .xlsx 再发。",
  inflates: "文件解开后太大，为了安全没有打开。请把用到的内容复制到新的表格里再发。",
  macros: "文件里有宏，为了安全没有打开。请另存为不带宏的 .xlsx 再发。",
  links: "文件里有指向别的文件或数据源的链接，为了安全没有打开。请把内容复制到新的表格里，只粘贴数值，再发。",
  embedded: "文件里嵌了别的文件或控件，为了安全没有打开。请删掉后再发。",
  formula: "{cell}里是公式，请改成算好的数字。",
  formula_elsewhere:
    "文件里有用公式设的条件格式、数据有效性或名称，为了安全没有打开。请把内容复制到新的表格里，只粘贴数值，再发。",
  error_value: "{cell}里是错误值{text}，请改成要填的内容。",
  too_many_rows: "表格太长，最多{most}行。请分成几个文件再发。",
  too_many_columns: "表格太宽，最多{most}列。请删掉用不到的列再发。",
  too_much_text: "表格里的内容太多。请只留下要填的这张表再发。",
  not_text: "看不出这个文件是什么文字编码。请用 Excel 打开，另存为 .xlsx 再发。",
  not_form: "没有认出这张表。请先下载调查表，填好后再发回来，不要改动表里的标题。",
  other_form: "这张表不是现在要填的调查表。请重新下载一份再填。",
  labels_missing: "表里找不到{labels}，可能标题被改过或移动过。请重新下载一份，把内容填进去再发。",
  out_of_place: "{cell}里写的“{text}”不在要填的格子里，不知道填的是哪一项。请写到对应的格子里再发。",
  too_many_in_list: "“{label}”最多写{most}行。",
  several_forms: "文件里有几张填好的调查表，不知道用哪一张。请只留一张再发。",
} as const;

export type RefusalKey = keyof typeof REFUSALS;

export interface Refused {
  kind: "refused";
  why: RefusalKey;
  says: string;
}

export function refused(why: RefusalKey, values: Readonly<Record<string, string | number>> = {}): Refused {
  const says = REFUSALS[why].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  return { kind: "refused", why, says };
}

/** Ends the reading of a file wherever its fault is found; caught where the reading began. */
export class Refusal extends Error {
  readonly refused: Refused;
  constructor(why: RefusalKey, values?: Readonly<Record<string, string | number>>) {
    super(why);
    this.refused = refused(why, values);
  }
}
