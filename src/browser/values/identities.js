// Who or what a cell names: 「王主任」 and 「王建國」 may be one person, 「王建國 李四」 are two, 「待定」 is nobody.
// The twin of src/handbook/values/identities.py, which says more; tests/fixtures/rules holds both to the same answers.

import { isGroup } from "./parties.js";
import { inOneBuilding } from "./places.js";
import { oneSpelling, oneScript } from "./spelling.js";

const BETWEEN = /[、,;/|\r\n\t]/;
const IN_BRACKETS = /\([^()]*\)|\[[^[\]]*\]|【[^【】]*】/g;
const HAN_WORD = /^[\u4e00-\u9fff·]{2,}$/;
const POST =
  "(?:副|正|总|常务)*(?:[局处科县市镇乡部厅院校所站股组队班区省州村室司行会]长|书记|主任|主席|秘书长?|经理|总监|主管" +
  "|师傅|老师|医生|司机|领导|同志|先生|女士|科员|干事|调研员|局|处|科|总|工)";
const IS_POST = new RegExp(`^${POST}$`);
const SURNAME_AND_POST = new RegExp(`^(.{1,2}?)(${POST})$`);
const NICKNAME = /^[小老]([\u4e00-\u9fff])$/;
const ANYBODY = ["同志", "先生", "女士", "师傅", "老师"];
const AROUND = new RegExp(`^(?:${POST}|和|及|与|跟|同|等|人|名|[0-9+-]|协助|陪同|负责|牵头|配合)*$`);
const NOBODY = new RegExp(
  "^(?:待定|待(?:确定|落实|安排|补|通知)|未定|未确定|暂无|暂缺|另定|另行(?:通知|安排)|无|没有|不(?:需|用|住宿|适用)|某+人?|x+|×+|[-—–―_.。*?…]+" +
    "|(?:有关|相关)?(?:人员|同志|领导|科室|部门|单位|负责人)|专人|各(?:科室|部门|单位|组)" +
    "|(?:全体|全部|其他|其余|其它|随行|陪同|工作|接待|服务)+(?:来宾|客人|人员|同志|领导)?|来宾|客人|记者|[0-9一二三四五六七八九十]+(?:人|名|位))$",
);
const ROOM_WORD = /([0-9])(?:号)?(?:房间|房|室)$/;
const TAIL = /(?:等[0-9一二三四五六七八九十]*[人名位]?|1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8})+$/;
const SURNAMES =
  "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟" +
  "汪田任姜范石姚谭廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温季俞" +
  "章鲁葛伍韦申尤毕聂焦向柳邢岳齐梅莫庄辛管祝左涂谷祁时舒耿卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵褚";
const PERSON = new RegExp(`^(?:[${SURNAMES}][\\u4e00-\\u9fff]{1,3}|[${SURNAMES}].?)${POST}?$`);
const FULL_NAME_AND_POST = new RegExp(`^([${SURNAMES}][\\u4e00-\\u9fff]{1,2}?)${POST}$`);
const NOTHING = /^(?:无|没有|暂无|不适用|[-—–―/\\_.。*…]+)$/;
const MOST_KNOWN = 20000;

/**
 * Whether a cell says that there is none: 無, —, /.
 * @param {string} text
 */
export const isNothing = (text) => NOTHING.test(oneSpelling(text));

/**
 * Whether a cell stands for a name that nobody has decided on yet: 待定, 有關人員, 專人.
 * @param {string} text
 */
export const isUndecided = (text) => !isNothing(text) && NOBODY.test(oneSpelling(text));

/**
 * What stands between the marks of a list, as written: 甲、乙 are two parts.
 * @param {string} text
 */
export const listedParts = (text) => text.split(/[、，,；;／/|｜\r\n\t]/).map((part) => part.trim()).filter((part) => part);

const lengthOf = (/** @type {string} */ text) => Array.from(text).length;
const plain = (/** @type {string} */ plate) => oneSpelling(plate).replace(/[-—–_()]/g, "");

/** The names that a handbook knows. It keeps what it found in each text: a keystroke changes one text of many. */
export class Register {
  /** @param {{people?: Record<string, string[]>, vehicles?: string[], rooms?: string[], places?: Record<string, string>}} facts
   *   people: by name, first the post, then other names; vehicles: plates; rooms: names; places: where rooms and hotels are */
  constructor({ people = {}, vehicles = [], rooms = [], places = {} }) {
    this.places = new Map(Object.entries(places).map(([name, place]) => [oneSpelling(name), place]));
    /** @type {Map<string, string[]>} */
    this.people = new Map(Object.entries(people).map(([name, said]) => [oneSpelling(name), said.map(oneSpelling)]));
    /** @type {Map<string, Set<string>>} */
    this.also = new Map();
    for (const [name, said] of this.people)
      for (const word of said.slice(1)) this.also.set(word, (this.also.get(word) || new Set()).add(name));
    this.plates = new Map(vehicles.map((plate) => [plain(plate), oneSpelling(plate)]));
    this.rooms = rooms.map(oneSpelling);
    this.longestFirst = Array.from(this.people.keys())
      .filter((name) => lengthOf(name) > 1)
      .sort((a, b) => lengthOf(b) - lengthOf(a) || (a < b ? -1 : 1));
    /** How the lists write what is compared in one spelling. */
    this.listing = new Map([...Object.keys(people), ...vehicles, ...rooms].map((name) => [oneSpelling(name), name]));
    /** @type {Map<string, string[]>} */
    this.known = new Map();
  }

  /** The names in a text, each once, in one spelling. @param {string} text */
  names(text) {
    let found = this.known.get(text);
    if (!found) {
      if (this.known.size >= MOST_KNOWN) this.known.clear();
      found = [...new Set(oneScript(text).split(BETWEEN).flatMap((part) => this.in(part)))];
      this.known.set(text, found);
    }
    return found;
  }

  /** What a cell is compared by: the name in it, else its text in one spelling; "" when it names nobody.
   * @param {string} text */
  one(text) {
    if (lengthOf(text) > 40) return oneSpelling(text);
    const found = this.names(text);
    return found.length === 1 ? found[0] : isNothing(text) || isUndecided(text) ? "" : oneSpelling(text);
  }

  /** The names in a text, each with its usual spelling: that of the handbook's list, else that of the text.
   * @param {string} text @returns {[string, string][]} */
  written(text) {
    const parts = listedParts(text);
    const words = [...parts, ...parts.flatMap((part) => part.split(/[ \u3000]+/))];
    return this.names(text).map((name) => {
      const typed = words.find((word) => oneSpelling(word) === name) || parts.find((part) => this.names(part).join() === name);
      return [name, this.listing.get(name) || typed || name];
    });
  }

  /** Whether two places are in one building, by their names or by where the handbook says they are.
   * @param {string} a @param {string} b */
  inOneBuilding(a, b) {
    const [first, second] = [a, b].map((text) => [text, this.places.get(this.one(text)) || text]);
    return first.some((one) => second.some((other) => inOneBuilding(one, other)));
  }

  /** Whether a text names listed people, or some of `others`, which are in one spelling, and nobody else.
   * @param {string} text @param {{has: (name: string) => boolean}} others */
  areKnown(text, others) {
    const names = this.names(text);
    return (names.length ? names : [oneSpelling(text)]).every((name) => this.people.has(name) || others.has(name));
  }

  /** Whether a name, in one spelling, is that of a listed person or looks like one. @param {string} name */
  isPerson(name) {
    return this.people.has(name) || (PERSON.test(name) && !isGroup(name));
  }

  /** The names in a part without separators. @param {string} part @returns {string[]} */
  in(part) {
    const whole = oneSpelling(part);
    if (this.people.has(whole) || this.rooms.includes(whole) || !whole) return whole ? [whole] : [];
    if (NOBODY.test(whole)) return [];
    const thing = this.plate(whole) || this.room(whole);
    if (thing) return [thing];
    const bare = part.replace(IN_BRACKETS, " ");
    const people = this.listed(oneSpelling(bare));
    if (people.length) return people;
    const words = bare.split(" ").filter((word) => word);
    if (words.length > 1 && words.every((word) => HAN_WORD.test(word)))
      return words.filter((word) => !IS_POST.test(word)).flatMap((word) => this.in(word));
    const short = oneSpelling(bare).replace(TAIL, "");
    const key = PERSON.test(short) ? short : whole; // 會議室（東） and 示縣發(2026)8號 are what they are
    return [this.spoken(key) || withoutPost(key).replace(ROOM_WORD, "$1")];
  }

  /** The listed people in a text that says nothing besides but posts, 和, telephone numbers. @param {string} text */
  listed(text) {
    /** @type {[number, string][]} */
    const found = [];
    let left = text;
    for (const name of this.longestFirst) {
      const at = left.indexOf(name);
      if (at < 0) continue;
      found.push([at, name]);
      left = left.split(name).join(" ".repeat(name.length));
    }
    const posts = found.map(([, name]) => (this.people.get(name) || [])[0] || "").sort((a, b) => lengthOf(b) - lengthOf(a));
    for (const post of posts) left = post ? left.split(post).join(" ") : left;
    if (!found.length || !AROUND.test(left.replace(/ /g, ""))) return [];
    return found.sort((a, b) => a[0] - b[0]).map(([, name]) => name);
  }

  /** The listed name of somebody called 王主任 or 老王; "" unless exactly one person of the list fits.
   * @param {string} text */
  spoken(text) {
    const also = this.also.get(text);
    if (also && also.size === 1) return Array.from(also)[0];
    const post = SURNAME_AND_POST.exec(text);
    const nick = NICKNAME.exec(text);
    if (!post && !nick) return "";
    const surname = post ? post[1] : nick ? nick[1] : "";
    const title = post ? post[2].replace(/^[副正总常务]+/, "") || post[2] : "";
    const fits = Array.from(this.people).filter(
      ([name, said]) =>
        name.startsWith(surname) &&
        lengthOf(surname) < lengthOf(name) &&
        lengthOf(name) <= lengthOf(surname) + 2 &&
        (!title || ANYBODY.includes(title) || said.some((one) => one.includes(title))),
    );
    return fits.length === 1 ? fits[0][0] : "";
  }

  /** The listed vehicle whose plate stands in the text, or "". @param {string} whole */
  plate(whole) {
    const text = plain(whole);
    for (const [plate, name] of this.plates) {
      const at = text.indexOf(plate);
      if (at >= 0 && !/[0-9a-z]/.test(text.slice(at + plate.length, at + plate.length + 1))) return name;
    }
    return "";
  }

  /** The listed room that is named by the end of its name: 第一會議室 is 辦公樓三樓第一會議室; "" when two end so.
   * @param {string} whole */
  room(whole) {
    const text = whole.replace(IN_BRACKETS, "");
    const fits = lengthOf(text) > 2 ? this.rooms.filter((room) => room.endsWith(text)) : [];
    return fits.length === 1 ? fits[0] : "";
  }
}

/** 王建國 for 王建國局長, whom no list knows. 王局長 stays: a surname alone tells nobody apart. @param {string} name */
function withoutPost(name) {
  const found = FULL_NAME_AND_POST.exec(name);
  return found ? found[1] : name;
}
