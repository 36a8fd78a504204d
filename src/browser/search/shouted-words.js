// What somebody in need types, such as 失火了: a flow names these words, and a query that says one of them has its start first.
// All characters are folded.

/** Papers and rules. Whoever asks for the 火警記錄表 wants the form, and not the flow. */
const PAPERS = new RegExp([
  "表(?![示现情面明达演])|单(?![位独车人个])|簿|册|卡$|记录|登记|清单|范本|模板|样板|格式|台帐",
  "制度|规定|办法|规则|条款|预案|方案|计划|总结|演练|培训|考试|保险|补贴|补助|赔偿",
].join("|"));
const SPACE = / +/g;

/**
 * The number of the section that a query shouts for; -1 when it shouts for none.
 * @param {string} folded the query
 * @param {[string, number][]} words the handbook's words, the longest first, each with its section
 */
export function shoutedSection(folded, words) {
  const text = folded.replace(SPACE, "");
  const found = words.find(([word]) => text.includes(word));
  return found && !PAPERS.test(text.replace(found[0], " ")) ? found[1] : -1;
}
