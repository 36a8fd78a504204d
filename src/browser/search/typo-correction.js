// Corrects one wrong character of a query. A character whose pairs with its neighbours stand nowhere is replaced by one whose
// pairs do: one that sounds alike, else one that looks alike, else any that the handbook has in that place.

/**
 * @typedef {import("./query.js").Query} Query
 * @typedef {{character: string, at: number, like: boolean}} Correction
 *   a character for one place; like: it sounds or looks like the one that was typed
 */

const LONGEST = 12; // atoms of a query that is corrected
const GUESSES = 80; // corrections that are tried
const PARTICLE = /[的了]/; // unlike other question words these stand in statements; a question is not corrected

/**
 * The query with one character corrected; "" when no correction fits.
 * @param {Query} query
 * @param {import("./shards.js").IndexReader} reader
 * @returns {Promise<string>} folded
 */
export async function correctedQuery(query, reader) {
  const { atoms } = query;
  if (atoms.length < 2 || atoms.length > LONGEST || atoms.some((atom) => atom.perhaps === 1 && !PARTICLE.test(atom.text))) return "";
  const known = await reader.postings(query.wanted.map((one) => one.term));
  /** @param {string} term */
  const holds = (term) => (known.get(term) || { sections: [] }).sections.length > 0;
  /** Whether the handbook has the pair of an atom and the one before; null when they are no pair. @param {number} index */
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
  // Characters that sound alike are mistaken most often, so they are tried first.
  for (const likeness of /** @type {const} */ (["sound", "look"])) {
    const groups = await reader.alike(likeness);
    /** @type {Correction[]} */
    const guesses = [];
    for (const at of suspects) guesses.push(...await guess(query, at, others(groups, atoms[at].text), likeness === "look", reader));
    const mended = await pick(query, guesses, reader);
    if (mended) return mended;
  }
  return "";
}

/**
 * The characters that may be right at one place.
 * @param {Query} query @param {number} at
 * @param {Set<string>} like characters that sound or look like the one there
 * @param {boolean} any whether any other character that the handbook has there may be right as well
 * @param {import("./shards.js").IndexReader} reader @returns {Promise<Correction[]>}
 */
async function guess({ atoms }, at, like, any, reader) {
  if (!at || !atoms[at].joined || !atoms[at - 1].han) return Array.from(like, (character) => ({ character, at, like: true }));
  // What can follow the character before stands together in the index, so one piece of it is enough.
  const before = atoms[at - 1].text;
  return (await reader.termsFrom(before)).map((term) => term.slice(before.length))
    .filter((character) => character && character !== atoms[at].text && (any || like.has(character)))
    .map((character) => ({ character, at, like: like.has(character) }));
}

/** The characters of the handbook that share a group with this one. @param {string[]} groups as `alike` of sounds.py writes them @param {string} character */
function others(groups, character) {
  const known = groups.filter((group) => group.includes(character)).map((group) => group.split("|")[0]).join("");
  return new Set(Array.from(known).filter((other) => other !== character));
}

/** The query with the best of the corrections; "" when none fits. @param {Query} query @param {Correction[]} guesses @param {import("./shards.js").IndexReader} reader */
async function pick(query, guesses, reader) {
  const { atoms } = query;
  /** @param {Correction} guess */
  const termsOf = ({ at, character }) => [
    ...(at > 0 && atoms[at].joined && atoms[at - 1].han ? [atoms[at - 1].text + character] : []),
    ...(at + 1 < atoms.length && atoms[at + 1].joined && atoms[at + 1].han ? [character + atoms[at + 1].text] : []),
  ];
  // A character that is not like the one that was typed must make pairs on both sides.
  const counted = guesses.filter((guess) => guess.like || termsOf(guess).length > 1)
    .sort((one, other) => Number(other.like) - Number(one.like)).slice(0, GUESSES);
  const lists = await reader.postings(counted.flatMap(termsOf));
  let best = { like: false, weight: 0, text: "" };
  for (const guess of counted) {
    const counts = termsOf(guess).map((term) => (lists.get(term) || { sections: [] }).sections.length);
    const weight = Math.min(...counts); // 0 when the handbook lacks one of the pairs
    if (!weight) continue;
    if (guess.like > best.like || (guess.like === best.like && weight > best.weight)) {
      const text = atoms.map((atom, index) =>
        (index && !atom.joined ? " " : "") + (index === guess.at ? guess.character : atom.text)).join("");
      best = { like: guess.like, weight, text };
    }
  }
  return best.text;
}
