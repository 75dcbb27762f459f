/**
 * Names of the znodes of a run. Every number has its digits filled up, so that a request that was encoded once serves for
 * all connections and keys after its digits are written over.
 *
 * ```
 * /quoll-bench-1a2b3c4d/m/m00003           children of the znode that `children` lists
 * /quoll-bench-1a2b3c4d/c00012/k0000345    what `set`, `get`, `exists` and `multi` go for
 * /quoll-bench-1a2b3c4d/c00012/u000000678  created by `create`
 * /quoll-bench-1a2b3c4d/c00012/e000000678  ephemeral, by `eph`
 * /quoll-bench-1a2b3c4d/c00012/s/n0000000678    sequential, by `seq`
 * ```
 */
export const CONNECTION_DIGITS = 5
export const KEY_DIGITS = 7
export const UNIQUE_DIGITS = 9
/** As many as servers append. */
export const SEQUENCE_DIGITS = 10

export const membersOf = (root: string): string => `${root}/m`
export const memberPath = (root: string, member: number): string => `${root}/m/m${digits(member, 5)}`
export const homeOf = (root: string, connection: number): string => `${root}/c${digits(connection, CONNECTION_DIGITS)}`
export const keyPath = (root: string, connection: number, key: number): string =>
  `${homeOf(root, connection)}/k${digits(key, KEY_DIGITS)}`
export const uniquePath = (root: string, connection: number, unique: number): string =>
  `${homeOf(root, connection)}/u${digits(unique, UNIQUE_DIGITS)}`
export const ephemeralPath = (root: string, connection: number, unique: number): string =>
  `${homeOf(root, connection)}/e${digits(unique, UNIQUE_DIGITS)}`
export const queueOf = (root: string, connection: number): string => `${homeOf(root, connection)}/s`
export const sequentialPrefix = (root: string, connection: number): string => `${queueOf(root, connection)}/n`

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0')
}

/** Writes `value` in `count` ASCII digits that begin at `at`. */
export function writeDigits(bytes: Uint8Array, at: number, count: number, value: number): void {
  let left = value
  for (let to = at + count - 1; to >= at; to--) {
    const tens = Math.floor(left / 10)
    bytes[to] = 48 + left - tens * 10
    left = tens
  }
}

/** The number in `count` ASCII digits that begin at `at`, or -1. */
export function readDigits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0
  for (let from = at; from < at + count; from++) {
    const digit = bytes[from]! - 48
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}
