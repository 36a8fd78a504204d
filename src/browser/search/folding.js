// Folding: one spelling for texts that readers take as the same, such as 計畫 and 计划, Ａ and a.
// The twin is src/handbook/search/folding.py; tests/fixtures/search/folding.json binds both.

/** @typedef {{text: string, at: number[]}} Folded  at: for each character of the folded text its place in the original, and the end */
/** @typedef {(text: string) => Folded} Fold */

/**
 * A function that folds a text.
 * @param {string} pairs characters of the handbook's table, each followed by what it becomes
 * @returns {Fold}
 */
export function createFold(pairs) {
  /** @type {Map<string, string>} */
  const table = new Map();
  const characters = Array.from(pairs);
  for (let index = 0; index + 1 < characters.length; index += 2) table.set(characters[index], characters[index + 1]);
  /** @type {Map<string, string>} */
  const known = new Map();

  /** One character, folded. @param {string} character */
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

/** A character with width, case, accent and kind of space folded, for which no table is needed. @param {string} character */
function simple(character) {
  if (character > "\x1f" && character < "\x7f") return character.toLowerCase();
  return character
    .normalize("NFKD")
    .replace(/[\p{Cc}\p{Z}]/gu, " ")
    .replace(/[\p{Mn}\p{Cf}\p{Cs}]/gu, "")
    .toLowerCase()
    .normalize("NFC");
}
