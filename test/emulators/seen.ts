/** What a person sees of one message in their chat program, whatever the program is. */
export interface Seen {
  /** Every word shown: text, a card's titles and descriptions; labels of buttons are in `choices`. */
  text: string;
  /** What can be tapped, in order, as it is labelled. */
  choices: string[];
  /** What opens a page when it is tapped. */
  links?: { label: string; url: string }[];
  /** A file that came along. */
  file?: SeenFile;
}

interface SeenFile {
  name: string;
  bytes: Buffer;
  /** The bytes as a text's. */
  text: string;
}

export function seenFile(name: string, content: Buffer | string): SeenFile {
  const bytes = Buffer.from(content);
  return { name, bytes, text: bytes.toString("utf8") };
}
