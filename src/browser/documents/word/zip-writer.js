// Writes a zip archive whose parts are not compressed. The Word file of a log needs no more, and pages with a flow load a
// twelfth of what fflate would add to their script.

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Numbers as bytes, the low byte first. @param {...[number, number]} fields each a width in bytes and a value */
function bytesOf(...fields) {
  return Uint8Array.from(fields.flatMap(([width, value]) => Array.from({ length: width }, (_, at) => (value >>> (8 * at)) & 255)));
}

/**
 * The archive.
 * @param {Record<string, string>} parts text by path; paths are ASCII
 * @returns {Blob}
 */
export function storedZip(parts) {
  /** @type {Uint8Array[]} */
  const files = [];
  /** @type {Uint8Array[]} */
  const directory = [];
  let at = 0;
  for (const [path, text] of Object.entries(parts)) {
    const [name, content] = [path, text].map((one) => new TextEncoder().encode(one));
    // needs version 2.0; names in UTF-8; not compressed; midnight of 1 January 1980
    const common = bytesOf([2, 20], [2, 0x800], [2, 0], [2, 0], [2, 33], [4, crc32(content)], [4, content.length], [4, content.length], [2, name.length], [2, 0]);
    const head = bytesOf([4, 0x04034b50]);
    files.push(head, common, name, content);
    directory.push(bytesOf([4, 0x02014b50], [2, 20]), common, bytesOf([2, 0], [2, 0], [2, 0], [4, 0], [4, at]), name);
    at += head.length + common.length + name.length + content.length;
  }
  const size = directory.reduce((sum, piece) => sum + piece.length, 0);
  const count = Object.keys(parts).length;
  const end = bytesOf([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, at], [2, 0]);
  return new Blob(/** @type {BlobPart[]} */ ([...files, ...directory, end]));
}
