// What src/handbook/search/packing.py packed: deflated, then base64.

import { inflateSync, strFromU8 } from "fflate";

/** @param {string} packed @returns {Uint8Array} */
export function unpack(packed) {
  const binary = atob(packed);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return inflateSync(bytes);
}

/** @param {string} packed @returns {any} */
export function unpackData(packed) {
  return JSON.parse(strFromU8(unpack(packed)));
}

/** Reads what packing.varint wrote, one number after the other. */
export class Reader {
  /** @param {Uint8Array} bytes @param {number} at */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  number() {
    let number = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.bytes[this.at];
      this.at += 1;
      number += (byte & 0x7f) * shift;
      if (!(byte & 0x80)) return number;
    }
  }

  /** @param {number} length */
  text(length) {
    const text = strFromU8(this.bytes.subarray(this.at, this.at + length));
    this.at += length;
    return text;
  }
}
