// An emergency flow as the HTML of its page states it. Everything that is not drawn works with this record, not with the page.

/**
 * @typedef {object} Call a contact that can be dialled
 * @property {string} id of the contact
 * @property {string} name as its button shows it
 *
 * @typedef {object} Choice
 * @property {string} next id of the step it leads to
 * @property {string} label
 * @property {boolean} isDefault whether it is the one to take when in doubt
 * @property {string} severity id of the severity it decides on, or ""
 *
 * @typedef {object} FlowNode one step
 * @property {string} id
 * @property {string} type action, decision or outcome
 * @property {string} who id of the role that acts
 * @property {string} actor title of that role
 * @property {string} text what is to be done
 * @property {string} within how long it may take, in words, or ""
 * @property {string} next id of the next step, or ""
 * @property {Choice[]} choices
 * @property {Call[]} calls
 * @property {string[]} evidence what is to be kept, for example who agreed
 * @property {string[]} demands kinds of reports that are asked for from this step on
 * @property {{report: string, way: string}[]} sends reports that are made by doing it; way "": in whatever way
 * @property {Exit[]} exits
 * @property {HTMLElement} element the list item that shows the step
 *
 * @typedef {object} Exit what may change, and where one goes on then
 * @property {string} when what has changed
 * @property {string} node id of the step of this flow, or ""
 * @property {string} flow id of another flow, or ""
 * @property {string} title of what it leads to
 * @property {string} address of what it leads to outside of this flow; "" where the page cannot lead there
 *
 * @typedef {object} Rung one level of authority
 * @property {string} role id of the role in charge
 * @property {string} name title of that role
 * @property {Call[]} calls
 * @property {HTMLElement} element the list item that shows the rung
 *
 * @typedef {"first" | "follow-up" | "final"} ReportKind 初報, 續報, 終報
 *
 * @typedef {object} ReportLimit by when a report must be made
 * @property {ReportKind} report
 * @property {string} way how it is made, for example 電話
 * @property {number} minutes after the event was reported to us, or after the last report; 0: nobody has decided it yet
 * @property {string} within the limit in the words of its source, where it is no number
 * @property {string} to whom
 *
 * @typedef {object} Severity
 * @property {string} id
 * @property {string} title
 * @property {ReportLimit[]} limits
 *
 * @typedef {object} ReportElement something a report must say, for example the place
 * @property {string} id
 * @property {string} label
 * @property {boolean} personal whether it says who somebody is
 * @property {boolean} call whether it is said on the telephone as well
 * @property {boolean} final whether only the final report says it
 * @property {boolean} names whether the incident is named after it
 *
 * @typedef {object} FlowDefinition
 * @property {Map<string, FlowNode>} nodes in the order of the page
 * @property {Rung[]} ladder from the lowest to the highest
 * @property {Severity[]} severities
 * @property {ReportElement[]} elements
 * @property {Map<string, string>} contacts names by id
 * @property {Exit[]} exits of every step
 * @property {number} askAfter ms without news after which one asks whether the incident is over
 */

const DAY = 86400000;

/** The text of a descendant on one line, or "". @param {ParentNode} root @param {string} selector */
export const shownText = (root, selector) => (root.querySelector(selector)?.textContent || "").replace(/\s+/g, " ").trim();

/** @param {Element} element @param {string} name of an attribute */
const data = (element, name) => element.getAttribute(`data-${name}`) || "";

/**
 * The elements below `root` that match, each read by `read`.
 * @template T
 * @param {ParentNode} root @param {string} selector @param {(element: HTMLElement) => T} read @returns {T[]}
 */
const each = (root, selector, read) => Array.from(/** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector)), read);

/** The contacts that a step or a rung offers to call. @param {HTMLElement} element @param {string} name of the part @returns {Call[]} */
const callsIn = (element, name) =>
  each(element, `[data-part='${name}'] .hb-calls__contact > [data-call]:first-child`, (call) => ({ id: data(call, "call"), name: nameOf(call) }));

/** Whom a call button dials. @param {Element} call */
const nameOf = (call) => shownText(call, ".hb-call__who").replace("☎", "").trim();

/** @param {ParentNode} root @param {string} name of the part @returns {Exit[]} */
const exitsIn = (root, name) =>
  each(root, `[data-part='${name}'] [data-exit]`, (one) => ({
    when: shownText(one, "[data-part='exit-when']"),
    node: data(one, "exit"),
    flow: data(one, "exit-flow"),
    title: shownText(one, "[data-part='exit-to']"),
    address: one.querySelector("a")?.href || "",
  }));

/** A period such as P1D or P2W in ms; months and years are not told to the day. @param {string} period */
function lengthOf(period) {
  const [, years = 0, months = 0, weeks = 0, days = 0] = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(period) || [];
  return (Number(years) * 365 + Number(months) * 30 + Number(weeks) * 7 + Number(days) || 1) * DAY;
}

/** @param {HTMLElement} element @returns {FlowNode} */
const readNode = (element) => ({
  id: data(element, "node"),
  type: data(element, "type") || "action",
  who: data(element, "who"),
  actor: shownText(element, ".hb-flow__role"),
  text: shownText(element, "[data-part='node-do']"),
  within: element.querySelector(".hb-flow__chip--within")?.textContent || "",
  next: data(element, "next"),
  choices: each(element, "[data-choice]", (link) => ({
    next: data(link, "choice"),
    label: (link.querySelector("[data-part='choice-label']") || link).textContent || "",
    isDefault: link.hasAttribute("data-default"),
    severity: data(link, "severity-of"),
  })),
  calls: callsIn(element, "node-calls"),
  evidence: each(element, "[data-evidence]", (one) => one.textContent || ""),
  demands: data(element, "demands").split(" ").filter((one) => one),
  sends: data(element, "sends").split(" ").filter((one) => one).map((one) => ({ report: one.split(":")[0], way: one.split(":")[1] || "" })),
  exits: exitsIn(element, "node-exits"),
  element,
});

/** @param {HTMLElement} element @returns {Rung} */
const readRung = (element) => ({
  role: data(element, "level"),
  name: shownText(element, ".hb-flow__role") || data(element, "level"),
  calls: callsIn(element, "rung-calls"),
  element,
});

/** @param {HTMLElement} element @returns {Severity} */
const readSeverity = (element) => ({
  id: data(element, "severity"),
  title: data(element, "title"),
  limits: each(element, "[data-limit]", (one) => ({
    report: /** @type {ReportKind} */ (data(one, "limit")),
    way: data(one, "way"),
    minutes: Number(data(one, "minutes")),
    within: data(one, "within"),
    to: data(one, "to"),
  })),
});

/**
 * Reads the flow from the HTML below `root`.
 * @param {HTMLElement} root the `<hb-flow>` @returns {FlowDefinition}
 */
export const readFlow = (root) => ({
  nodes: new Map(each(root, "[data-node]", readNode).map((node) => [node.id, node])),
  ladder: each(root, "[data-level]", readRung),
  severities: each(root, "[data-severity]", readSeverity).filter((one) => one.id),
  elements: each(root, "textarea[data-element]", (one) => ({
    id: data(one, "element"),
    label: data(one, "label"),
    personal: one.hasAttribute("data-personal"),
    call: one.hasAttribute("data-call-script"),
    final: one.hasAttribute("data-final"),
    names: one.hasAttribute("data-names"),
  })),
  contacts: new Map(each(root, ".hb-calls__contact > [data-call]:first-child", (call) => [data(call, "call"), nameOf(call)])),
  exits: exitsIn(root, "exits"),
  askAfter: lengthOf(data(root, "ask-after")),
});
