// Keys: names of values on the page, for example "title" or "guests/k3f9/name". The path of a finding counts the rows of a list
// ("guests[2].name"); a key names the row itself, so that it stays with the row when rows move.

/** @typedef {import("../../src/browser/values/fields.js").Values} Values */

/** The key of what a finding is about. @param {string} path "title" or "guests[2].name" @param {Values} values */
export function keyOf(path, values) {
  const found = /^(\w+)\[(\d+)\](?:\.(\w+))?$/.exec(path);
  if (!found) return path;
  const rows = values[found[1]];
  const row = Array.isArray(rows) ? rows[Number(found[2])] : undefined;
  if (!row) return found[1];
  return found[3] ? `${found[1]}/${row._id}/${found[3]}` : `${found[1]}/${row._id}`;
}

/** The keys of all that is filled in. @param {Values} values @returns {string[]} */
export const keysIn = (values) =>
  Object.keys(values).flatMap((field) => {
    const value = values[field];
    if (!Array.isArray(value)) return value ? [field] : [];
    return value.flatMap((row) => Object.keys(row).filter((column) => row[column]).map((column) => `${field}/${row._id}/${column}`));
  });

/** What a key names; row and column are "" where it names none. @param {string} key @returns {{field: string, row: string, column: string}} */
export function partsOf(key) {
  const [field, row = "", column = ""] = key.split("/");
  return { field, row, column };
}

/** The id of a value's control in the form, or of a list's group. @param {string} key */
export function idOf(key) {
  const { field, row, column } = partsOf(key);
  return row && column ? `f-${field}-${row}-${column}` : `f-${field}`;
}
