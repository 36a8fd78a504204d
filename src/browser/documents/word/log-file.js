// Writes a Word file with a title, some paragraphs and one table: for the log of a run, which has no template and no
// blank file. Only the browser writes such files, so there is no Python half.

import { W } from "./docx-format.js";
import { storedZip } from "./zip-writer.js";

const WORD = `xmlns:w="${W}"`;
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const WIDTH = 9070; // twentieths of a point between the margins of A4
const TYPES = [
  ["word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"],
  ["word/footer1.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"],
];

const CUSTOM = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";

/** Text for XML. Characters that XML cannot hold become \ufffd. @param {string} text */
function escaped(text) {
  const legal = text
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
  return legal.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** @param {number} half the size of the type in half points @param {boolean} [bold] */
const runStyle = (half, bold = false) =>
  `<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/>${bold ? "<w:b/>" : ""}<w:sz w:val="${half}"/></w:rPr>`;

/** @param {string} text @param {number} half @param {{bold?: boolean, centred?: boolean}} [look] */
function paragraph(text, half, { bold = false, centred = false } = {}) {
  const lines = text.split(/\r\n?|\n/).map((line) => `<w:t xml:space="preserve">${escaped(line)}</w:t>`);
  return `<w:p>${centred ? '<w:pPr><w:jc w:val="center"/></w:pPr>' : ""}<w:r>${runStyle(half, bold)}${lines.join("<w:br/>")}</w:r></w:p>`;
}

/** @param {string[]} cells @param {number[]} widths @param {boolean} isHead */
function tableRow(cells, widths, isHead) {
  const drawn = cells.map(
    (text, at) => `<w:tc><w:tcPr><w:tcW w:w="${widths[at]}" w:type="dxa"/></w:tcPr>${paragraph(text, 20, { bold: isHead })}</w:tc>`,
  );
  return `<w:tr><w:trPr><w:cantSplit/>${isHead ? "<w:tblHeader/>" : ""}</w:trPr>${drawn.join("")}</w:tr>`;
}

/**
 * @typedef {{namespace: string, text: string}} CarriedRecord  what the file holds in a part that readers do not see
 */

/**
 * The file.
 * @param {object} content
 * @param {string} content.title
 * @param {string[]} content.paragraphs above the table
 * @param {string[]} content.heads of the table's columns
 * @param {number[]} content.widths shares of the line
 * @param {string[][]} content.rows
 * @param {string[]} [content.after] paragraphs below the table
 * @param {CarriedRecord} [content.record]
 * @returns {Blob}
 */
export function wordTable({ title, paragraphs, heads, widths, rows, after = [], record }) {
  const whole = widths.reduce((sum, width) => sum + width, 0);
  const columns = widths.map((width) => Math.floor((WIDTH * width) / whole));
  const edges = ["top", "left", "bottom", "right", "insideH", "insideV"].map((edge) => `<w:${edge} w:val="single" w:sz="4" w:color="auto"/>`);
  const body = [
    paragraph(title, 36, { bold: true, centred: true }),
    ...paragraphs.map((text) => paragraph(text, 21)),
    `<w:tbl><w:tblPr><w:tblW w:w="${WIDTH}" w:type="dxa"/><w:tblBorders>${edges.join("")}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>`,
    `<w:tblGrid>${columns.map((width) => `<w:gridCol w:w="${width}"/>`).join("")}</w:tblGrid>`,
    tableRow(heads, columns, true),
    ...rows.map((cells) => tableRow(cells, columns, false)),
    "</w:tbl>",
    ...["", ...after].map((text) => paragraph(text, 21)),
    `<w:sectPr><w:footerReference w:type="default" r:id="rId1" xmlns:r="${OFFICE}"/><w:pgSz w:w="11906" w:h="16838"/>`,
    '<w:pgMar w:top="1134" w:right="1418" w:bottom="1134" w:left="1418" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>',
  ];
  const page = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>';
  const types = record ? [...TYPES, ["customXml/itemProps1.xml", CUSTOM]] : TYPES;
  const overrides = types.map(([path, type]) => `<Override PartName="/${path}" ContentType="${type}"/>`).join("");
  /** @type {Record<string, string>} */
  const parts = {
    "[Content_Types].xml": `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides}</Types>`,
    "_rels/.rels": relations(["officeDocument", "word/document.xml"]),
    "word/_rels/document.xml.rels": relations(["footer", "footer1.xml"], ...(record ? [["customXml", "../customXml/item1.xml"]] : [])),
    "word/document.xml": `${HEAD}<w:document ${WORD}><w:body>${body.join("")}</w:body></w:document>`,
    "word/footer1.xml": `${HEAD}<w:ftr ${WORD}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>${page}</w:p></w:ftr>`,
  };
  return storedZip(record ? { ...parts, ...recordParts(record) } : parts);
}

/** The relations of a part. @param {...string[]} targets pairs of kind and path */
function relations(...targets) {
  const all = targets.map(([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`);
  return `${HEAD}<Relationships xmlns="${RELATIONS}">${all.join("")}</Relationships>`;
}

/** The record as a custom XML part, which Word and LibreOffice keep when they save. @param {CarriedRecord} record @returns {{[path: string]: string}} */
function recordParts({ namespace, text }) {
  const id = "{6B0F2C1A-5D0E-4B7B-9C55-2F6E4E1D9705}";
  const schema = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
  return {
    "customXml/item1.xml": `${HEAD}<record xmlns="${namespace}">${escaped(text)}</record>`,
    "customXml/itemProps1.xml": `${HEAD}<ds:datastoreItem ds:itemID="${id}" xmlns:ds="${schema}"><ds:schemaRefs><ds:schemaRef ds:uri="${namespace}"/></ds:schemaRefs></ds:datastoreItem>`,
    "customXml/_rels/item1.xml.rels": relations(["customXmlProps", "itemProps1.xml"]),
  };
}
