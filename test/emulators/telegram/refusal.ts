/** The errors of the Bot API, as its server words them. */
import type { ResponseParameters } from "grammy/types";

export interface ApiError {
  error_code: number;
  description: string;
  parameters?: ResponseParameters;
}

/** Thrown by a method; the answer is this error, and `error_code` is the HTTP status too. */
export class Refused extends Error {
  readonly error: ApiError;

  constructor(error: ApiError) {
    super(error.description);
    this.error = error;
  }
}

export const badRequest = (why: string) =>
  new Refused({ error_code: 400, description: `Bad Request: ${why}` });

export const forbidden = (why: string) => new Refused({ error_code: 403, description: `Forbidden: ${why}` });

export const notFound = (why?: string) =>
  new Refused({ error_code: 404, description: why ? `Not Found: ${why}` : "Not Found" });

export const conflict = (why: string) => new Refused({ error_code: 409, description: `Conflict: ${why}` });

export const unauthorized = () => new Refused({ error_code: 401, description: "Unauthorized" });

export const tooLarge = () => new Refused({ error_code: 413, description: "Request Entity Too Large" });

/** @param seconds after which the same call may be made again */
export const tooMany = (seconds: number) =>
  new Refused({
    error_code: 429,
    description: `Too Many Requests: retry after ${seconds}`,
    parameters: { retry_after: seconds },
  });
