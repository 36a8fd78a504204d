// What a checklist remembers, and how it reads as text. No DOM, no storage.

/**
 * @typedef {object} Mark
 * @property {boolean} on
 * @property {number} at ms since 1970, when it was last changed
 * @property {string} [hash] of the item's text when it was ticked
 *
 * @typedef {object} Ticks
 * @property {Record<string, Mark>} items by item id
 * @property {Record<string, Mark>} pauses by the id of the item behind the pause
 *
 * @typedef {object} Line
 * @property {"group"|"item"|"pause"} kind
 * @property {string} text
 * @property {boolean} [on]
 * @property {string} [extra] role, due time, time of the tick
 */

/**
 * A short mark of a text, to see whether the item has been reworded (FNV-1a, 32 bit).
 * @param {string} text
 */
export function fingerprint(text) {
  let hash = 0x811c9dc5;
  for (const character of text.replace(/\s+/g, " ").trim()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) || 0), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}

/** @param {unknown} state as stored; anything unusable counts as empty @returns {Ticks} */
export function readTicks(state) {
  const { items, pauses } = /** @type {any} */ (state || {});
  return { items: { ...items }, pauses: { ...pauses } };
}

/**
 * Both together; of each mark the one changed last.
 * @param {Ticks} a
 * @param {Ticks} b
 * @returns {Ticks}
 */
export function mergeTicks(a, b) {
  /** @param {Record<string, Mark>} one @param {Record<string, Mark>} other */
  const later = (one, other) => {
    const result = { ...one };
    for (const [id, mark] of Object.entries(other)) {
      if (!result[id] || result[id].at < mark.at) result[id] = mark;
    }
    return result;
  };
  return { items: later(a.items, b.items), pauses: later(a.pauses, b.pauses) };
}

/**
 * @param {string} title
 * @param {string} progress
 * @param {readonly Line[]} lines
 * @param {"text"|"markdown"} style
 */
export function writeOut(title, progress, lines, style) {
  const markdown = style === "markdown";
  const out = [markdown ? `# ${title}（${progress}）` : `${title}（${progress}）`];
  for (const line of lines) {
    const extra = line.extra ? `（${line.extra}）` : "";
    if (line.kind === "group") out.push("", markdown ? `## ${line.text}` : `【${line.text}】`, ...(markdown ? [""] : []));
    else if (line.kind === "pause") out.push(markdown ? `- **${line.text}**${extra}` : `■ ${line.text}${extra}`);
    else out.push(`${markdown ? (line.on ? "- [x] " : "- [ ] ") : line.on ? "☑ " : "☐ "}${line.text}${extra}`);
  }
  return out.join("\n") + "\n";
}
