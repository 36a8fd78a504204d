// Which column of a pasted block is which of ours: by its heading, else by position and by what its cells can be.

import { isFilledIn } from "../../src/browser/values/fields.js";
import { parse } from "../../src/browser/values/parsing.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Field} Field
 * @typedef {import("./table.js").Table} Table
 *
 * @typedef {object} Match
 * @property {number} header lines up to and with the headings; 0 without headings
 * @property {string[]} columns for each pasted column the id of ours, or "", or DAY
 */

/** Stands for a column of dates whose times stand in other columns: 日期 beside 時間. */
export const DAY = "@day";
const HEADING_LINES = 4; // a title and a note may stand above the headings

// Traditional and Simplified forms of what stands in headings, in pairs.
const PAIRS =
  "別别職职務务單单級级號号間间電电話话聯联絡络繫系機机開开時时結结訖讫點点場场責责辦办負负項项動动內内備备註注說说車车輛辆駕驾駛驶員员數数編编審审"
  + "稿稿份份標标準准餐餐賓宾隨随陪陪稱称題题發发來来達达離离證证類类國国體体簽签領领導导飲饮習习慣惯額额費费價价對对應应碼码會会議议處处廳厅縣县鄉乡鎮镇聽听講讲";
/** @type {Map<string, string>} what stands in a template's own headings is added by `knowSimplified` */
const SIMPLE = new Map(Array.from({ length: PAIRS.length / 2 }, (_, at) => [PAIRS[2 * at], PAIRS[2 * at + 1]]));

/** Learns how headings are written in Simplified characters. @param {string} pairs each character followed by its other form */
export function knowSimplified(pairs) {
  for (let at = 0; at + 1 < pairs.length; at += 2) SIMPLE.set(pairs[at], pairs[at + 1]);
}

// Words that mean the same in a heading (Simplified, as they are compared).
const SYNONYMS = [
  "姓名 名字 来宾 来宾姓名 客人 客人姓名 人员 人员姓名",
  "性别 男女",
  "职务 职位 职称 岗位 职务职称",
  "工作单位 单位 所在单位 单位名称 部门 来自",
  "级别 职级 行政级别",
  "房号 房间 房间号 房间号码 客房",
  "电话 手机 手机号 手机号码 联系电话 联络电话 电话号码 联系方式",
  "起 开始 开始时间 起始时间 时间 起始 日期 日期时间 用餐时间 出发时间",
  "讫 结束 结束时间 截止时间 终止时间 返回时间 用毕时间",
  "完成时间 完成时限 完成期限 截止时间 时限",
  "地点 场所 位置 活动地点",
  "承办人 负责人 责任人 经办人 联络人 联系人 主办人",
  "事项 活动 活动内容 内容 日程 议程 项目",
  "备注 说明 注 附注",
  "车辆 车牌 车牌号 车牌号码 车号",
  "司机 驾驶员 驾驶人",
  "乘车人 乘客 乘车人员 乘坐人员 乘坐何人",
  "由何地 出发地 出发地点 起点 上车地点",
  "到何地 目的地 到达地 到达地点 终点 下车地点",
  "座位数 座位 座数",
  "人数 数量 份数",
  "饮食习惯 饮食 忌口 饮食禁忌",
  "对口陪同 陪同 陪同人员 陪同人",
  "陪同领导 陪餐领导 主陪",
  "菜谱 菜单",
  "餐别 餐次 用餐",
  "撰写人 撰稿人 起草人 执笔人 作者",
  "审定人 审核人 审稿人 审阅人",
  "收文日期 来文日期 收到日期",
  "来文单位 来文机关 发文机关 发文单位",
  "文号 来文字号 发文字号",
  "印发人 印刷人 印制人 印刷 印制",
].map((words) => new Set(words.split(" ")));

const VAGUE = new Set(["日期", "时间", "日期时间", "车号"]); // headings that give way to a clearer one, for example 開始時間
const DAYS = new Set(["日期", "月日", "日子", "哪天"]);
const isMoment = (/** @type {Field | undefined} */ field) => field !== undefined && (field.type === "date-time" || field.type === "time-span");

/** A heading as it is compared: Simplified, without punctuation and what stands in brackets. @param {string} text */
function plainHeading(text) {
  const bare = text.normalize("NFKC").replace(/[（(【[].*?[）)】\]]/g, "").replace(/[\s*＊:：、,，.。/／_-]/g, "");
  return Array.from(bare, (character) => SIMPLE.get(character) || character).join("").toLowerCase();
}

/** Whether two headings mean the same. @param {string} heading @param {string} word */
function means(heading, word) {
  const [given, label] = [plainHeading(heading), plainHeading(word)];
  return given === label || SYNONYMS.some((words) => words.has(given) && words.has(label));
}

/** How well a heading names a field: 0 to 1. @param {string} heading @param {Field} field */
function likeness(heading, field) {
  const [given, label] = [plainHeading(heading), plainHeading(field.label)];
  if (!given) return 0;
  if (given === label || given === field.id) return 1;
  if (means(heading, field.label)) return VAGUE.has(given) ? 0.8 : 0.9;
  if (Math.min(given.length, label.length) >= 2 && (given.includes(label) || label.includes(given))) return 0.7;
  return 0;
}

/** Whether cells can be values of a field; blank cells say nothing. @param {Field} field @param {string[]} cells */
function fits(field, cells) {
  const filled = cells.filter((cell) => cell !== "").slice(0, 50);
  if (!filled.length) return true;
  const good = filled.filter((cell) => {
    if (field.type === "choice") return choiceOf(field, cell) !== "";
    const { canonical, problem } = parse(field.type, cell);
    return canonical !== null || (problem === "no-year" && /[月/]/.test(cell)); // 12.5 is rather a number
  });
  return good.length * 2 > filled.length;
}

/** The value of the choice that a cell names, or "". @param {Field} field @param {string} cell */
export function choiceOf(field, cell) {
  const text = plainHeading(cell);
  const found = (field.choices || []).find((choice) => [choice.value, choice.label || ""].some((word) => word && plainHeading(word) === text));
  return found ? found.value : "";
}

/** True for 1, 2, 3 … down a column: a running number, which the paper makes itself. @param {string[]} cells */
const isCount = (cells) => cells.length > 1 && cells.every((cell, at) => Number(cell.replace(/[.、]$/, "")) === at + 1 && cell !== "");

/**
 * Which pasted column is which field: by its heading, else by position and by what the cells can be.
 * @param {Field[]} fields @param {Table} table @param {string} [from] the field it was pasted into: without headings it begins there
 * @returns {Match}
 */
export function matchColumns(fields, table, from = "") {
  const ours = fields.filter(isFilledIn);
  const width = table.length ? table[0].length : 0;
  let best = { named: 0, header: 0, columns: /** @type {string[]} */ ([]) };
  table.slice(0, HEADING_LINES).forEach((cells, at) => {
    // Headings in two lines, the upper one over several columns, as text has them: a cell without its own has the one above.
    const whole = at ? cells.map((cell, column) => cell || table[at - 1][column]) : cells;
    for (const headings of at ? [cells, whole] : [cells]) {
      const columns = byHeadings(ours, headings);
      const named = columns.filter((id) => id !== "").length;
      const filled = headings.filter((heading) => heading !== "").length;
      // Further down a single word may look like a heading by chance.
      if (named >= (at ? 2 : 1) && named * 2 >= filled && named > best.named) best = { named, header: at + 1, columns };
    }
  });
  if (best.named) return { header: best.header, columns: best.columns };
  const rest = ours.slice(Math.max(0, ours.findIndex((field) => field.id === from)));
  return { header: 0, columns: byPosition(rest.length < width ? ours : rest, table, width) };
}

/** Which column is which by its heading. @param {Field[]} ours @param {string[]} headings */
function byHeadings(ours, headings) {
  /** @type {{score: number, at: number, id: string}[]} */
  const pairs = [];
  headings.forEach((heading, at) => {
    for (const field of ours) {
      const score = likeness(heading, field);
      if (score) pairs.push({ score, at, id: field.id });
    }
  });
  pairs.sort((a, b) => b.score - a.score || a.at - b.at);
  const columns = headings.map(() => "");
  for (const { at, id } of pairs) if (!columns[at] && !columns.includes(id)) columns[at] = id;
  // A time span is mostly two columns elsewhere: 開始時間, 結束時間.
  const span = ours.find((field) => field.type === "time-span" && !columns.includes(field.id));
  const [start, end] = ["起", "訖"].map((word) => headings.findIndex((one, at) => !columns[at] && means(one, word)));
  if (span && start >= 0 && end > start) columns[start] = columns[end] = span.id;
  // Our own spreadsheets give it 使用時間（起）, 使用時間（訖）.
  columns.forEach((id, at) => {
    const isSpan = ours.some((field) => field.id === id && field.type === "time-span");
    if (isSpan && columns[at + 1] === "" && plainHeading(headings[at + 1]) === plainHeading(headings[at])) columns[at + 1] = id;
  });
  return withDay(ours, headings, columns);
}

/** Where 日期 stands beside 時間, the one is the day of the other. @param {Field[]} ours @param {string[]} headings @param {string[]} columns */
function withDay(ours, headings, columns) {
  const day = headings.findIndex((heading) => DAYS.has(plainHeading(heading)));
  if (day < 0) return columns;
  const fieldOf = (/** @type {string} */ id) => ours.find((field) => field.id === id);
  const taken = fieldOf(columns[day]);
  if (taken && isMoment(taken)) {
    const time = headings.findIndex((heading, at) => columns[at] === "" && likeness(heading, taken) > 0);
    if (time < 0) return columns;
    columns[time] = taken.id;
    columns[day] = DAY;
  } else if (!taken && columns.some((id) => isMoment(fieldOf(id)))) columns[day] = DAY;
  return columns;
}

/** Which column is which by its position and its cells. @param {Field[]} ours @param {Table} table @param {number} width */
function byPosition(ours, table, width) {
  const free = ours.slice();
  return Array.from({ length: width }, (_, at) => {
    const cells = table.map((row) => row[at]);
    if (at === 0 && width > 1 && isCount(cells)) return "";
    const place = free.findIndex((field) => fits(field, cells));
    if (place < 0) return "";
    // What was passed over did not fit; it may fit a later column.
    return free.splice(place, 1)[0].id;
  });
}
