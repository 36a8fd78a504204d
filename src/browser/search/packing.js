// Unpacks what src/handbook/search/packing.py packed: bytes that were deflated and written in base64.

import { inflateSync, strFromU8 } from "fflate";

/**
 * The bytes.
 * @param {string} packed
 * @returns {Uint8Array}
 */
export function unpack(packed) {
  const binary = atob(packed);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return inflateSync(bytes);
}

/**
 * The value, of bytes that are JSON.
 * @param {string} packed
 * @returns {any}
 */
export function unpackData(packed) {
  return JSON.parse(strFromU8(unpack(packed)));
}

/** Reads numbers and texts out of bytes, one after the other. Numbers are those that `varint` of packing.py writes. */
export class ByteReader {
  /** @param {Uint8Array} bytes @param {number} at */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** The next number. */
  number() {
    let number = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.bytes[this.at];
      this.at += 1;
      number += (byte & 0x7f) * shift;
      if (!(byte & 0x80)) return number;
    }
  }

  /** The next text. @param {number} length in bytes */
  text(length) {
    const text = strFromU8(this.bytes.subarray(this.at, this.at + length));
    this.at += length;
    return text;
  }
}
