/** The corp's members who may use the app, and what stands on their phones. */

import { type Seen, seenFile } from "../seen.ts";
import { seenCard } from "./cards.ts";
import type { AppMessage } from "./messages.ts";
import { createScreen, type Screen } from "./screen.ts";
import { asMarkdown, asText, withLinks } from "./shown.ts";

function seenMessage(message: AppMessage): Seen {
  switch (message.kind) {
    case "text":
      return { ...withLinks(asText(message.content)), choices: [] };
    case "markdown":
      return { ...withLinks(asMarkdown(message.content)), choices: [] };
    case "file": {
      const { name, bytes } = message.file;
      return { text: "", choices: [], file: seenFile(name, bytes) };
    }
    case "card":
      return seenCard(message);
  }
}

export type Members = ReturnType<typeof createMembers>;

/** User ids are the same in upper and lower case, and the vendor answers in lower. */
export function createMembers() {
  const known = new Map<string, { screen: Screen<AppMessage>; reachable: boolean }>();
  const of = (id: string) => {
    const key = id.toLowerCase();
    const member = known.get(key) ?? { screen: createScreen(seenMessage), reachable: true };
    known.set(key, member);
    return member;
  };
  return {
    add: (id: string): void => void of(id),
    setReachable: (id: string, reachable: boolean): void => void Object.assign(of(id), { reachable }),
    reachable: (id: string): boolean => known.get(id.toLowerCase())?.reachable ?? false,
    all: (): string[] => [...known].filter(([, { reachable }]) => reachable).map(([id]) => id),
    screen: (id: string): Screen<AppMessage> => of(id).screen,
  };
}
