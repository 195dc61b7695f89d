/** The settings that WeCom's console gives, as each of its channels checks them. */
import { z } from "zod";
import { webAddress } from "../config.ts";

/** What all that a corp uses has in common. */
export const corpSettings = {
  WECOM_CORP_ID: z.string().regex(/^[0-9A-Za-z]{6,64}$/, "is no CorpID (it begins with ww)"),
  /** In place of the vendor's own: calls must come from an address that it knows. */
  WECOM_API_ROOT: webAddress.optional(),
};

export const secret = z.string().regex(/^\S{1,128}$/, "is no secret");
export const callbackToken = z
  .string()
  .regex(/^[0-9A-Za-z]{1,32}$/, "is no callback token (1 to 32 letters and digits)");
export const aesKey = z.string().regex(/^[0-9A-Za-z+/]{43}$/, "is no EncodingAESKey (43 letters and digits)");
