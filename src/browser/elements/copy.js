// Copying that works on file://, http:// and https:// alike: the clipboard API is absent on plain http.

/**
 * Puts HTML and plain text on the clipboard. Browsers allow it only within a click.
 * @param {string} html "" for plain text only
 * @param {string} text
 * @returns {boolean} whether it worked
 */
export function copyRich(html, text) {
  let done = false;
  /** @param {ClipboardEvent} event */
  const onCopy = (event) => {
    if (!event.clipboardData) return;
    event.preventDefault();
    event.stopPropagation();
    event.clipboardData.setData("text/plain", text);
    if (html) event.clipboardData.setData("text/html", html);
    done = true;
  };
  // Some browsers dispatch no copy event without a selection: select something of ours for a moment.
  const active = document.activeElement;
  const selection = document.getSelection();
  const ranges = selection ? Array.from({ length: selection.rangeCount }, (_, at) => selection.getRangeAt(at)) : [];
  const anchor = document.createElement("span");
  anchor.textContent = "\u00a0";
  anchor.className = "hb-copy-anchor";
  anchor.setAttribute("aria-hidden", "true");
  document.body.append(anchor);
  document.addEventListener("copy", onCopy, true);
  try {
    if (selection) {
      selection.removeAllRanges();
      const range = document.createRange();
      range.selectNodeContents(anchor);
      selection.addRange(range);
    }
    return document.execCommand("copy") && done;
  } catch {
    return false;
  } finally {
    document.removeEventListener("copy", onCopy, true);
    anchor.remove();
    if (selection) {
      selection.removeAllRanges();
      for (const range of ranges) selection.addRange(range);
    }
    if (active instanceof HTMLElement) active.focus({ preventScroll: true });
  }
}
