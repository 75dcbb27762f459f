/**
 * The dashboard without a terminal: one aligned line per event, oldest first, for pipes, logs and screen readers.
 *
 *   09:03:04.036  1F 2F 3x  5:1187   here  peer 3, the leader, was killed from here: writes wait
 *   09:03:04.120  1F 2L 3x  6:1         2  leads epoch 6
 */
import { answers, type Model, type StoryEntry } from './model/model.ts'
import { judge, verdictInWords } from './model/verdict.ts'
import { compareZxids, parseZxid } from './model/zxid-text.ts'
import { roleSign } from './view/roles.ts'
import { timeOfDay } from './words.ts'

/** What is to be said after `before`: its new events in the order they happened, then the verdict if that changed. */
export function linesBetween(before: Model, after: Model): readonly string[] {
  const news = after.story.filter(({ number }) => number > before.told).reverse()
  const lines = news.map((entry) => lineOf(after, entry.atMs, who(entry), entry.text))
  const verdict = verdictText(after)
  if (verdict !== verdictText(before)) lines.push(lineOf(after, after.nowMs, 'all', verdict))
  return lines
}

function lineOf(model: Model, atMs: number, teller: string, text: string): string {
  const roles = model.peers.map((peer) => `${peer.id}${roleSign(peer).letter}`).join(' ')
  return `${timeOfDay(atMs)}  ${roles}  ${newestZxid(model).padEnd(10)}  ${teller.padStart(4)}  ${text}`
}

function who({ peer }: StoryEntry): string {
  return peer === undefined ? 'here' : peer.toString()
}

function verdictText(model: Model): string {
  return verdictInWords(judge(model.peers)).text
}

function newestZxid({ peers }: Model): string {
  const zxids = peers
    .filter(answers)
    .map(({ status }) => status.last)
    .filter((text) => parseZxid(text) !== undefined)
  return zxids.sort((a, b) => compareZxids(parseZxid(b)!, parseZxid(a)!))[0] ?? '-'
}
