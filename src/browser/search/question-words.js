// Question words: which words of a query only say how it is asked, and what an answer to it may look like. All characters
// are folded.

const ASKING = [
  "怎么办|怎么样|怎么做|怎么处理|怎么写|怎么|怎样|如何|为什么|为何|有没有|是不是|能不能|可不可以|要不要|会不会|该不该|需不需要|算不算",
  "什么时候|什么时间|什么人|什么地方|什么|几点|几时|何时|何地|多久|多少钱|多少|多长时间|多长|多大|多高|多远",
  "哪里|哪儿|哪个|哪些|哪几|哪位|哪一|谁来|向谁|找谁|由谁|请问|想知道|告诉我|可以|能否|是否|可否|应该|应当|需要|得先|要先|要找|要向",
  "的话|如果|假如|的时候|时候|有关|关于|一下|一个|这个|那个|我们|他们|的|了|吗|呢|吧|啊|呀|谁|哪|啥",
].join("|").split("|");
/** Characters that may be part of a question word or of another word, such as 會議 and 要求. `settleQuery` decides. */
const PERHAPS = /[算还就都也才再又被把让给跟和与及或在到从向对为是有没不要会能该做去来着过地得之其几我他她你需]/;

const COUNT = "[0-9一二三四五六七八九十百两半]";
/**
 * Ways to ask: the words that ask, what an answer looks like, and words in the headings of such answers.
 * @type {[RegExp, RegExp, string[]][]}
 */
const ANSWERS = [
  [/多少钱|几元|几块|费用多少|多少元/, /[0-9]+(?:\.[0-9]+)?元|[一二三四五六七八九十百]+元/, ["标准", "费用"]],
  [/几度|多少度/, /[0-9]+(?:摄氏)?度/, ["温度"]],
  [/几点|几时|什么时候|什么时间|何时/, /[0-9]+:[0-9]{2}|[0-9]+[点时]|[上下]午|每[天日周月年]|[0-9]+日/, ["时间"]],
  [/多久|多长|几天|几分钟|几小时|几个月|提前/, new RegExp(`${COUNT}个?(?:工作)?(?:天|日|小时|分钟|周|月|年)`), ["时限", "期限"]],
  [/多少|几个|几次|几人|几条|几项|几份/, new RegExp(`${COUNT}+(?:次|人|个|名|条|项|份|台|辆|%|元|分)`), []],
  [/谁|哪个部门|哪位|什么人|找哪/, /负责|批准|审批|报告|通知|签字|同意|请示|联系|主管|经理|领导|主任|科长|局长/, []],
  [/会怎样|怎么罚|后果|处分|处罚|怎么处理|要罚/, /处理|处罚|处分|扣|罚|辞退|警告|赔偿|责任/, []],
  [/哪里|在哪|什么地方|何地/, /地点|停放|存放|位于|到[^。]{1,8}[部室处科]/, ["地点"]],
  [/可以|能不能|可不可以|能否|是否|[吗么]$|行不行|准不准/, /禁止|不得|不允许|不准|严禁|允许|可以|不能|必须|方可/, []],
];

/**
 * Which characters of a query only ask: 1 surely, 0.5 perhaps, 0 not. A query that is nothing but one such word asks for it.
 * @param {string} text
 * @returns {number[]} one for each UTF-16 unit
 */
export function asking(text) {
  /** @type {number[]} */
  const marks = Array.from({ length: text.length }, (_, at) => (PERHAPS.test(text[at]) ? 0.5 : 0));
  if (ASKING.includes(text)) return marks.fill(0);
  for (const word of ASKING) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) marks.fill(1, at, at + word.length);
  }
  return marks;
}

/**
 * How an answer may look, and what may stand in its heading; null when the query does not ask.
 * @param {string} text
 * @returns {{looks: RegExp, headings: string[]} | null}
 */
export function expectedAnswer(text) {
  const parts = ANSWERS.filter(([asked]) => asked.test(text));
  if (!parts.length) return null;
  return {
    looks: new RegExp(parts.map(([, answer]) => answer.source).join("|")),
    headings: parts.flatMap(([, , headings]) => headings),
  };
}
