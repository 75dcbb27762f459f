/**
 * Textual IP addresses and masks, for `ip` access control (ZooKeeper: IPAuthenticationProvider). Both families as bytes:
 * `10.0.0.0/8` matches by its first 8 bits, `fd00::/8` likewise.
 */

/** Four or sixteen bytes, or undefined when the text is no address. */
export function parseAddress(text: string): readonly number[] | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text)
}

/** An address with an optional `/bits`, as it stands in an access control list. */
export function parseNetwork(text: string): { readonly bytes: readonly number[]; readonly bits: number } | undefined {
  const slash = text.indexOf('/')
  const bytes = parseAddress(slash < 0 ? text : text.slice(0, slash))
  if (bytes === undefined) return undefined
  if (slash < 0) return { bytes, bits: bytes.length * 8 }
  const bits = parseDecimal(text.slice(slash + 1), 3)
  return bits === undefined || bits > bytes.length * 8 ? undefined : { bytes, bits }
}

/** True when `address` (as a socket reports it, a zone or an IPv4-mapped prefix included) lies in `network`. */
export function isInNetwork(address: string, network: string): boolean {
  const wanted = parseNetwork(network)
  if (wanted === undefined) return false
  const zone = address.indexOf('%')
  const parsed = parseAddress(zone < 0 ? address : address.slice(0, zone))
  if (parsed === undefined) return false
  const bytes = unmapped(parsed)
  if (bytes.length !== wanted.bytes.length) return false
  return bytes.every((byte, at) => {
    const free = Math.min(8, Math.max(0, 8 * (at + 1) - wanted.bits))
    return byte >> free === wanted.bytes[at]! >> free
  })
}

function parseV4(text: string): readonly number[] | undefined {
  const bytes = text.split('.').map((part) => parseDecimal(part, 3))
  return bytes.length === 4 && bytes.every((byte) => byte !== undefined && byte <= 255)
    ? (bytes as readonly number[])
    : undefined
}

function parseV6(text: string): readonly number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = parseGroups(halves[0]!, halves.length === 1)
  const tail = halves.length === 2 ? parseGroups(halves[1]!, true) : []
  if (head === undefined || tail === undefined) return undefined
  const missing = 16 - head.length - tail.length
  if (halves.length === 2 ? missing < 2 : missing !== 0) return undefined
  return [...head, ...Array<number>(missing).fill(0), ...tail]
}

/** Groups of 16 bits between colons; the last of the whole address may be a dotted IPv4 address. */
function parseGroups(text: string, endsAddress: boolean): readonly number[] | undefined {
  if (text === '') return []
  const bytes: number[] = []
  const groups = text.split(':')
  for (const [at, group] of groups.entries()) {
    if (endsAddress && at === groups.length - 1 && group.includes('.')) {
      const v4 = parseV4(group)
      if (v4 === undefined) return undefined
      bytes.push(...v4)
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined
      const value = Number.parseInt(group, 16)
      bytes.push(value >> 8, value & 0xff)
    }
  }
  return bytes.length <= 16 ? bytes : undefined
}

/** `::ffff:10.0.0.1` is how a dual-stack socket reports 10.0.0.1. */
function unmapped(bytes: readonly number[]): readonly number[] {
  const isMapped = bytes.length === 16 && bytes.every((byte, at) => at >= 12 || byte === (at < 10 ? 0 : 0xff))
  return isMapped ? bytes.slice(12) : bytes
}

function parseDecimal(text: string, digitsMax: number): number | undefined {
  return text.length >= 1 && text.length <= digitsMax && /^[0-9]+$/.test(text) ? Number(text) : undefined
}
