/** `npm run staff`: who is staff, a code for the first of them (or another), and the end of being it. */
import { parseArgs } from "node:util";
import { ROLES, type Role } from "../handlers/staff/roles.ts";
import { shanghaiDay } from "../policy-kb/dates.ts";
import { asJson, BY_COMMAND, noteCommand } from "../storage/audit.ts";
import { type Database, sql } from "../storage/database.ts";
import { revoke } from "../storage/desk-effects.ts";
import { colleagues, keepStaffCode } from "../storage/staff.ts";
import type { CodeHash } from "./code-hash.ts";
import { ConfigError } from "./config.ts";

export interface StaffTools {
  database: Database;
  hashCode: CodeHash;
  newCode: () => string;
  now: () => number;
}

const ROLE_NAMES: Record<Role, string> = {
  viewer: "查看",
  editor: "经办",
  approver: "审核",
  admin: "管理员",
};

const USAGE = `npm run staff -- invite [--role ${ROLES.join("|")}] [--name 张三]
npm run staff -- list
npm run staff -- revoke 编号`;

/** @returns what is printed; @throws ConfigError with the usage where the words are no command */
export async function staffCommand(words: readonly string[], tools: StaffTools): Promise<string> {
  const { values, positionals } = read(words);
  const [command, about] = positionals;
  if (command === "invite") return invite(values.role ?? "admin", values.name ?? "管理员", tools);
  if (command === "list") return list(tools);
  if (command === "revoke" && /^\d+$/.test(about ?? "")) return end(Number(about), tools);
  throw new ConfigError(USAGE);
}

function read(words: readonly string[]) {
  try {
    const options = { role: { type: "string" }, name: { type: "string" } } as const;
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

async function invite(word: string, name: string, { database, hashCode, newCode, now }: StaffTools) {
  const role = ROLES.find((one) => one === word);
  if (!role) throw new ConfigError(`${word}: the roles are ${ROLES.join(", ")}`);
  const code = newCode();
  const at = now();
  await database.batch([
    noteCommand({ act: "invite_staff", what: name, after: asJson({ role }) }, at),
    keepStaffCode({ hash: await hashCode(code), role, name }, sql`${BY_COMMAND}`, at),
  ]);
  return `请${name}在24小时之内，在聊天里给技能通发这一句（只能用一次）：\n\n工作人员 ${code}\n\n之后的身份：${ROLE_NAMES[role]}（${role}）`;
}

async function list({ database }: StaffTools): Promise<string> {
  const all = await colleagues(database, null);
  if (all.length === 0) return `还没有工作人员。请第一位：\n${USAGE.split("\n")[0]}`;
  const lines = all.map(({ id, name, role, since, grantedBy }) =>
    [id, name, `${ROLE_NAMES[role]}（${role}）`, shanghaiDay(since), grantedBy].join("\t"),
  );
  return ["编号\t姓名\t身份\t开始\t谁给的", ...lines].join("\n");
}

async function end(id: number, { database, now }: StaffTools): Promise<string> {
  const found = (await colleagues(database, null)).find((one) => one.id === id);
  if (!found)
    throw new ConfigError(`${id}: nobody on the staff has this number; npm run staff -- list shows them`);
  const { name, role } = found;
  await database.batch([
    noteCommand({ act: "revoke_staff", what: name, before: asJson({ role }) }, now()),
    revoke(id, now()),
  ]);
  return `${name}不再是工作人员了。`;
}
