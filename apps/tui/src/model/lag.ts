/** How far behind the leader a peer is, in time: when the leader had what the peer has now. */
import type { PeerStatus } from '@quoll/trace'
import { compareZxids, parseZxid, type ZxidText } from './zxid-text.ts'

/** Where the leader's log ended, moment by moment, oldest first. */
export type LeaderMarks = readonly { readonly atMs: number; readonly last: ZxidText }[]

const MARKS = 128

export function takeLeader(marks: LeaderMarks, status: PeerStatus, atMs: number): LeaderMarks {
  const last = parseZxid(status.last)
  if (last === undefined || status.role !== 'leading') return marks
  const newest = marks.at(-1)
  // While nothing is written the first moment counts: from then on whoever has it is level.
  if (newest !== undefined && compareZxids(last, newest.last) === 0) return marks
  return [...marks, { atMs, last }].slice(-MARKS)
}

/** Milliseconds; 0: level; undefined: not known, or further than anybody remembers. */
export function lagMs(marks: LeaderMarks, acked: string, leaderMs: number): number | undefined {
  const has = parseZxid(acked)
  if (has === undefined) return undefined
  const missing = marks.find(({ last }) => compareZxids(last, has) > 0)
  if (missing === undefined) return 0
  return missing === marks[0] && marks.length === MARKS ? undefined : Math.max(0, leaderMs - missing.atMs)
}
