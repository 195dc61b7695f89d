/** Less than this and it is a browser's bar that came or went, which dvh follows by itself. */
const KEYBOARD_PX = 120;

/**
 * Keeps the input row above the phone's keyboard. Android resizes the page when asked to
 * (interactive-widget, in the viewport meta); iOS lays the keyboard over it, whatever unit the
 * height is in, so there the visible height is measured.
 */
export function stayAboveKeyboard() {
  const visible = window.visualViewport;
  if (!visible) return;
  const { style } = document.documentElement;
  const fit = () => {
    const covered = window.innerHeight - visible.height;
    // Zoomed in with two fingers the visible part is small too; that is no keyboard.
    if (covered < KEYBOARD_PX || visible.scale > 1.05) {
      style.removeProperty("--visible-height");
      return;
    }
    style.setProperty("--visible-height", `${visible.height}px`);
    window.scrollTo(0, 0);
  };
  visible.addEventListener("resize", fit);
  visible.addEventListener("scroll", fit);
}
