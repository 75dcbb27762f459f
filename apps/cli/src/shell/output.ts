/** What commands answer, for people and for programs. What a znode holds is data from strangers: a terminal must not obey it. */
import type { Acl, Stat } from '@quoll/client'

export type Output = {
  readonly lines: readonly string[]
  /** What `--json` prints instead, on one line. */
  readonly json: unknown
  /** What the command ends with when that is not success: `diff` found a difference, say. */
  readonly exit?: number
}

/** Letters of permissions, in zkCli's order. */
const PERMISSIONS: readonly (readonly [letter: string, bit: number])[] = [
  ['c', 4],
  ['d', 8],
  ['r', 1],
  ['w', 2],
  ['a', 16],
]

/** Control characters as escapes, apart from line breaks and tabs. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (char) =>
    char === '\n' || char === '\t' ? char : `\\u${char.codePointAt(0)?.toString(16).padStart(4, '0')}`,
  )
}

export function hex(value: number | bigint): string {
  return `0x${value.toString(16)}`
}

/** zkCli's block, line by line. */
export function statLines(stat: Stat): string[] {
  return [
    `cZxid = ${hex(stat.czxid)}`,
    `ctime = ${dateText(stat.ctime)}`,
    `mZxid = ${hex(stat.mzxid)}`,
    `mtime = ${dateText(stat.mtime)}`,
    `pZxid = ${hex(stat.pzxid)}`,
    `cversion = ${stat.cversion}`,
    `dataVersion = ${stat.version}`,
    `aclVersion = ${stat.aversion}`,
    `ephemeralOwner = ${hex(stat.ephemeralOwner ?? 0)}`,
    `dataLength = ${stat.dataLength}`,
    `numChildren = ${stat.numChildren}`,
  ]
}

/** As Java prints a date, always in UTC: `Sun Nov 22 08:57:00 UTC 2026`. */
function dateText(ms: number): string {
  const [day, date, month, year, time] = new Date(ms).toUTCString().replace(',', '').split(' ')
  return `${day} ${month} ${date} ${time} UTC ${year}`
}

export function statJson({ czxid, mzxid, pzxid, ephemeralOwner, ...rest }: Stat): object {
  return {
    ...{ czxid: hex(czxid), mzxid: hex(mzxid), pzxid: hex(pzxid), ...rest },
    ephemeralOwner: ephemeralOwner === undefined ? null : hex(ephemeralOwner),
  }
}

/** `[a, b]`, sorted, as zkCli lists names. */
export function listLine(names: readonly string[]): string {
  return `[${[...names].sort().map(printable).join(', ')}]`
}

export function aclLines(acl: readonly Acl[]): string[] {
  return acl.flatMap(({ scheme, id, perms }) => [printable(`'${scheme},'${id}`), `: ${permissionLetters(perms)}`])
}

export function permissionLetters(perms: number): string {
  return PERMISSIONS.map(([letter, bit]) => ((perms & bit) !== 0 ? letter : '')).join('')
}

/** Undefined for a letter that is none. */
export function permissionBits(letters: string): number | undefined {
  const bits = [...letters].map((letter) => PERMISSIONS.find(([known]) => known === letter)?.[1])
  return bits.reduce<number | undefined>(
    (sum, bit) => (sum === undefined || bit === undefined ? undefined : sum | bit),
    0,
  )
}

export function aclJson(acl: readonly Acl[]): object[] {
  return acl.map(({ scheme, id, perms }) => ({ scheme, id, perms: permissionLetters(perms) }))
}

/** `1 znode`, `2,500 znodes`. */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

/** `512 B`, `1.5 KiB`, `20 MiB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let [value, unit] = [bytes, 0]
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}
