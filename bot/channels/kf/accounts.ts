/** What an operator is told of the accounts: nothing needs to be registered for them. */
import { z } from "zod";
import type { WecomApi } from "../../wecom/api.ts";
import { NotRegistered } from "../channel.ts";

const accounts = z.object({
  account_list: z.array(
    z.object({
      open_kfid: z.string(),
      name: z.string().default(""),
      manage_privilege: z.boolean().default(true),
    }),
  ),
});

export async function listAccounts(api: WecomApi): Promise<string> {
  const answer = await api.call("kf/account/list", { offset: 0, limit: 100 });
  if (answer.kind !== "ok") {
    const why = answer.kind === "refused" ? `errcode ${answer.errcode}` : answer.kind;
    throw new NotRegistered(`读不到客服账号（${why}）`);
  }
  const list = accounts.safeParse(answer.data).data?.account_list ?? [];
  if (list.length === 0) return "还没有客服账号，请先在企业微信后台建一个";
  return list
    .map(({ name, open_kfid, manage_privilege }) =>
      manage_privilege
        ? `${name}（${open_kfid}）可以用`
        : `${name}（${open_kfid}）还不能用，请在后台“通过API管理微信客服账号”里加上它`,
    )
    .join("\n");
}
