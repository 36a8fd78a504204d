// Reads a zip archive part by part. Inflating a part stops as soon as it is larger than allowed, whatever size the archive
// declares for it. The Python half needs no such module, because zipfile can read a part up to a limit.

import { Inflate } from "fflate";
import { ImportError } from "../../rules/response.js";

/** @typedef {{name: string, method: number, flags: number, crc: number, packed: number, size: number, offset: number}} ZipPart  an entry of the directory; sizes in bytes */

const STEP = 16384; // compressed bytes that are inflated before the result is counted again
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit += 1) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

/** @param {string} why @returns {never} */
function damaged(why) {
  throw new ImportError(`這不是 Word 檔，或已損壞（${why}）。`);
}

/** A zip archive. Whatever is wrong with it is thrown as an ImportError. */
export class OpenZip {
  /** @param {Uint8Array} content @param {number} most bytes a part may have */
  constructor(content, most) {
    this.content = content;
    this.view = new DataView(content.buffer, content.byteOffset, content.byteLength);
    this.most = most;
    /** @type {ZipPart[]} */
    this.parts = this.directory();
    this.names = this.parts.map((part) => part.name).filter((name) => !name.endsWith("/"));
  }

  /** The directory at the end of the archive. @returns {ZipPart[]} */
  directory() {
    const { view } = this;
    let end = view.byteLength - 22;
    const last = Math.max(0, end - 65535); // a comment may follow the directory
    while (end >= last && view.getUint32(end, true) !== 0x06054b50) end -= 1;
    if (end < last || end < 0) damaged("不是 zip");
    const count = view.getUint16(end + 10, true);
    const [size, begin] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
    const shift = end - size - begin; // bytes before the archive, if there are any
    if (shift < 0) damaged("目錄不完整");
    /** @type {ZipPart[]} */
    const found = [];
    let at = begin + shift;
    for (let number = 0; number < count; number += 1) {
      if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) damaged("目錄不完整");
      const [length, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
      const name = new TextDecoder().decode(this.content.subarray(at + 46, at + 46 + length));
      const [crc, packed, unpacked] = [16, 20, 24].map((place) => view.getUint32(at + place, true));
      const [flags, method] = [8, 10].map((place) => view.getUint16(at + place, true));
      found.push({ name, method, flags, crc, packed, size: unpacked, offset: view.getUint32(at + 42, true) + shift });
      at += 46 + length + extra + comment;
    }
    return found;
  }

  /** The bytes of a part. @param {string} name @param {number} [most] bytes the part may have @returns {Uint8Array} */
  part(name, most = this.most) {
    const { view } = this;
    const part = this.parts.find((one) => one.name === name);
    if (!part) return damaged(`缺少 ${name.slice(0, 60)}`);
    if (part.flags & 1) return damaged("有密碼");
    if (part.size > most) return this.tooLarge(name, most);
    if (part.offset + 30 > view.byteLength || view.getUint32(part.offset, true) !== 0x04034b50) return damaged("內容不完整");
    const begin = part.offset + 30 + view.getUint16(part.offset + 26, true) + view.getUint16(part.offset + 28, true);
    if (begin + part.packed > view.byteLength) return damaged("內容不完整");
    const packed = this.content.subarray(begin, begin + part.packed);
    if (part.method !== 0 && part.method !== 8) return damaged("不認得的壓縮方式");
    const found = part.method === 8 ? this.inflate(packed, name, most) : packed;
    if (found.length > most) return this.tooLarge(name, most);
    if (found.length !== part.size || crcOf(found) !== part.crc) return damaged("內容與校驗碼不符");
    return found;
  }

  /** @param {Uint8Array} packed @param {string} name @param {number} most */
  inflate(packed, name, most) {
    /** @type {Uint8Array[]} */
    const chunks = [];
    let total = 0;
    const inflating = new Inflate((chunk) => {
      total += chunk.length;
      chunks.push(chunk);
    });
    try {
      for (let at = 0; at < packed.length && total <= most; at += STEP)
        inflating.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
    } catch (error) {
      damaged("解不開");
    }
    if (total > most) return this.tooLarge(name, most);
    const whole = new Uint8Array(total);
    let at = 0;
    for (const chunk of chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  }

  /** @param {string} name @param {number} most @returns {never} */
  tooLarge(name, most) {
    throw new ImportError(`檔案內的 ${name.slice(0, 60)} 大於 ${most / 1024 / 1024} MB。`);
  }
}

/** @param {Uint8Array} bytes */
function crcOf(bytes) {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) crc = TABLE[(crc ^ bytes[at]) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
