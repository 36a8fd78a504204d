// A word that must not be written, where it stands for the thing itself. The Python half is
// src/handbook/values/forbidden.py, which says more; tests/fixtures/rules/forbidden.json holds both to the same answers.

import { contains, oneSpelling, undenied } from "./spelling.js";

const COUNT = "(?:[0-9一二两三四五六七八九十几半数若干各每]+(?:[瓶箱条盒件提份斤壶坛罐包支桶张套]|公斤))";
const TAKE = "(?:带|备|送|赠|放|装|喝|饮|敬|品尝|品鉴|开|上|配|供|发|买|购|捎|附)";
const NEAR = "[^,。;!?、]{0,4}";
const BETWEEN = "[^,。;!?、()送给赠交带放发各到去与和及由向0-9一二两三四五六七八九十几份件箱盒瓶条]{0,3}";

/** @type {Map<string, RegExp>} */
const patterns = new Map();

/**
 * The first word that the text holds where it denies nothing and names no other thing; "" when there is none.
 * @param {string} text @param {string[]} words @param {string[]} counted @param {string[]} unless @param {string[]} names
 */
export function forbidden(text, words, counted, unless, names) {
  if (!contains(text, words) && !contains(text, counted)) return "";
  let said = oneSpelling(undenied(text));
  for (const phrase of unless) said = said.split(oneSpelling(phrase)).join("。");
  const all = [...words, ...counted];
  if (names.length)
    said = said.replace(
      pattern(`names ${all.join()} ${names.join()}`, () => `(?:${anyOf(all)})${BETWEEN}(?:${anyOf(names)})`),
      "。",
    );
  const word = words.find((one) => said.includes(oneSpelling(one)));
  return word || counted.find((one) => said.search(pattern(`counted ${one}`, () => countedSource(oneSpelling(one)))) >= 0) || "";
}

/** @param {string} word */
function countedSource(word) {
  const one = escaped(word);
  return `(?:${COUNT}|${TAKE})${NEAR}${one}|${one}[^,。;!?、]{0,2}${COUNT}`;
}

/** The pattern of that name, made once. @param {string} name @param {() => string} source */
function pattern(name, source) {
  let known = patterns.get(name);
  if (!known) patterns.set(name, (known = new RegExp(source(), "g")));
  return known;
}

/** @param {string[]} words */
const anyOf = (words) =>
  [...words].sort((a, b) => Array.from(b).length - Array.from(a).length).map((word) => escaped(oneSpelling(word))).join("|");

/** @param {string} word */
const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
