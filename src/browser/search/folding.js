// One spelling for what readers take as the same: script, regional variants, width, case, accents.
// The same as src/handbook/search/folding.py (shared fixtures: tests/fixtures/search/folding.json).

/** @typedef {{text: string, at: number[]}} Folded  at[i]: where character i of the text stands in the original; one more for the end */
/** @typedef {(text: string) => Folded} Fold */

/** @param {string} pairs Characters, each followed by what it becomes. @returns {Fold} */
export function createFold(pairs) {
  /** @type {Map<string, string>} */
  const table = new Map();
  const characters = Array.from(pairs);
  for (let index = 0; index + 1 < characters.length; index += 2) table.set(characters[index], characters[index + 1]);
  /** @type {Map<string, string>} */
  const known = new Map();

  /** @param {string} character */
  function one(character) {
    let folded = known.get(character);
    if (folded === undefined) {
      folded = Array.from(simple(character), (plain) => table.get(plain) || plain).join("");
      known.set(character, folded);
    }
    return folded;
  }

  return (text) => {
    const at = [];
    let folded = "";
    let index = 0;
    for (const character of text) {
      const plain = one(character);
      folded += plain;
      for (let unit = 0; unit < plain.length; unit += 1) at.push(index);
      index += character.length;
    }
    at.push(index);
    return { text: folded, at };
  };
}

/** Width, case, accents and kinds of space; needs no table. @param {string} character */
function simple(character) {
  if (character > "\x1f" && character < "\x7f") return character.toLowerCase();
  return character
    .normalize("NFKD")
    .replace(/[\p{Cc}\p{Z}]/gu, " ")
    .replace(/[\p{Mn}\p{Cf}\p{Cs}]/gu, "")
    .toLowerCase()
    .normalize("NFC");
}
