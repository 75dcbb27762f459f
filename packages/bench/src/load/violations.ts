/** What a reply can be wrong about. A server that is right never gives one of these, whatever the load. */
export const VIOLATIONS = {
  order: 'replies out of order',
  zxid: 'a zxid went back',
  code: 'an error where there can be none',
  data: 'other data than was written',
  version: 'another version than was written',
  path: 'another path than was asked for',
  frame: 'a reply that is none',
} as const

export type Violation = keyof typeof VIOLATIONS

export type ViolationCounts = Readonly<Record<Violation, number>>

export function noViolations(): Record<Violation, number> {
  return { order: 0, zxid: 0, code: 0, data: 0, version: 0, path: 0, frame: 0 }
}

/** The first few in words: who reads a report wants to know what to look for. */
export const EXAMPLES_MAX = 5
