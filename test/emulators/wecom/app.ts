/** The app as a whole: its API's methods and the members who use it. */

import type { Route } from "./api.ts";
import type { Callbacks } from "./callbacks.ts";
import { createCardUpdates } from "./card-updates.ts";
import type { Media } from "./media.ts";
import { createMember, type Member } from "./member.ts";
import { createMembers } from "./members.ts";
import { createMenus } from "./menus.ts";
import { createMessages } from "./messages.ts";
import { createResponseCodes } from "./response-codes.ts";
import type { World } from "./world.ts";

const [GET, POST] = [["GET"], ["POST"]] as const;

export function createApp(world: World, callbacks: Callbacks, media: Media) {
  const members = createMembers();
  const codes = createResponseCodes(world);
  const messages = createMessages(world, members, media, codes);
  const update = createCardUpdates(world, members, codes);
  const menus = createMenus(world);
  const people = new Map<string, Member>();
  const routes: Record<string, Route> = {
    "message/send": { verbs: POST, needs: "app", handle: ({ body }) => messages.send(body) },
    "message/update_template_card": { verbs: POST, needs: "app", handle: ({ body }) => update(body) },
    "menu/create": { verbs: POST, needs: "app", handle: ({ query, body }) => menus.create(query, body) },
    "menu/get": { verbs: GET, needs: "app", handle: ({ query }) => menus.get(query) },
    "menu/delete": { verbs: GET, needs: "app", handle: ({ query }) => menus.remove(query) },
  };
  return {
    routes,
    limits: messages.limits,
    menu: menus.buttons,
    member: (userid: string): Member => {
      const parts = { world, members, media, codes, callbacks, menu: menus.buttons };
      const found = people.get(userid) ?? createMember(userid, parts);
      people.set(userid, found);
      return found;
    },
  };
}
