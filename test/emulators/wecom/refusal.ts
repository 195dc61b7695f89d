/** How the vendor refuses: HTTP 200 and a code. The words are not to be relied on, says the vendor. */

const WORDS = {
  "-1": "system error",
  40001: "invalid credential",
  40004: "invalid media type",
  40006: "invalid file size",
  40007: "invalid media_id",
  40008: "invalid message type",
  40013: "invalid corpid",
  40014: "invalid access_token",
  40016: "invalid button size",
  40017: "invalid button type",
  40018: "invalid button name size",
  40019: "invalid button key size",
  40020: "invalid button url size",
  40022: "invalid sub button level",
  40023: "invalid sub button size",
  40024: "invalid sub button type",
  40025: "invalid sub button name size",
  40026: "invalid sub button key size",
  40027: "invalid sub button url size",
  40032: "invalid user list size",
  40056: "invalid agentid",
  40058: "invalid Request Parameter",
  40096: "invalid external userid",
  41001: "access_token missing",
  41002: "corpid missing",
  41004: "secret missing",
  41011: "agentid missing",
  41102: "menu name missing",
  42001: "access_token expired",
  42014: "invalid task_id",
  42022: "code has been used",
  43001: "require GET method",
  43002: "require POST method",
  44001: "empty media data",
  44004: "empty content",
  45002: "content size out of limit",
  45009: "reach max api daily quota limit",
  45033: "reach max api concurrent limit",
  46003: "menu not exist",
  47001: "data format error",
  48002: "api forbidden",
  60020: "not allow to access from your ip",
  81013: "user & party & tag all invalid",
  82001: "all touser & toparty & totag empty",
  95000: "invalid open_kfid",
  95001: "send msg count limit",
  95002: "send msg time limit",
  95007: "invalid msg token",
  95008: "too many menu items",
  95009: "invalid menu item type",
  95013: "session is over",
  95014: "user is not a servicer",
  95016: "session status cannot be changed so",
  95018: "send msg session status invalid",
  301002: "not allow operate another agent with this accesstoken",
} as const;

export type ErrorCode = keyof typeof WORDS extends infer K ? (K extends "-1" ? -1 : K) : never;

/** Thrown by a handler; the server's answer is made of it. */
export class Refusal extends Error {
  readonly errcode: ErrorCode;

  constructor(errcode: ErrorCode, detail = "") {
    super(detail === "" ? WORDS[errcode] : `${WORDS[errcode]}: ${detail}`);
    this.errcode = errcode;
  }
}

export function refuse(errcode: ErrorCode, detail?: string): never {
  throw new Refusal(errcode, detail);
}

/** The answer's body, with the tail that the real one hangs on every error. */
export const refusalBody = ({ errcode, message }: Refusal, hint: number) => ({
  errcode,
  errmsg: `${message}, hint: [${hint}], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`,
});

export const ok = <T extends object>(rest: T) => ({ errcode: 0, errmsg: "ok", ...rest });
