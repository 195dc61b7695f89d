/** The XML of callbacks: words as CDATA, numbers bare, lists as repeated elements. */

type XmlValue = string | number | bigint | XmlFields | readonly (XmlFields | string)[];

export interface XmlFields {
  readonly [name: string]: XmlValue;
}

const cdata = (text: string): string => `<![CDATA[${text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;

function element(name: string, value: XmlValue): string {
  if (Array.isArray(value)) return value.map((one: XmlFields | string) => element(name, one)).join("");
  if (typeof value === "string") return `<${name}>${cdata(value)}</${name}>`;
  if (typeof value === "object") return `<${name}>${inside(value as XmlFields)}</${name}>`;
  return `<${name}>${value}</${name}>`;
}

const inside = (fields: XmlFields): string =>
  Object.entries(fields)
    .map(([name, value]) => element(name, value))
    .join("\n");

export const xml = (fields: XmlFields): string => `<xml>${inside(fields)}</xml>`;
