/**
 * UTF-8 in a few lines: the pure packages may not name TextEncoder, and most strings here are short and ASCII, where
 * crossing into the platform costs more than the loop. Same results as the WHATWG Encoding Standard: what is malformed,
 * on either side, becomes U+FFFD, one for each maximal part that could not go on.
 */

const REPLACEMENT = 0xfffd
/** Arguments of one `String.fromCharCode` call: far below every engine's limit. */
const UNITS_PER_CALL = 4096

/** Bytes that `encodeUtf8` would write. */
export function utf8Length(text: string): number {
  const { length } = text
  let bytes = length
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) continue
    if (unit < 0x800) {
      bytes += 1
    } else {
      // A surrogate pair is two units and four bytes; every other unit is three.
      bytes += 2
      if (isLead(unit) && isTrail(text.charCodeAt(at + 1))) at++
    }
  }
  return bytes
}

/** A string's bytes, in an array of their own. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text))
  writeUtf8(text, bytes, 0)
  return bytes
}

/** Writes `text` at `at`, returns the offset behind it. The caller has made room: three bytes per unit always suffice. */
export function writeUtf8(text: string, target: Uint8Array, at: number): number {
  const { length } = text
  let to = at
  for (let from = 0; from < length; from++) {
    const unit = text.charCodeAt(from)
    if (unit < 0x80) {
      target[to++] = unit
    } else if (unit < 0x800) {
      target[to++] = 0xc0 | (unit >> 6)
      target[to++] = 0x80 | (unit & 0x3f)
    } else if (isLead(unit) && isTrail(text.charCodeAt(from + 1))) {
      const point = 0x10000 + ((unit & 0x3ff) << 10) + (text.charCodeAt(++from) & 0x3ff)
      target[to++] = 0xf0 | (point >> 18)
      target[to++] = 0x80 | ((point >> 12) & 0x3f)
      target[to++] = 0x80 | ((point >> 6) & 0x3f)
      target[to++] = 0x80 | (point & 0x3f)
    } else {
      const point = isSurrogate(unit) ? REPLACEMENT : unit
      target[to++] = 0xe0 | (point >> 12)
      target[to++] = 0x80 | ((point >> 6) & 0x3f)
      target[to++] = 0x80 | (point & 0x3f)
    }
  }
  return to
}

/** The string in `bytes[start, end)`; never throws. */
export function decodeUtf8(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  const length = end - start
  if (length <= RECENT_UNITS_MAX) return decodeShort(bytes, start, end)
  if (length > UNITS_PER_CALL) return decodeAny(bytes, start, end)
  return decodeAscii(bytes, start, end) ?? decodeAny(bytes, start, end)
}

/**
 * The same few strings come again and again: the paths in use, the names of schemes. One that was decoded lately is found by
 * a hash of its bytes and handed out again, which costs no allocation, and its own hash is known to every Map already. Its
 * bytes are kept beside it, because bytes are compared in half the time that a string's units take.
 * Which strings are kept changes nothing that can be seen.
 */
const RECENT_UNITS_MAX = 64
const RECENT = new Array<string>(4096).fill('')
const RECENT_BYTES = new Uint8Array(RECENT.length * RECENT_UNITS_MAX)

function decodeShort(bytes: Uint8Array, start: number, end: number): string {
  const place = placeOf(bytes, start, end)
  const recent = RECENT[place]!
  const recentAt = place * RECENT_UNITS_MAX
  if (recent.length === end - start && isSame(bytes, start, end, recentAt)) return recent
  const text = decodeAscii(bytes, start, end)
  if (text === undefined) return decodeAny(bytes, start, end)
  RECENT[place] = text
  for (let at = start; at < end; at++) RECENT_BYTES[recentAt + at - start] = bytes[at]!
  return text
}

/** Four bytes at a time: what comes out of one multiplication goes into the next. */
function placeOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start
  let at = start
  for (; at + 4 <= end; at += 4)
    hash = mix(hash, bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24))
  for (; at < end; at++) hash = mix(hash, bytes[at]!)
  return (hash ^ (hash >>> 12)) & (RECENT.length - 1)
}

function mix(hash: number, bytes: number): number {
  const mixed = Math.imul(hash ^ bytes, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

function isSame(bytes: Uint8Array, start: number, end: number, recentAt: number): boolean {
  const offset = recentAt - start
  for (let at = start; at < end; at++) if (bytes[at] !== RECENT_BYTES[offset + at]) return false
  return true
}

/** Undefined when there are other than ASCII characters. At most `UNITS_PER_CALL`. */
function decodeAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  const units = new Array<number>(end - start)
  for (let at = 0; at < units.length; at++) {
    const byte = bytes[start + at]!
    if (byte >= 0x80) return undefined
    units[at] = byte
  }
  return String.fromCharCode.apply(null, units)
}

function decodeAny(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  let units: number[] = []
  let at = start
  while (at < end) {
    if (units.length >= UNITS_PER_CALL) {
      text += String.fromCharCode.apply(null, units)
      units = []
    }
    const byte = bytes[at++]!
    if (byte < 0x80) units.push(byte)
    else at = decodeSequence(bytes, byte, at, end, units)
  }
  return text + String.fromCharCode.apply(null, units)
}

/**
 * A sequence whose first byte, `lead`, stands right before `at`. Returns the offset behind it. The range of the second
 * byte is what keeps overlong forms, surrogates and points above U+10FFFF out (Unicode, table 3-7).
 */
function decodeSequence(bytes: Uint8Array, lead: number, at: number, end: number, units: number[]): number {
  const trails = trailsAfter(lead)
  let lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  let highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  let point = lead & (0x3f >> trails)
  let next = at
  for (let left = trails; left > 0; left--) {
    const byte = next < end ? bytes[next]! : 0
    if (byte < lowest || byte > highest) {
      units.push(REPLACEMENT)
      return next
    }
    point = (point << 6) | (byte & 0x3f)
    lowest = 0x80
    highest = 0xbf
    next++
  }
  if (trails === 0) units.push(REPLACEMENT)
  else if (point < 0x10000) units.push(point)
  else units.push(0xd7c0 + (point >> 10), 0xdc00 | (point & 0x3ff))
  return next
}

/** How many bytes follow a lead byte; none after one that cannot lead. */
function trailsAfter(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 0
  if (lead < 0xe0) return 1
  return lead < 0xf0 ? 2 : 3
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}

function isLead(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

/** False for NaN too, which is what stands behind the end of a string. */
function isTrail(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
