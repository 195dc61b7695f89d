import type { Seen } from "../seen.ts";

/** One line of a chat on somebody's phone. */
interface Line<Body> {
  body: Body;
  /** Came, or was changed, since the person looked. */
  fresh: boolean;
}

export type Screen<Body> = ReturnType<typeof createScreen<Body>>;

/** A person's chat with the assistant: what came in, oldest first. */
export function createScreen<Body>(render: (body: Body) => Seen) {
  const lines: Line<Body>[] = [];
  return {
    show: (body: Body): void => void lines.push({ body, fresh: true }),
    change: (is: (body: Body) => boolean, changed: (body: Body) => Body): void => {
      for (const line of lines.filter(({ body }) => is(body)))
        Object.assign(line, { body: changed(line.body), fresh: true });
    },
    newest: <Found extends Body>(is: (body: Body) => body is Found): Found | null =>
      lines.map(({ body }) => body).findLast(is) ?? null,
    /** Everything, each as it is now. */
    sees: (): Seen[] => lines.map(({ body }) => render(body)),
    /** What came or changed since the last look. */
    seesNew: (): Seen[] => {
      const fresh = lines.filter((line) => line.fresh);
      for (const line of fresh) line.fresh = false;
      return fresh.map(({ body }) => render(body));
    },
  };
}
