/** What `find` looks for: conditions on a path and a stat, all of which must hold. */
import { UsageError } from '../errors.ts'
import type { Arguments } from './arguments.ts'
import { globPattern, regExpOf } from './glob.ts'
import type { Znode } from './subtree.ts'

export type ZnodeFilter = (znode: Znode) => boolean

const UNIT_BYTES: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, m: 1024 ** 2 }
const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** `now` in milliseconds since 1970. @throws UsageError for a condition that is none. */
export function filterOf(given: Arguments, now: number): ZnodeFilter {
  const conditions: ZnodeFilter[] = []
  const [name, path, regex] = [given.text('name'), given.text('path'), given.text('regex')]
  if (name !== undefined) conditions.push(matching(globPattern(name), (znode) => nameOf(znode.path)))
  if (path !== undefined) conditions.push(matching(globPattern(path), (znode) => znode.path))
  if (regex !== undefined) conditions.push(matching(regExpOf(regex), (znode) => znode.path))
  const [size, age, created, owner] = [
    given.text('size'),
    given.text('age'),
    given.text('created'),
    given.text('owner'),
  ]
  if (size !== undefined) conditions.push(sizeCondition(size))
  if (age !== undefined) conditions.push(ageCondition('age', age, ({ stat }) => now - stat.mtime))
  if (created !== undefined) conditions.push(ageCondition('created', created, ({ stat }) => now - stat.ctime))
  if (owner !== undefined) conditions.push(ownerCondition(owner))
  return (znode) => conditions.every((holds) => holds(znode))
}

function matching(pattern: RegExp, textOf: (znode: Znode) => string): ZnodeFilter {
  return (znode) => pattern.test(textOf(znode))
}

/** `+10k` is more, `-10k` less, `10k` exactly. */
function sizeCondition(text: string): ZnodeFilter {
  const match = /^([+-]?)(\d+)([bkm]?)$/i.exec(text)
  if (match === null) throw new UsageError(`-size takes +BYTES, -BYTES or BYTES, with k or m, not "${text}"`)
  const bytes = Number(match[2]) * UNIT_BYTES[match[3]!.toLowerCase()]!
  return comparing(match[1]!, bytes, ({ stat }) => stat.dataLength)
}

/** `+1d` is longer ago, `-10m` more recently. */
function ageCondition(letter: string, text: string, ageOf: (znode: Znode) => number): ZnodeFilter {
  const match = /^([+-])(\d+)([smhdw])$/.exec(text)
  if (match === null) throw new UsageError(`-${letter} takes +TIME or -TIME, as in +2h or -30s, not "${text}"`)
  return comparing(match[1]!, Number(match[2]) * UNIT_MS[match[3]!]!, ageOf)
}

function comparing(sign: string, bound: number, measure: (znode: Znode) => number): ZnodeFilter {
  if (sign === '+') return (znode) => measure(znode) > bound
  if (sign === '-') return (znode) => measure(znode) < bound
  return (znode) => measure(znode) === bound
}

/** A session, in hexadecimal as stat prints it; or any, or none. */
function ownerCondition(text: string): ZnodeFilter {
  if (text === 'any') return ({ stat }) => stat.ephemeralOwner !== undefined
  if (text === 'none') return ({ stat }) => stat.ephemeralOwner === undefined
  if (!/^(?:0x)?[0-9a-f]{1,16}$/i.test(text))
    throw new UsageError(`-owner takes any, none, or a session as stat prints it, not "${text}"`)
  const owner = BigInt(text.startsWith('0x') ? text : `0x${text}`)
  return ({ stat }) => stat.ephemeralOwner === owner
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
