// Names for new drafts, runs and rows.

/** A short name nobody else has. Not secret, so plain http, where crypto is reduced, will do. */
export function freshId() {
  const random = crypto.getRandomValues(new Uint32Array(2));
  return Date.now().toString(36) + Array.from(random, (part) => part.toString(36)).join("");
}
