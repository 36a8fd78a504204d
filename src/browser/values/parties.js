// Whom a text about guests means. The Python half is src/handbook/values/parties.py, which says more;
// tests/fixtures/rules/parties.json holds both to the same answers.

import { oneSpelling } from "./spelling.js";

const DIGITS = "零一二三四五六七八九";
const NUMBER = /([0-9]+|[零一二两三四五六七八九十百]+)(?:余|多)?(?:人|名|位)/;
const AND_OTHERS = /等([0-9]+|[零一二两三四五六七八九十百]+)(?:人|名|位)?$/;
const PART =
  /第(?:[0-9]{1,2}|[一二三四五六七八九十])(?:小?组|队|路|批)|(?:[0-9]|[一二两三四五六七八九十甲乙丙丁a-d])小?组|分(?:[两二三四五几]?(?:个|批|路|组)|头|乘)|(?:部分|其他|其余|另外|另一)(?:来宾|客人|贵宾|嘉宾|人员|成员|同志|的人|组|批|路)|不参加|未参加|随员/;
const WHOLE = /全体|全部|全员|所有|一行/;
const GUEST_WORD =
  "来宾|客人|贵宾|嘉宾|(?:调研|考察|检查|督导|督查|巡查|评估|验收|访问|代表|参观|学习|观摩|工作|专家)[组团]|客商|一行";
const GUESTS = new RegExp(GUEST_WORD);
const ONLY_GUESTS = new RegExp(`^(?:${GUEST_WORD})$`);
const LOCAL = /工作人员|会务|记者|媒体|服务|保障|陪同|司机|警卫|安保|保安|医护|本地|本单位|接待/;
const ONE_NAME = /^[^各众诸全位]来宾$/; // 江來賓 is somebody's name
const NOBODY_BY_NAME = /[组团队]|全体|一行|人员|(?:人|名|位|来宾|客人|记者|代表)$/;

/**
 * Whether a text speaks of a part of the guests: 第一組, 分兩路, 其餘來賓.
 * @param {string} text
 */
export const isPart = (text) => PART.test(oneSpelling(text));

/**
 * How many people 「江志遠等八人」 are; 0 for a text that does not say so.
 * @param {string} text
 */
export function andOthers(text) {
  const found = AND_OTHERS.exec(oneSpelling(text));
  return found ? valueOf(found[1]) : 0;
}

/**
 * Whether a text names people without their names: 調研組全體, 工作人員三人.
 * @param {string} text
 */
export function isGroup(text) {
  const said = oneSpelling(text);
  return !AND_OTHERS.test(said) && !ONE_NAME.test(said) && (NOBODY_BY_NAME.test(said) || ONLY_GUESTS.test(said));
}

/**
 * How many guests a group is, where it is one of guests: 調研組八人 is 8, 調研組全體 all; 0 for others.
 * @param {string} text
 * @param {number} allGuests
 */
export function guestsMeant(text, allGuests) {
  const said = oneSpelling(text);
  if (ONE_NAME.test(said) || LOCAL.test(said) || ![GUESTS, WHOLE, PART].some((one) => one.test(said))) return 0;
  const number = NUMBER.exec(said);
  if (number) return valueOf(number[1]);
  return isPart(text) ? 0 : allGuests;
}

/** 12 for 12 and 十二; numbers of people below a thousand. @param {string} text */
function valueOf(text) {
  if (/^[0-9]+$/.test(text)) return Number(text.slice(0, 4));
  let total = 0;
  let digit = 0;
  for (const one of text) {
    if (one === "十" || one === "百") {
      total += (digit || 1) * (one === "十" ? 10 : 100);
      digit = 0;
    } else digit = one === "两" ? 2 : DIGITS.indexOf(one);
  }
  return total + digit;
}
