// Names of values on the page. A finding's path counts rows ("guests[2].name"); a key names the row itself
// ("guests/k3f9/name"), so that it stays with the row when rows move.

/** @typedef {import("../../src/browser/values/fields.js").Values} Values */

/** @param {string} path @param {Values} values */
export function keyOf(path, values) {
  const found = /^(\w+)\[(\d+)\](?:\.(\w+))?$/.exec(path);
  if (!found) return path;
  const rows = values[found[1]];
  const row = Array.isArray(rows) ? rows[Number(found[2])] : undefined;
  if (!row) return found[1];
  return found[3] ? `${found[1]}/${row._id}/${found[3]}` : `${found[1]}/${row._id}`;
}

/** Keys of all that is filled in. @param {Values} values @returns {string[]} */
export const keysIn = (values) =>
  Object.keys(values).flatMap((field) => {
    const value = values[field];
    if (!Array.isArray(value)) return value ? [field] : [];
    return value.flatMap((row) => Object.keys(row).filter((column) => row[column]).map((column) => `${field}/${row._id}/${column}`));
  });

/** @param {string} key @returns {{field: string, row: string, column: string}} */
export function partsOf(key) {
  const [field, row = "", column = ""] = key.split("/");
  return { field, row, column };
}

/** The id of a value's control in the form, and of a list's group. @param {string} key */
export function idOf(key) {
  const { field, row, column } = partsOf(key);
  return row && column ? `f-${field}-${row}-${column}` : `f-${field}`;
}
