// Writes .xlsx files with what the sheet of a list needs: cells with types, borders, a head that stays in view, drop-downs and
// a page set-up. There is no Python half, because the command line uses openpyxl. tests/contracts/test_spreadsheet.py binds
// the files of both sides to the same cells.

import { strToU8, zipSync } from "fflate";

/**
 * @typedef {{value: string | number | null, format: string, kind?: "head" | "left" | "", quoted?: boolean}} WorksheetCell
 *   value: a text, a number or the serial number of a moment; null for an empty cell. quoted: the text stays text when it is edited
 * @typedef {{name: string, widths: number[], rows: WorksheetCell[][], landscape: boolean, header: string, footer: string,
 *   offers: {cells: string, choices: string}[]}} Worksheet  offers: drop-downs for ranges of cells
 */

export const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** @type {Record<string, number>} */
const BUILT_IN = { General: 0, "#,##0.00": 4, "@": 49 };
const FIRST_OWN = 164; // the number of our first format; lower ones are built in
const ALIGNMENTS = {
  "": '<alignment vertical="top" wrapText="1"/>',
  left: '<alignment horizontal="left" vertical="top" wrapText="1"/>',
  head: '<alignment horizontal="center" vertical="center" wrapText="1"/>',
};

/** A text for XML. @param {string} text */
const escaped = (text) =>
  text.replace(/[&<>"]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[one] || "&quot;");

/**
 * The name of a column: A, B … Z, AA …
 * @param {number} place from 0
 * @returns {string}
 */
export const letterOf = (place) => (place < 26 ? "" : letterOf(Math.floor(place / 26) - 1)) + String.fromCharCode(65 + (place % 26));

/** The looks of cells. Each look is kept once, and cells name it by its number. */
class Styles {
  constructor() {
    /** @type {string[]} */
    this.known = [];
    /** @type {string[]} */
    this.formats = [];
  }

  /** The number of a cell's look. @param {WorksheetCell} cell */
  of({ format, kind = "", quoted = false }) {
    if (!(format in BUILT_IN) && !this.formats.includes(format)) this.formats.push(format);
    const number = format in BUILT_IN ? BUILT_IN[format] : FIRST_OWN + this.formats.indexOf(format);
    const head = kind === "head" ? 1 : 0;
    const style =
      `<xf numFmtId="${number}" fontId="${head}" fillId="${head ? 2 : 0}" borderId="1" xfId="0" applyNumberFormat="1" ` +
      `applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"${quoted ? ' quotePrefix="1"' : ""}>${ALIGNMENTS[kind]}</xf>`;
    if (!this.known.includes(style)) this.known.push(style);
    return this.known.indexOf(style) + 1; // 0 is the look of cells that are not written
  }

  /** The part of the file that holds all looks. */
  xml() {
    const formats = this.formats.map((code, at) => `<numFmt numFmtId="${FIRST_OWN + at}" formatCode="${escaped(code)}"/>`);
    const side = (/** @type {string} */ name) => `<${name} style="thin"><color rgb="FF808080"/></${name}>`;
    const font = '<sz val="11"/><name val="Calibri"/><family val="2"/>';
    return (
      `${HEAD}<styleSheet xmlns="${MAIN}">` +
      (formats.length ? `<numFmts count="${formats.length}">${formats.join("")}</numFmts>` : "") +
      `<fonts count="2"><font>${font}</font><font><b/>${font}</font></fonts>` +
      '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
      '<fill><patternFill patternType="solid"><fgColor rgb="FFE8ECF2"/></patternFill></fill></fills>' +
      '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>' +
      `<border>${["left", "right", "top", "bottom"].map(side).join("")}<diagonal/></border></borders>` +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      `<cellXfs count="${this.known.length + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>${this.known.join("")}</cellXfs>` +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    );
  }
}

/** @param {WorksheetCell} cell @param {string} place @param {Styles} styles */
function cellXml(cell, place, styles) {
  const start = `<c r="${place}" s="${styles.of(cell)}"`;
  if (cell.value === null) return `${start}/>`;
  if (typeof cell.value === "number") return `${start}><v>${cell.value}</v></c>`;
  // The text stands in the cell itself with the type of a text, so that no program looks for a formula in it.
  return `${start} t="inlineStr"><is><t xml:space="preserve">${escaped(cell.value)}</t></is></c>`;
}

/** @param {Worksheet} sheet @param {boolean} first @param {Styles} styles */
function sheetXml(sheet, first, styles) {
  const columns = sheet.widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`);
  const rows = sheet.rows.map((row, at) => {
    const cells = row.map((cell, place) => cellXml(cell, `${letterOf(place)}${at + 1}`, styles));
    return `<row r="${at + 1}">${cells.join("")}</row>`;
  });
  const offers = sheet.offers.map(
    ({ cells, choices }) =>
      `<dataValidation type="list" allowBlank="1" showErrorMessage="0" sqref="${cells}"><formula1>${escaped(`"${choices}"`)}</formula1></dataValidation>`,
  );
  return (
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    `<sheetViews><sheetView workbookViewId="0"${first ? ' tabSelected="1"' : ""}>` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${columns.join("")}</cols><sheetData>${rows.join("")}</sheetData>` +
    (offers.length ? `<dataValidations count="${offers.length}">${offers.join("")}</dataValidations>` : "") +
    '<printOptions horizontalCentered="1"/><pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5"/>' +
    `<pageSetup paperSize="9" orientation="${sheet.landscape ? "landscape" : "portrait"}" fitToWidth="1" fitToHeight="0"/>` +
    `<headerFooter><oddHeader>&amp;C${escaped(sheet.header)}</oddHeader><oddFooter>&amp;C${escaped(sheet.footer)}</oddFooter></headerFooter></worksheet>`
  );
}

/**
 * The file.
 * @param {string} title
 * @param {Worksheet[]} sheets at least one
 * @returns {Uint8Array}
 */
export function xlsxBytes(title, sheets) {
  const styles = new Styles();
  const bodies = sheets.map((sheet, at) => sheetXml(sheet, at === 0, styles));
  const names = sheets.map((sheet, at) => `<sheet name="${escaped(sheet.name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`);
  const titles = sheets.map(
    (sheet, at) => `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">${escaped(`'${sheet.name}'!$1:$1`)}</definedName>`,
  );
  const links = sheets.map((_, at) => `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`);
  const types = sheets.map((_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`);
  /** @type {Record<string, string>} */
  const parts = {
    "[Content_Types].xml":
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>` +
      `<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${types.join("")}</Types>`,
    "_rels/.rels":
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/>` +
      `<Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    "docProps/core.xml":
      `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escaped(title)}</dc:title></cp:coreProperties>`,
    "xl/workbook.xml":
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView/></bookViews><sheets>${names.join("")}</sheets>` +
      `<definedNames>${titles.join("")}</definedNames></workbook>`,
    "xl/_rels/workbook.xml.rels":
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${links.join("")}` +
      `<Relationship Id="rId${sheets.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": styles.xml(),
  };
  bodies.forEach((body, at) => (parts[`xl/worksheets/sheet${at + 1}.xml`] = body));
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  for (const name of Object.keys(parts)) files[name] = strToU8(parts[name]);
  return zipSync(files, { level: 6, mtime: new Date(1980, 0, 1) });
}
