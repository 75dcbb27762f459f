/**
 * CRC-32C (Castagnoli), the checksum of every record on disk. RFC 3720, appendix B.4: reflected polynomial 0x82f63b78,
 * initial value and final inversion of all ones. Eight bytes per round through eight tables, after Kounavis and Berry,
 * "A Systematic Approach to Building High Performance Software-Based CRC Generators" (2005).
 */

const POLYNOMIAL = 0x82f63b78

/** `T1[b]`: what the byte `b` leaves behind; `Tn[b]`: the same with n - 1 zero bytes after it. */
const T1 = firstTable()
const T2 = tableAfter(T1)
const T3 = tableAfter(T2)
const T4 = tableAfter(T3)
const T5 = tableAfter(T4)
const T6 = tableAfter(T5)
const T7 = tableAfter(T6)
const T8 = tableAfter(T7)

/**
 * The checksum as an unsigned 32-bit number. `seed` is the checksum of what comes before these bytes:
 * `crc32c(b, crc32c(a))` is the checksum of `a` followed by `b`.
 */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  const { length } = bytes
  let crc = ~seed
  let at = 0
  for (const end = length - 7; at < end; at += 8) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    crc =
      T8[crc & 0xff]! ^
      T7[(crc >>> 8) & 0xff]! ^
      T6[(crc >>> 16) & 0xff]! ^
      T5[crc >>> 24]! ^
      T4[bytes[at + 4]!]! ^
      T3[bytes[at + 5]!]! ^
      T2[bytes[at + 6]!]! ^
      T1[bytes[at + 7]!]!
  }
  for (; at < length; at++) crc = T1[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8)
  return ~crc >>> 0
}

/**
 * What a sum of bytes leaves behind is the sum of what each does, so eight entries give all others. Bit by bit, the loop
 * ran long enough for the optimizing compiler to start, 5 MB of an idle peer.
 */
function firstTable(): Int32Array {
  const table = new Int32Array(256)
  let crc = 1
  for (let bit = 128; bit > 0; bit >>>= 1) {
    crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
    for (let rest = 0; rest < 256; rest += 2 * bit) table[bit + rest] = crc ^ table[rest]!
  }
  return table
}

function tableAfter(previous: Int32Array): Int32Array {
  return previous.map((crc) => (crc >>> 8) ^ T1[crc & 0xff]!)
}
