/** Reads the policy files on Node. The only file of the core, beside the command line, that touches a disk. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { type KnowledgeBase, loadKnowledge } from "./load.ts";
import { KnowledgeError, type Source } from "./problems.ts";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

/** The policy files of this project, or of another folder laid out like it; `only` names the active documents. */
export function readSources(folder: string = FOLDER, only?: readonly string[]) {
  const names = readdirSync(join(folder, "documents")).filter((name) => name.endsWith(".yaml"));
  const absent = only?.find((id) => !names.includes(`${id}.yaml`));
  if (absent)
    throw new KnowledgeError([
      { file: `documents/${absent}.yaml`, where: "documents", message: "there is no such document" },
    ]);
  const documents = names
    .filter((name) => !only || only.includes(name.replace(".yaml", "")))
    .sort()
    .map((name) => readYaml(join(folder, "documents", name), folder));
  return { facts: readYaml(join(folder, "facts.yaml"), folder), documents };
}

/** Every .txt of a folder: the bureau's own copies of the documents. */
export function readTexts(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

export function readKnowledge(folder?: string, only?: readonly string[]): KnowledgeBase {
  const { facts, documents } = readSources(folder, only);
  return loadKnowledge(facts, documents);
}

/** One YAML file as data, able to say on which line a path of it stands. */
function readYaml(path: string, folder: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, "utf8"), { lineCounter: lines });
  const file = relative(folder, path);
  const [error] = document.errors;
  if (error) {
    const line = lines.linePos(error.pos[0]).line;
    throw new KnowledgeError([{ file, line, where: "YAML", message: error.message.split("\n")[0] ?? "" }]);
  }
  const line = (where: readonly PropertyKey[]) => {
    const node = nearest(document.contents, where);
    return node?.range ? lines.linePos(node.range[0]).line : undefined;
  };
  return { file, data: document.toJS(), line };
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
