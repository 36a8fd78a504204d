// Whether two places are in one building. The Python half is src/handbook/values/places.py, which says more;
// tests/fixtures/rules/places.json holds both to the same answers.

import { oneSpelling } from "./spelling.js";

const NUMBER = "(?:[0-9]+|[一二三四五六七八九十百两]+)";
const FLOOR = new RegExp(`(?:第?${NUMBER}(?:楼|层)|[地负]下?${NUMBER}?(?:楼|层)|[a-z]?[0-9]{3,4}(?:号|室|房|房间)?$).*$`);
const BRACKETS = /\([^()]*\)|\[[^[\]]*\]|【[^【】]*】/g;
const PART = /^(?:[^路街镇村乡县市区]{0,8}(?:楼|层|厅|堂|室|房|间|口|门|前|内|里|旁|廊|大堂|餐厅|窗口|停车场|院))$/;
const LEAST = 3; // characters that a name must have to be the end of another

/**
 * Whether the places are one, or parts of one building; a blank one is nowhere.
 * @param {string} a @param {string} b
 */
export function inOneBuilding(a, b) {
  const [first, second] = [building(a), building(b)];
  if (!first || !second) return false;
  const [short, long] = first.length <= second.length ? [first, second] : [second, first];
  if (short === long) return true;
  if (short.length >= LEAST && long.endsWith(short)) return true;
  return short.length > 1 && long.startsWith(short) && PART.test(long.slice(short.length));
}

/** The place without its floor, room and what stands in brackets. @param {string} place */
const building = (place) => oneSpelling(place).replace(BRACKETS, "").replace(FLOOR, "");
