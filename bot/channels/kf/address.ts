/** A person as the channel knows them: by an account and their id in it, since a city may have several accounts. */
import type { Address } from "../../../handlers/event.ts";

export const KF = "kf";

/** What names one person's session to the API. */
export interface Session {
  open_kfid: string;
  external_userid: string;
}

export function addressOf({ open_kfid, external_userid }: Session): Address {
  return { channel: KF, external: `${open_kfid}:${external_userid}` };
}

export function sessionOf({ external }: Address): Session {
  const at = external.indexOf(":");
  return { open_kfid: external.slice(0, at), external_userid: external.slice(at + 1) };
}
