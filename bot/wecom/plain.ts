/** In WeCom's and 微信's texts `<a href>` is a link, whoever wrote it; nothing that we say is markup. */
import type { OutboundMessage } from "../../handlers/event.ts";

/** Before any cutting: the sign that takes the place takes more bytes. */
export function withoutLinks({ text, link, buttons, checklist, ...rest }: OutboundMessage): OutboundMessage {
  return {
    ...rest,
    text: plain(text),
    ...(link ? { link: labelled(link) } : {}),
    ...(buttons ? { buttons: buttons.map(labelled) } : {}),
    ...(checklist
      ? { checklist: { ...checklist, options: checklist.options.map(labelled), none: plain(checklist.none) } }
      : {}),
  };
}

const plain = (text: string): string => text.replaceAll("<", "＜");

const labelled = <Labelled extends { label: string }>(one: Labelled): Labelled => ({
  ...one,
  label: plain(one.label),
});
