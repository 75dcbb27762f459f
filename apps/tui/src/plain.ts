/**
 * The dashboard without a terminal: one aligned line per event, oldest first, for pipes and logs.
 *
 *   09:03:04.036  1F 2F 3x  5:1187      peer 3, the leader, was killed: writes wait
 *   09:03:04.120  1F 2L 3x  6:1         peer 2 leads epoch 6, first commit after 41 ms
 */
import type { Ensemble } from './model/ensemble.ts'
import { answers } from './model/peers.ts'
import { verdictInWords } from './model/verdict.ts'
import { compareZxids, parseZxid, type ZxidText } from './model/zxid-text.ts'
import { momentText } from './view/moment-text.ts'
import { roleSign } from './view/roles.ts'

/** What is to be said after `before`: its new events in the order they happened, then the verdict if that changed. */
export function linesBetween(before: Ensemble, after: Ensemble): readonly string[] {
  const news = after.story.entries.filter(({ number }) => number > before.story.told).reverse()
  const lines = news.map(({ atMs, text }) => lineOf(after, atMs, text))
  const verdict = verdictInWords(after.verdict).text
  return verdict === verdictInWords(before.verdict).text ? lines : [...lines, lineOf(after, after.atMs, verdict)]
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
