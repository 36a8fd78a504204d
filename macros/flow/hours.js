// Which of two numbers answers now.

const USUAL = "08:00-18:00"; // where the contact does not say
const MINUTES = 60;

/**
 * Whether an office is shut. Holidays are not known here: both numbers are shown, only their order depends on it.
 * @param {string} hours "08:30-17:30", or "" for the usual ones
 * @param {Date} now
 */
export function isAfterHours(hours, now) {
  const [opens, closes] = (hours || USUAL).split("-").map((time) => time.split(":").reduce((sum, part) => sum * MINUTES + Number(part), 0));
  const minute = now.getHours() * MINUTES + now.getMinutes();
  return [0, 6].includes(now.getDay()) || minute < opens || minute >= closes;
}
