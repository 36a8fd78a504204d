// One wrong character: a character that makes no known pair with its neighbours is replaced by one that does,
// those that sound alike first, then those that look alike, then whatever the handbook has in that place.

/**
 * @typedef {import("./query.js").Query} Query
 * @typedef {{character: string, at: number, like: boolean}} Guess  like: sounds or looks like what was typed
 */

const LONGEST = 12; // atoms of a query that is mended
const GUESSES = 80;
const PARTICLE = /[的了]/; // stands in statements as well as in questions; who asks is not mended

/** The query with one character replaced; "" when none fits. @param {Query} query @param {import("./shards.js").Store} store @returns {Promise<string>} */
export async function withoutSlip(query, store) {
  const { atoms } = query;
  if (atoms.length < 2 || atoms.length > LONGEST || atoms.some((atom) => atom.perhaps === 1 && !PARTICLE.test(atom.text))) return "";
  const known = await store.postings(query.wanted.map((one) => one.term));
  /** @param {string} term */
  const holds = (term) => (known.get(term) || { sections: [] }).sections.length > 0;
  /** @param {number} index Whether this atom and the one before are a pair of the handbook; null when they are no pair. */
  const pair = (index) => {
    const atom = atoms[index];
    if (!atom || !index || !atom.joined || !atom.han || !atoms[index - 1].han) return null;
    return holds(atoms[index - 1].text + atom.text);
  };
  const suspects = Array.from(atoms.keys()).filter((index) => {
    const around = [pair(index), pair(index + 1)].filter((one) => one !== null);
    return around.length > 0 && around.every((one) => one === false);
  });
  if (!suspects.length) return "";
  // What sounds alike is the commonest slip: what looks alike, and any other character, come after it.
  for (const likeness of /** @type {const} */ (["sound", "look"])) {
    const groups = await store.alike(likeness);
    /** @type {Guess[]} */
    const guesses = [];
    for (const at of suspects) guesses.push(...await guess(query, at, others(groups, atoms[at].text), likeness === "look", store));
    const mended = await pick(query, guesses, store);
    if (mended) return mended;
  }
  return "";
}

/**
 * Characters for one place. @param {Query} query @param {number} at @param {Set<string>} like
 * @param {boolean} any Whether whatever the handbook has in that place is a guess, too.
 * @param {import("./shards.js").Store} store @returns {Promise<Guess[]>}
 */
async function guess({ atoms }, at, like, any, store) {
  if (!at || !atoms[at].joined || !atoms[at - 1].han) return Array.from(like, (character) => ({ character, at, like: true }));
  // What may follow the character before is in one place of the index; only that need be looked at.
  const before = atoms[at - 1].text;
  return (await store.termsFrom(before)).map((term) => term.slice(before.length))
    .filter((character) => character && character !== atoms[at].text && (any || like.has(character)))
    .map((character) => ({ character, at, like: like.has(character) }));
}

/** Characters that share a group with this one. @param {string[]} groups Known ones first, then, after a stroke, others. @param {string} character */
function others(groups, character) {
  const known = groups.filter((group) => group.includes(character)).map((group) => group.split("|")[0]).join("");
  return new Set(Array.from(known).filter((other) => other !== character));
}

/** @param {Query} query @param {Guess[]} guesses @param {import("./shards.js").Store} store */
async function pick(query, guesses, store) {
  const { atoms } = query;
  /** @param {Guess} guess */
  const termsOf = ({ at, character }) => [
    ...(at > 0 && atoms[at].joined && atoms[at - 1].han ? [atoms[at - 1].text + character] : []),
    ...(at + 1 < atoms.length && atoms[at + 1].joined && atoms[at + 1].han ? [character + atoms[at + 1].text] : []),
  ];
  // A character that is not like the one typed must fit on both sides.
  const counted = guesses.filter((guess) => guess.like || termsOf(guess).length > 1)
    .sort((one, other) => Number(other.like) - Number(one.like)).slice(0, GUESSES);
  const lists = await store.postings(counted.flatMap(termsOf));
  let best = { like: false, weight: 0, text: "" };
  for (const guess of counted) {
    const counts = termsOf(guess).map((term) => (lists.get(term) || { sections: [] }).sections.length);
    const weight = Math.min(...counts); // 0 when one of them is no term
    if (!weight) continue;
    if (guess.like > best.like || (guess.like === best.like && weight > best.weight)) {
      const text = atoms.map((atom, index) =>
        (index && !atom.joined ? " " : "") + (index === guess.at ? guess.character : atom.text)).join("");
      best = { like: guess.like, weight, text };
    }
  }
  return best.text;
}
