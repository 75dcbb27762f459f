/**
 * The dashboard without a terminal: one aligned line per event, oldest first, for pipes and logs.
 *
 *   09:03:04.036  1F 2F 3x  5:1187      peer 3, the leader, was killed: writes wait
 *   09:03:04.120  1F 2L 3x  6:1         peer 2 leads epoch 6, first commit after 41 ms
 */
import type { Ensemble } from './model/ensemble.ts'
import { answers } from './model/peers.ts'
import type { Story, StoryEntry } from './model/story.ts'
import { verdictInWords } from './model/verdict.ts'
import { compareZxids, parseZxid, type ZxidText } from './model/zxid-text.ts'
import { momentText } from './view/moment-text.ts'
import { roleSign } from './view/roles.ts'

/** What is to be said after `before`: its new events in the order they happened, then the verdict if that changed. */
export function linesBetween(before: Ensemble, after: Ensemble): readonly string[] {
  const lines = newIn(before.story, after.story).map(({ atMs, text }) => lineOf(after, atMs, text))
  const verdict = verdictInWords(after.verdict).text
  return verdict === verdictInWords(before.verdict).text ? lines : [...lines, lineOf(after, after.atMs, verdict)]
}

/** Oldest first. A late one may stand among others that were there before. */
function newIn(before: Story, after: Story): readonly StoryEntry[] {
  if (before.entries === after.entries) return []
  const known = new Set(before.entries.map(({ atMs, text }) => `${atMs} ${text}`))
  return after.entries.filter(({ atMs, text }) => !known.has(`${atMs} ${text}`)).toReversed()
}

function lineOf(ensemble: Ensemble, atMs: number, text: string): string {
  const roles = ensemble.peers.map((peer) => `${peer.id}${roleSign(peer).letter}`).join(' ')
  return `${momentText(ensemble.header, atMs)}  ${roles}  ${newestZxid(ensemble).padEnd(10)}  ${text}`
}

function newestZxid({ peers }: Ensemble): string {
  let newest: ZxidText | undefined
  for (const peer of peers) {
    const last = answers(peer) && peer.status !== undefined ? parseZxid(peer.status.last) : undefined
    if (last !== undefined && (newest === undefined || compareZxids(last, newest) > 0)) newest = last
  }
  return newest === undefined ? '-' : `${newest.epoch}:${newest.counter}`
}
