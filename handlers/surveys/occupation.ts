/** Whether words are what an occupation is called: 电焊工, 5g网络工, 焊工(二保焊); small talk is none. */

/** Said beside a row, and of no use to the form: 五险一金, 待遇面议, 谢谢. */
const ASIDE =
  /^(?:[五六]险(?:[一二]金)?|双休|单休|包[吃住食宿]+|管[吃住]+|交?社保|待遇(?:面议|从优|优厚)?|工资?面议|薪资面议|面议|长期|急招?|急需|急缺|谢谢.{0,3}|多谢|感谢|辛苦了|你好|您好|就这些|就这样|没了|没有了|好的?|嗯+|试用期后?|经验不限|学历不限|男女不限|有证优先?|加班费?|有?提成|奖金|绩效|等|每月|暂时|目前)+[了的吧啊]*$/;
const NO_OCCUPATION =
  /[?？没删涨吗呢吧么我你您他她它咱]|不(?!锈)|交表|谢谢|清楚|知道|怎么|什么|面议|待遇|好的|可以|需要|跳过|返回|再说|第.{0,2}[行个条]|工资|月薪|年薪|人数|工种|以上|以下|以内|岁|左右|改成|改为|换成|来个|若干|许多|很多|一些|几|订单|批|电话|联系|负责|填表|调查|公司|企业|看看|先|一下|确认|取消|完成|修改|嗯|哦|哈|补贴|政策|多少|去年|今年|明年|比|其中|平均|大概|险一金|包吃|包住|双休|单休|加班/;

export function isAside(words: string): boolean {
  return ASIDE.test(words.replace(/[\s,.、]/g, ""));
}

/** @param words without blanks */
export function isOccupation(words: string): boolean {
  if (words.length < 2 || words.length > 15 || !/\p{Script=Han}/u.test(words)) return false;
  if (NO_OCCUPATION.test(words) || /[的了啊呀嘛是有和与]$/.test(words) || isAside(words)) return false;
  // A figure may begin it (5g网络工) or stand behind a letter (a1司机, q235焊工), not in its midst.
  return !/(?<![a-z\d(])\d/.test(words.replace(/^\d{1,3}(?=[a-z])/, "")) && !/\d{4}/.test(words);
}
