/**
 * CRC-32C (Castagnoli), the checksum of every record on disk. RFC 3720, appendix B.4: reflected polynomial 0x82f63b78,
 * initial value and final inversion of all ones. Eight bytes per round through eight tables, after Kounavis and Berry,
 * "A Systematic Approach to Building High Performance Software-Based CRC Generators" (2005).
 */

const POLYNOMIAL = 0x82f63b78

/** Where the last table begins. */
const LAST = 7 * 256
/** Eight tables in one: what a byte leaves behind that is followed by 7, 6 … 0 others, each from its number times 256 on. */
const TABLES = allTables()

/** Below this, laying words over the bytes costs more than it saves. */
const WORDS_WORTH_BYTES = 256
/** Words are laid over the bytes as the machine reads them. */
const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

/**
 * The checksum as an unsigned 32-bit number. `seed` is the checksum of what comes before these bytes:
 * `crc32c(b, crc32c(a))` is the checksum of `a` followed by `b`.
 */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  const { length } = bytes
  if (length < WORDS_WORTH_BYTES || !IS_LITTLE_ENDIAN) return ~overBytes(bytes, 0, length, ~seed) >>> 0
  const start = -bytes.byteOffset & 3
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + start, 2 * ((length - start) >>> 3))
  const crc = overWords(words, overBytes(bytes, 0, start, ~seed))
  return ~overBytes(bytes, start + words.byteLength, length, crc) >>> 0
}

/** An even number of words, at three quarters of what the same bytes cost one by one. */
function overWords(words: Int32Array, before: number): number {
  let crc = before
  for (let at = 0; at < words.length; at += 2) crc = afterEight(crc ^ words[at]!, words[at + 1]!)
  return crc
}

function overBytes(bytes: Uint8Array, start: number, end: number, before: number): number {
  let crc = before
  let at = start
  for (; at + 8 <= end; at += 8) crc = afterEight(crc ^ wordAt(bytes, at), wordAt(bytes, at + 4))
  for (; at < end; at++) crc = TABLES[LAST + ((crc ^ bytes[at]!) & 0xff)]! ^ (crc >>> 8)
  return crc
}

function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
}

function afterEight(low: number, high: number): number {
  return (
    TABLES[low & 0xff]! ^
    TABLES[256 + ((low >>> 8) & 0xff)]! ^
    TABLES[512 + ((low >>> 16) & 0xff)]! ^
    TABLES[768 + (low >>> 24)]! ^
    TABLES[1024 + (high & 0xff)]! ^
    TABLES[1280 + ((high >>> 8) & 0xff)]! ^
    TABLES[1536 + ((high >>> 16) & 0xff)]! ^
    TABLES[LAST + (high >>> 24)]!
  )
}

function allTables(): Int32Array {
  const tables = new Int32Array(8 * 256)
  const last = lastTable()
  let table = last
  for (let from = LAST; from >= 0; from -= 256) {
    tables.set(table, from)
    table = table.map((crc) => (crc >>> 8) ^ last[crc & 0xff]!)
  }
  return tables
}

/**
 * What a sum of bytes leaves behind is the sum of what each does, so eight entries give all others. Bit by bit, the loop
 * ran long enough for the optimizing compiler to start, 5 MB of an idle peer.
 */
function lastTable(): Int32Array {
  const table = new Int32Array(256)
  let crc = 1
  for (let bit = 128; bit > 0; bit >>>= 1) {
    crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
    for (let rest = 0; rest < 256; rest += 2 * bit) table[bit + rest] = crc ^ table[rest]!
  }
  return table
}
