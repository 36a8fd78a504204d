// One wrong character: a character that makes no known pair with its neighbours is replaced by one that does,
// those that sound alike first, then those that look alike, then whatever the handbook has in that place.

/**
 * @typedef {import("./query.js").Query} Query
 * @typedef {{character: string, at: number, likeness: number}} Guess
 */

const SOUND = 3;
const LOOK = 2;
const ANY = 1;
const LONGEST = 12; // atoms of a query that is mended
const GUESSES = 80;

/** The query with one character replaced; "" when none fits. @param {Query} query @param {import("./store.js").Store} store @returns {Promise<string>} */
export async function withoutSlip(query, store) {
  const { atoms } = query;
  if (atoms.length < 2 || atoms.length > LONGEST || atoms.some((atom) => atom.perhaps === 1)) return "";
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
  /** @type {Guess[]} */
  const guesses = [];
  for (const at of suspects) {
    const groups = await store.alike();
    const like = new Map([
      ...others(groups.look, atoms[at].text, LOOK),
      ...others(groups.sound, atoms[at].text, SOUND),
    ]);
    if (pair(at) === null) {
      like.forEach((likeness, character) => guesses.push({ character, at, likeness }));
      continue;
    }
    // What may follow the character before is in one place of the index; only that need be looked at.
    const before = atoms[at - 1].text;
    for (const term of await store.termsFrom(before)) {
      const character = term.slice(before.length);
      if (character && character !== atoms[at].text) guesses.push({ character, at, likeness: like.get(character) || ANY });
    }
  }
  return pick(query, guesses.sort((one, other) => other.likeness - one.likeness), store);
}

/** Characters that share a group with this one. @param {string[]} groups Known ones first, then, after a stroke, others. @param {string} character @param {number} likeness @returns {[string, number][]} */
function others(groups, character, likeness) {
  const known = groups.filter((group) => group.includes(character)).map((group) => group.split("|")[0]).join("");
  return Array.from(new Set(known)).filter((other) => other !== character).map((other) => [other, likeness]);
}

/** @param {Query} query @param {Guess[]} guesses @param {import("./store.js").Store} store */
async function pick(query, guesses, store) {
  const { atoms } = query;
  /** @param {Guess} guess */
  const termsOf = ({ at, character }) => [
    ...(at > 0 && atoms[at].joined && atoms[at - 1].han ? [atoms[at - 1].text + character] : []),
    ...(at + 1 < atoms.length && atoms[at + 1].joined && atoms[at + 1].han ? [character + atoms[at + 1].text] : []),
  ];
  const counted = guesses.filter((guess) => guess.likeness > ANY || termsOf(guess).length > 1).slice(0, GUESSES);
  const lists = await store.postings(counted.flatMap(termsOf));
  let best = { likeness: 0, weight: 0, text: "" };
  for (const guess of counted) {
    const counts = termsOf(guess).map((term) => (lists.get(term) || { sections: [] }).sections.length);
    const weight = Math.min(...counts); // 0 when one of them is no term
    if (!weight) continue;
    if (guess.likeness > best.likeness || (guess.likeness === best.likeness && weight > best.weight)) {
      const text = atoms.map((atom, index) =>
        (index && !atom.joined ? " " : "") + (index === guess.at ? guess.character : atom.text)).join("");
      best = { likeness: guess.likeness, weight, text };
    }
  }
  return best.text;
}
