/** What a record means, in sentences, given the ensemble before and after it. */
import type { TraceRecord } from '@quoll/trace'
import { deedSentence } from '../chaos/deed-in-words.ts'
import { duration, list, plural, printable } from '../words.ts'
import { changeInWords } from './change-in-words.ts'
import type { Mood } from './mood.ts'
import { answers, isLost, type PeerModel } from './peers.ts'
import type { Deed, Reigns } from './reign.ts'
import type { News } from './story.ts'
import type { Verdict } from './verdict.ts'

/** The part of an ensemble that sentences are made of. */
export type Picture = {
  readonly peers: readonly PeerModel[]
  readonly verdict: Verdict
  readonly reigns: Reigns
}

/** `hearsChanges`: changes of role come as records, so what a log or a status says of them is old. */
export function newsOf(before: Picture, after: Picture, record: TraceRecord, hearsChanges: boolean): readonly News[] {
  const news: (News | undefined)[] = [
    aboutRecord(before, after, record, hearsChanges),
    aboutReturn(before, after, record),
    ...aboutWrites(before, after, record, hearsChanges),
  ]
  return news.filter((one) => one !== undefined)
}

function aboutRecord(before: Picture, after: Picture, record: TraceRecord, hearsChanges: boolean): News | undefined {
  const { atMs } = record
  switch (record.type) {
    case 'became': {
      const waited = before.reigns.outage === undefined ? undefined : atMs - before.reigns.outage.sinceMs
      const told = changeInWords(
        peerIn(before, record.peer),
        record,
        after.reigns.outage === undefined ? waited : undefined,
      )
      return told === undefined ? undefined : { atMs, ...told }
    }
    case 'first-commit': {
      const began = peerIn(after, record.peer)?.standing?.sinceMs ?? atMs
      const text = `peer ${record.peer} leads epoch ${record.epoch}, first commit after ${duration(atMs - began)}`
      return { atMs, text, mood: 'good' }
    }
    case 'told':
      if (hearsChanges && repeatsChange(record.text)) return undefined
      return {
        atMs,
        text: `peer ${record.peer}: ${printable(record.text)}`,
        mood: record.level === 'info' ? 'plain' : record.level === 'warn' ? 'warn' : 'bad',
      }
    case 'lost': {
      const known = peerIn(before, record.peer)
      if (known !== undefined && isLost(known)) return undefined
      return { atMs, text: `peer ${record.peer} does not answer: ${printable(record.why)}`, mood: 'bad' }
    }
    case 'process':
      return aboutProcess(peerIn(before, record.peer), record)
    case 'action':
      return { atMs, text: deedSentence(record.text), mood: moodOfDeed(record.action) }
    case 'dropped':
      return {
        atMs,
        text: `${plural(record.count, 'record')} of peer ${record.peer} left out: too many to show`,
        mood: 'quiet',
      }
    case 'trouble':
      return { atMs, text: printable(record.text), mood: 'bad' }
    default:
      return undefined
  }
}

/** What was done on purpose explains what the process does next. */
const EXPLAINED_MS = 5000
const ENDING: ReadonlySet<string> = new Set(['kill', 'stop', 'restart'])

function aboutProcess(
  peer: PeerModel | undefined,
  record: Extract<TraceRecord, { type: 'process' }>,
): News | undefined {
  const { atMs, running } = record
  const deed = peer?.deed
  const explained = deed !== undefined && ENDING.has(deed.action) && atMs - deed.atMs < EXPLAINED_MS
  // What runs when we begin to look is no news.
  if (explained || peer?.running === running || (running && peer?.running === undefined)) return undefined
  if (!running) return { atMs, text: `the process of peer ${record.peer} ended by itself`, mood: 'bad' }
  const pid = record.pid === undefined ? '' : `, process ${record.pid}`
  return { atMs, text: `peer ${record.peer} was started${pid}`, mood: 'plain' }
}

/** A peer that was silent speaks again, and serves again. */
function aboutReturn(before: Picture, after: Picture, record: TraceRecord): News | undefined {
  if (record.type !== 'status' && record.type !== 'became') return undefined
  const [old, now] = [peerIn(before, record.peer), peerIn(after, record.peer)]
  if (old === undefined || now === undefined || !answers(now)) return undefined
  const { atMs } = record
  if (old.lost !== undefined && old.heardMs !== undefined && now.lost === undefined) {
    const serves = now.standing.serving ? ', and serves' : ''
    return {
      atMs,
      text: `peer ${now.id} answers again after ${duration(atMs - old.lost.sinceMs)}${serves}`,
      mood: 'plain',
    }
  }
  if (old.returnedMs === undefined || now.returnedMs !== undefined || !now.standing.serving) return undefined
  return {
    atMs,
    text: `peer ${now.id} serves again, ${duration(atMs - old.returnedMs)} after it was back`,
    mood: 'good',
  }
}

/** Writes stop, go on, or never stopped: what came of it for clients. */
function aboutWrites(
  before: Picture,
  after: Picture,
  record: TraceRecord,
  hearsChanges: boolean,
): (News | undefined)[] {
  const { atMs } = record
  const [old, now] = [before.reigns, after.reigns]
  if (now.outage !== undefined && old.outage === undefined)
    return [
      { atMs: Math.max(atMs, now.outage.sinceMs), text: `writes wait: ${whyWritesWait(after.verdict)}`, mood: 'bad' },
    ]
  const told: (News | undefined)[] = []
  if (now.outage === undefined && old.outage !== undefined && record.type !== 'became' && now.reign !== undefined) {
    const waited = duration(atMs - old.outage.sinceMs)
    const { leader, epoch } = now.reign
    told.push({
      atMs,
      text: `writes are possible again after ${waited}: peer ${leader} leads epoch ${epoch}`,
      mood: 'good',
    })
  } else if (!hearsChanges && now.reign !== undefined && now.reign.leader !== old.reign?.leader)
    told.push({ atMs, text: `peer ${now.reign.leader} leads epoch ${now.reign.epoch}`, mood: 'good' })
  return told
}

function whyWritesWait({ up, voters, majority, leader }: Verdict): string {
  if (up < majority) return `${up} of ${voters} up, a quorum is ${majority}`
  return leader === undefined ? 'no leader' : `peer ${leader.id} has no quorum yet`
}

/** Closing the account of what was done on purpose: for how long writes waited, who leads, which sessions are left. */
export function accountOf({ action, peers, sessions, waitedMs }: Deed, { reign }: Reigns): Omit<News, 'atMs'> {
  const what = peers.length === 0 ? action : `${action} ${list(peers)}`
  const waited = waitedMs === undefined ? 'writes never waited' : `writes waited ${duration(waitedMs)}`
  const leads = reign === undefined ? 'nobody leads' : `peer ${reign.leader} leads epoch ${reign.epoch}`
  const kept = keptInWords(sessions, reign?.sessions)
  const mood: Mood = kept.lost ? 'warn' : 'good'
  return { text: `after ${what}: ${waited}, ${leads}${kept.text}`, mood }
}

function keptInWords(
  before: number | undefined,
  now: number | undefined,
): { readonly text: string; readonly lost: boolean } {
  if (before === undefined || now === undefined || before === 0) return { text: '', lost: false }
  if (now >= before)
    return { text: before === 1 ? ', the one session is kept' : `, all ${plural(before, 'session')} kept`, lost: false }
  return { text: `, ${now} of ${plural(before, 'session')} kept`, lost: true }
}

function moodOfDeed(action: string): Mood {
  return action === 'heal' || action === 'restart' || action === 'resume' ? 'plain' : 'bad'
}

/** A sentence of a peer's log that came just before the record that says the same better. */
export function isRepeatedBy(entry: { readonly atMs: number; readonly text: string }, record: TraceRecord): boolean {
  if (record.type !== 'became' || Math.abs(record.atMs - entry.atMs) > REPEATED_MS) return false
  const teller = `peer ${record.peer}: `
  return entry.text.startsWith(teller) && repeatsChange(entry.text.slice(teller.length))
}

const REPEATED_MS = 1000

/** The log of a peer says it too when its role changes. */
function repeatsChange(text: string): boolean {
  return /^(looking for a leader|leading|following|observing)\b/.test(text)
}

function peerIn({ peers }: Picture, id: number): PeerModel | undefined {
  return peers.find((peer) => peer.id === id)
}
