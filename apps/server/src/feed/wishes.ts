/** What a reader of the feed may say: `{"want":["sessions","transactions"]}`, and nothing else. */

/** Sent only while somebody wants it. */
export type Detail = 'sessions' | 'watches' | 'transactions'

const DETAILS: readonly Detail[] = ['sessions', 'watches', 'transactions']

/** Longest message from a reader, bytes. */
export const WISH_BYTES_MAX = 1024

/** Details of a later version are passed over. @returns undefined when it is no such message. */
export function wishesIn(text: string): ReadonlySet<Detail> | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || !('want' in value) || !Array.isArray(value.want)) return undefined
  const want: readonly unknown[] = value.want
  return new Set(DETAILS.filter((detail) => want.includes(detail)))
}
