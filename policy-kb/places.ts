/** Where somebody is: of several places named, the one where they are now, not where they come from. */
import type { Match } from "./dictionary.ts";

/** 我是临沂人, 从济南跳槽, 户口张家港, 当时在青岛, 总部在青岛: places that are told by the way. */
const COMES_FROM =
  /(?:从|来自|户口|户籍|户口在|户籍在|总部在?|总公司在?|老家在?|籍贯|以前在|之前在|当时在|原来在|原先在|曾在|曾经在|早先在|毕业于|去年在|前年在|年前在)$/;
const IS_ORIGIN =
  /^(?:人(?![才社力])|籍|户口|户籍|老家|毕业|来的|过来|跳槽|调来|的?(?:技校|技师学院|技工院校|职校|学校|学院|院校|大学|高校|职院|中专))/;
const IS_NOW = /(?:现在|目前|如今|眼下|现)[^,。;]{0,6}$/;

/** The place meant; undefined where several are, or none. `cities` are the places found, denied ones among them. */
export function placeOf(cities: readonly Match[], text: string): string | undefined {
  const isDenied = ({ start, end }: Match) =>
    /不是$/.test(text.slice(0, start)) && /^(?:市|区)?[的人]/.test(text.slice(end));
  const held = cities.filter((city) => !city.negated && !isDenied(city));
  const isOrigin = ({ word, start, end }: Match) =>
    /技校|院校|学院|学校|户/.test(word) ||
    COMES_FROM.test(text.slice(Math.max(0, start - 6), start)) ||
    IS_ORIGIN.test(text.slice(end, end + 5));
  const present = held.filter((city) => !isOrigin(city));
  const now = present.filter(({ start }) => IS_NOW.test(text.slice(Math.max(0, start - 10), start)));
  for (const some of [now, present, held]) {
    const values = new Set(some.map(({ value }) => String(value)));
    if (values.size === 1) return [...values][0];
    if (values.size > 1) return undefined;
  }
  return undefined;
}
