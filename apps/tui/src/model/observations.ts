/** What only the onlooker knows: who fell silent, who came back, how long writes had to wait. */
import { about, duration } from '../words.ts'
import { answers, isLost, type Model, type PeerModel } from './model.ts'
import { type News, seenHere } from './story.ts'
import type { Verdict } from './verdict.ts'

/** Sentences about the step from one picture to the next. `writesWaitedMs`: set when writes became possible again. */
export function observe(before: Model, after: Model, verdict: Verdict, writesWaitedMs: number | undefined): News[] {
  const atMs = after.nowMs
  const news = after.peers.flatMap((peer, i) => aboutPeer(before.peers[i], peer, atMs))
  const { reign } = after
  const newReign = reign !== undefined && (reign.leader !== before.reign?.leader || reign.epoch !== before.reign.epoch)
  const led = reign === undefined ? '' : `peer ${reign.leader} leads epoch ${reign.epoch}`
  if (writesWaitedMs !== undefined)
    news.push(seenHere(atMs, `writes were possible again after ${about(writesWaitedMs)}: ${led}`, 'good'))
  else if (newReign && verdict.writes) news.push(seenHere(atMs, `${led}, writes are possible`, 'good'))
  if (after.outage !== undefined && before.outage === undefined)
    news.push(seenHere(atMs, `writes wait: ${whyWritesWait(verdict)}`, 'bad'))
  return news
}

function aboutPeer(before: PeerModel | undefined, after: PeerModel, atMs: number): News[] {
  if (before === undefined) return []
  if (isLost(after) && !isLost(before) && after.killedPid === undefined)
    return [
      seenHere(atMs, `peer ${after.id} ${after.running === false ? 'ended by itself' : 'does not answer'}`, 'bad'),
    ]
  if (isLost(before) && answers(after)) {
    const silent = before.answeredMs === undefined ? '' : ` again after ${duration(atMs - before.answeredMs)}`
    return [seenHere(atMs, `peer ${after.id} answers${silent}${after.status.serving ? ', and serves' : ''}`)]
  }
  if (before.returnedMs !== undefined && after.returnedMs === undefined && answers(after)) {
    const took = duration(atMs - before.returnedMs)
    return [seenHere(atMs, `peer ${after.id} serves again, ${took} after it was back`, 'good')]
  }
  return []
}

function whyWritesWait({ up, voters, majority, leader }: Verdict): string {
  if (up < majority) return `${up} of ${voters} up, a quorum is ${majority}`
  return leader === undefined ? 'nobody leads' : `peer ${leader.id} leads without a quorum yet`
}
