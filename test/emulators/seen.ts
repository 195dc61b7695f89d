/** What a person sees of one message in their chat program, whatever the program is. */
export interface Seen {
  /** Every word shown: text, a card's titles and descriptions; labels of buttons are in `choices`. */
  text: string;
  /** What can be tapped, in order, as it is labelled. */
  choices: string[];
  /** What opens a page when it is tapped. */
  links?: { label: string; url: string }[];
  /** A file that came along: its name, and its text. */
  file?: { name: string; text: string };
}
