/** Which Quoll this is. A test compares it with package.json; the date is that of the release, so that builds are equal. */
export const VERSION = '0.1.0'
export const BUILT_ON: Date = new Date('2026-11-22T00:00:00Z')
