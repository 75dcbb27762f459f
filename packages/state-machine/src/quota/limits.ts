/** The text of a quota's two znodes. ZooKeeper: StatsTrack. */
import { decodeUtf8, encodeUtf8 } from '@quoll/bytes'

/** -1: unlimited. The soft ones only warn, the hard ones refuse where quotas are enforced. */
export type Limits = {
  readonly count: number
  readonly bytes: number
  readonly countHard: number
  readonly bytesHard: number
}

export type Usage = { readonly count: number; readonly bytes: number }

/** `count=5,bytes=-1`, perhaps followed by `=;byteHardLimit=-1;countHardLimit=9`. What is missing or no number is -1. */
export function parseLimits(data: Uint8Array | undefined): Limits {
  const fields = fieldsOf(data)
  const field = (name: string): number => fields.get(name) ?? -1
  return {
    count: field('count'),
    bytes: field('bytes'),
    countHard: field('countHardLimit'),
    bytesHard: field('byteHardLimit'),
  }
}

export function parseUsage(data: Uint8Array | undefined): Usage {
  const fields = fieldsOf(data)
  return { count: fields.get('count') ?? 0, bytes: fields.get('bytes') ?? 0 }
}

export function usageText({ count, bytes }: Usage): Uint8Array {
  return encodeUtf8(`count=${count},bytes=${bytes}`)
}

/** Numbers are 64 bits in ZooKeeper; here a quota above 2^53 is no number. */
function fieldsOf(data: Uint8Array | undefined): ReadonlyMap<string, number> {
  const fields = new Map<string, number>()
  for (const part of textOf(data).split(/[,;]+/)) {
    const [name, value] = part.split('=')
    if (name === undefined || value === undefined || !/^-?\d{1,16}$/.test(value)) continue
    fields.set(name, Number(value))
  }
  return fields
}

/** A client may have written anything there. */
function textOf(data: Uint8Array | undefined): string {
  if (data === undefined || data.length > TEXT_MAX) return ''
  try {
    return decodeUtf8(data)
  } catch {
    return ''
  }
}

const TEXT_MAX = 1024
