import { words } from "./words.js";

/** @typedef {ReturnType<typeof createFollower>} Follower */

/** Closer to the end than this, the reader is following along. */
const NEAR_PX = 120;

/**
 * Keeps the end in sight for those who follow along, and leaves alone those who read further up:
 * they get a pill that takes them down.
 * @param {HTMLElement} scroller
 * @param {HTMLButtonElement} pill
 */
export function createFollower(scroller, pill) {
  let following = true;

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight;
    following = true;
    pill.hidden = true;
  }

  /** @param {string} label */
  function showPill(label) {
    pill.textContent = label;
    pill.hidden = false;
  }

  scroller.addEventListener("scroll", () => {
    following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
    if (following) pill.hidden = true;
  });
  pill.addEventListener("click", () => {
    toEnd();
    scroller.focus({ preventScroll: true });
  });
  // The keyboard came up, the input grew, the phone was turned: what was last stays last.
  new ResizeObserver(() => following && toEnd()).observe(scroller);

  return {
    toEnd,
    /** After something else than a message changed the height. */
    settle: () => following && toEnd(),
    /**
     * After new messages. A reply longer than the screen is shown from its beginning.
     * @param {HTMLElement} first the first new one
     */
    showNew(first) {
      if (!following) return showPill(words.newBelow);
      toEnd();
      const above = scroller.getBoundingClientRect().top - first.getBoundingClientRect().top;
      if (above <= 0) return;
      scroller.scrollTop -= above + 8;
      following = false;
      showPill(words.moreBelow);
    },
  };
}
