/** YAML as data that knows its lines. Apart, since what it stands on is heavy and only needed when a file changed. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { KnowledgeError, type Source } from "./problems.ts";

/** The text of a YAML file as data, able to say on which line a path of it stands. */
export function readYaml(file: string, text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) {
    const line = lines.linePos(error.pos[0]).line;
    throw new KnowledgeError([{ file, line, where: "YAML", message: error.message.split("\n")[0] ?? "" }]);
  }
  const line = (where: readonly PropertyKey[]) => {
    const node = nearest(document.contents, where);
    return node?.range ? lines.linePos(node.range[0]).line : undefined;
  };
  return { file, data: withoutFolds(document.toJS()), line };
}

/** The node at a path, or the deepest one on the way to it: what is missing has no line of its own. */
function nearest(root: Node | null, path: readonly PropertyKey[]): Node | undefined {
  let node: Node | undefined = root ?? undefined;
  for (const step of path) {
    const inner: unknown = isMap(node) || isSeq(node) ? node.get(step, true) : undefined;
    if (!isMap(inner) && !isSeq(inner) && !isScalar(inner)) break;
    node = inner;
  }
  return node;
}

/** A folded line leaves a space, which stands for nothing between Chinese characters. */
function withoutFolds(data: unknown): unknown {
  if (typeof data === "string")
    return data.replace(/(?<=[\p{Script=Han}，。；：、！？）”」%元])\s+(?=[\p{Script=Han}（“「])/gu, "");
  if (Array.isArray(data)) return data.map(withoutFolds);
  if (data && typeof data === "object")
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, withoutFolds(value)]));
  return data;
}
