/** Whom we talk to, and where: the channel's external id of a person, one for each group that they are in. */

export interface Talk {
  /** What the gateway takes as the chat: the group, or the person in their own chat. */
  chatid: string;
  userid: string;
}

/** In a group each person has a conversation of their own. A userid holds no colon (`[0-9A-Za-z_.@-]`). */
export function externalOf(userid: string, group: string | undefined): string {
  return group === undefined ? userid : `${group}:${userid}`;
}

export function talkOf(external: string): Talk {
  const colon = external.lastIndexOf(":");
  const userid = external.slice(colon + 1);
  return { chatid: colon === -1 ? userid : external.slice(0, colon), userid };
}
