/** `message/update_template_card`: a card that was sent gets a grey button, or becomes another card. */

import { z } from "zod";
import { bytes } from "./card-fields.ts";
import { readCard } from "./cards.ts";
import { checked } from "./checked.ts";
import type { Members } from "./members.ts";
import type { AppMessage } from "./messages.ts";
import { ok, refuse } from "./refusal.ts";
import type { ResponseCodes } from "./response-codes.ts";
import type { World } from "./world.ts";

const request = z
  .strictObject({
    userids: z.array(z.string()).min(1).max(1_000).optional(),
    atall: z.union([z.literal(0), z.literal(1)]).optional(),
    agentid: z.unknown().optional(),
    response_code: z.string().min(1),
    enable_id_trans: z.literal(0).optional(),
    button: z.strictObject({ replace_name: bytes(1024) }).optional(),
    template_card: z.unknown().optional(),
  })
  .refine(
    (body) => (body.button === undefined) !== (body.template_card === undefined),
    "button or template_card",
  );

type Change = (message: AppMessage) => AppMessage;

export function createCardUpdates(world: World, members: Members, codes: ResponseCodes) {
  const changeOf = (body: z.infer<typeof request>, taskId: string): Change => {
    const replaced = body.button?.replace_name ?? null;
    if (replaced !== null) return (message) => (message.kind === "card" ? { ...message, replaced } : message);
    const card = readCard(body.template_card, "update");
    if (card.task_id !== undefined && card.task_id !== taskId) refuse(42014, "task_id is another card's");
    const grey = "replace_text" in card ? (card.replace_text ?? null) : null;
    return (message) => (message.kind === "card" ? { ...message, card, replaced: grey } : message);
  };
  /** The vendor leaves both optional; whom an update without them reaches is not said, so it is refused here. */
  const whom = ({ userids, atall }: z.infer<typeof request>): string[] =>
    atall === 1 ? members.all() : (userids ?? refuse(82001));

  return (value: unknown): object => {
    const body = checked(request, value);
    if (body.agentid === undefined) refuse(41011);
    if (body.agentid !== world.settings.app.agentId) refuse(301002);
    const taskId = codes.check(body.response_code);
    const change = changeOf(body, taskId);
    const ids = whom(body).map((id) => id.toLowerCase());
    const has = (message: AppMessage) => message.kind === "card" && message.taskId === taskId;
    const reached = ids.filter(
      (id) => members.reachable(id) && members.screen(id).newest((m): m is AppMessage => has(m)),
    );
    if (reached.length === 0) refuse(81013);
    codes.use(body.response_code);
    for (const id of reached) members.screen(id).change(has, change);
    const invaliduser = ids.filter((id) => !reached.includes(id));
    return ok(invaliduser.length > 0 ? { invaliduser } : {});
  };
}
