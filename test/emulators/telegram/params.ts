/** Parameters come as JSON values or, in a form, as text; the real server takes either for every one of them. */
import type { Call } from "./request.ts";

type Params = Call["params"];

/** As text; "" where there is none. Objects are put into JSON, as the real server sees them. */
export function textOf(params: Params, name: string): string {
  const value = params[name];
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function integerOf(params: Params, name: string, otherwise = 0): number {
  const text = textOf(params, name);
  return /^-?\d+$/.test(text) ? Number(text) : otherwise;
}

export const flagOf = (params: Params, name: string): boolean =>
  ["true", "1", "yes", "y", "t"].includes(textOf(params, name).toLowerCase());

/** A structured value, given as such or as JSON text; undefined where there is none, "broken" where it cannot be read. */
export function jsonOf(params: Params, name: string): unknown {
  const value = params[name];
  if (typeof value !== "string") return value;
  if (value === "") return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return "broken";
  }
}

/** Whether every string in it, at any depth, can be written as UTF-8: half an emoji cannot. */
export function isWellFormed(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, inner]) => key.isWellFormed() && isWellFormed(inner));
}
