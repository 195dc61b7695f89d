/** multipart/form-data, read as leniently as the Bot API does: clients send unquoted and non-ASCII file names. */
import { badRequest } from "./refusal.ts";

export interface Upload {
  name: string;
  content: Buffer;
}

export interface Form {
  fields: Record<string, string>;
  files: Map<string, Upload>;
}

/** RFC 7578, but for nested multiparts. Refuses with 400 what has no boundary or no field name. */
export function readForm(contentType: string, body: Buffer): Form {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (!boundary) throw badRequest("boundary not found");
  const form: Form = { fields: {}, files: new Map() };
  for (const part of partsOf(body, `--${boundary}`)) addPart(form, part);
  return form;
}

function partsOf(body: Buffer, delimiter: string): Buffer[] {
  const parts: Buffer[] = [];
  let start = body.indexOf(delimiter);
  while (start >= 0) {
    const from = start + delimiter.length;
    if (body.toString("latin1", from, from + 2) === "--") return parts;
    const next = body.indexOf(`\r\n${delimiter}`, from);
    if (next < 0) break;
    parts.push(body.subarray(from + 2, next));
    start = next + 2;
  }
  throw badRequest("unexpected end of request content");
}

function addPart(form: Form, part: Buffer): void {
  const end = part.indexOf("\r\n\r\n");
  if (end < 0) throw badRequest("can't parse form data headers");
  const disposition = /^content-disposition:\s*form-data(.*)$/im.exec(part.toString("utf8", 0, end))?.[1];
  if (disposition === undefined) throw badRequest("expected form-data content disposition");
  const name = attribute(disposition, "name");
  if (!name) throw badRequest("field name in multipart/form-data not found");
  const content = part.subarray(end + 4);
  const fileName = attribute(disposition, "filename");
  if (fileName === undefined) form.fields[name] = content.toString("utf8");
  else form.files.set(name, { name: fileName, content });
}

/** `name="a"` or `name=a`; an unquoted one ends at the next semicolon, as it does for the real server. */
function attribute(disposition: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\r\\n]*))`, "i").exec(disposition);
  return found ? (found[1]?.replace(/\\(.)/g, "$1") ?? found[2]?.trim()) : undefined;
}
