/**
 * Quotas as they lie in the tree: `/zookeeper/quota/PATH/zookeeper_limits` and, beside it, what is used.
 * `count=5,bytes=-1=;byteHardLimit=-1;countHardLimit=-1`, -1 for no limit. ZooKeeper: StatsTrack, Quotas.
 */

export type Quota = {
  readonly count: number
  readonly bytes: number
  readonly countHardLimit: number
  readonly byteHardLimit: number
}

export const NO_QUOTA: Quota = { count: -1, bytes: -1, countHardLimit: -1, byteHardLimit: -1 }

export const QUOTA_ROOT = '/zookeeper/quota'

export function limitsPath(path: string): string {
  return `${QUOTA_ROOT}${path}/zookeeper_limits`
}

export function usagePath(path: string): string {
  return `${QUOTA_ROOT}${path}/zookeeper_stats`
}

/** What is missing or is no number is no limit, as servers read it. */
export function parseQuota(text: string): Quota {
  const fields = new Map<string, number>()
  for (const part of text.split(/[,;]+/)) {
    const [key = '', value = ''] = part.split('=')
    fields.set(key, /^-?\d+$/.test(value) ? Number(value) : -1)
  }
  const field = (name: string): number => fields.get(name) ?? -1
  return {
    ...{ count: field('count'), bytes: field('bytes') },
    ...{ countHardLimit: field('countHardLimit'), byteHardLimit: field('byteHardLimit') },
  }
}

/** Servers of 3.4 read the first two and stop at the odd `=`. */
export function formatQuota({ count, bytes, countHardLimit, byteHardLimit }: Quota): string {
  return `count=${count},bytes=${bytes}=;byteHardLimit=${byteHardLimit};countHardLimit=${countHardLimit}`
}
