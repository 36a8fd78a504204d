// Ids of new drafts, runs and rows: only the browser makes any.

/**
 * An id that nothing else has: the time in base 36, then 64 random bits.
 * On plain http browsers offer no `crypto.randomUUID`; the id is no secret, so `getRandomValues` is enough.
 */
export function freshId() {
  const random = crypto.getRandomValues(new Uint32Array(2));
  return Date.now().toString(36) + Array.from(random, (part) => part.toString(36)).join("");
}
