import { find } from "./elements.js";

/** As much as the server takes. */
const MOST_BYTES = 5 * 1024 * 1024;
const LONGEST_NAME = 200;

/**
 * The paper clip beside the text: picks one file at a time.
 * @param {(name: string, contents: Blob | null) => void} give  `null`: it is too large
 */
export function createAttach(give) {
  const button = find("attach", HTMLButtonElement);
  const input = find("file", HTMLInputElement);

  /** Read at once: a file that is changed or gone later could never be sent. @param {File} file */
  async function read(file) {
    const name = file.name.slice(-LONGEST_NAME);
    give(name, file.size > MOST_BYTES ? null : new Blob([await file.arrayBuffer()]));
  }

  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file) void read(file);
    // The same file can be picked again after it was mended.
    input.value = "";
    button.focus({ preventScroll: true });
  });
  button.disabled = false;
}
