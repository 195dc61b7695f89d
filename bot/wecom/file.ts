import type { Outgoing } from "../../storage/outbox.ts";

/** The message's file, as it is uploaded. */
export function fileOf({ message: { file }, contents }: Outgoing): File | null {
  return file && contents ? new File([new Uint8Array(contents)], file.name, { type: file.type }) : null;
}
