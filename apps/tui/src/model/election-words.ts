/** An election in sentences: how it came about, what came of it and why, and each of its moments. */
import { count, duration, latency, list, plural } from '../words.ts'
import { type Doing, doingNow, type Election, isInService, isSeeking, type Lane, type Moment } from './election.ts'
import { epochsOffered, phaseTimes, roundsOf, victoryOf } from './election-facts.ts'
import type { Mood } from './mood.ts'

export type Sentence = { readonly text: string; readonly mood: Mood }

/** Late is who comes so long after the leader; a few fsyncs are not late. */
const LATE_MS = 200

/** What came of it, and why. */
export function outcomeInWords(election: Election, nowMs: number): Sentence {
  const { outcome, endedMs } = election
  if (outcome?.type === 'joined') {
    const reign = `${named(outcome.leader)}, which leads epoch ${outcome.epoch}`
    const back = seekers(election).filter((lane) => isInService(doingNow(lane), outcome))
    if (back.length > 0) return { text: `${peers(back.map(({ peer }) => peer))} joined ${reign}`, mood: 'good' }
    return { text: `nobody joined ${reign}: whoever looked is gone`, mood: 'warn' }
  }
  if (outcome !== undefined)
    return { text: `${named(outcome.leader)} leads epoch ${outcome.epoch}${whyItWon(election)}`, mood: 'good' }
  if (endedMs !== undefined) return { text: 'it came to nothing: nobody is left who looks', mood: 'bad' }
  const open = election.lanes.filter((lane) => isSeeking(doingNow(lane))).map(({ peer }) => peer)
  const round = roundsOf(election).at(-1)
  const where = round === undefined ? '' : `, round ${round}`
  return {
    text: `no leader for ${duration(nowMs - election.lookingMs)}: ${peers(open)} ${open.length === 1 ? 'looks for' : 'elect'} one${where}`,
    mood: 'warn',
  }
}

/** The same for a row of a table: `peer 3 leads epoch 6 (2 of 3 in round 7): longer history, 5:120 over 5:118`. */
export function outcomeInBrief(election: Election, nowMs: number): Sentence {
  const { text, mood } = outcomeInWords(election, nowMs)
  return { text: text.replace(/: won round (\d+) with (\d+ of \d+) votes:/, ' ($2 in round $1):'), mood }
}

/** `: it won round 2 with 2 of 3 votes: longer history, 5:120 over 5:118`. */
function whyItWon(election: Election): string {
  const why = victoryOf(election)?.why
  if (why === undefined || why === '') return ''
  return `: ${why.replace(/^peer \d+ won /, 'won ')}`
}

/** What set it off. */
export function causeInWords(election: Election): string {
  const all = election.lanes.flatMap(searchesOf).filter(({ atMs }) => atMs >= election.beganMs)
  all.sort((a, b) => a.atMs - b.atMs)
  // Whoever starts looks for a leader too; what set it off is rather that one was lost.
  const first = all.find(({ before }) => before?.phase === 'broadcast') ?? all[0]
  if (first === undefined) return 'nobody saw it begin'
  if (first.why === 'started') {
    const starters = new Set(all.filter(({ why }) => why === 'started').map(({ peer }) => peer))
    return `${peers([...starters].sort((a, b) => a - b))} started`
  }
  const { leader, how } = howNoticed(first)
  const before = election.moments.filter(({ atMs }) => atMs <= first.atMs)
  const action = before.findLast((one) => one.type === 'action' && (leader === undefined || one.peers.includes(leader)))
  if (action?.type === 'action') return `${action.text}, ${how}`
  if (leader === undefined) return how
  const died = before.some((one) => one.type === 'process' && one.peer === leader && !one.running)
  const what = how.replace(/^it /, '').replace('its links closed', died ? 'died' : 'lost its links')
  return `${named(leader)}, the leader, ${what}`
}

/** Somebody went looking; `before`: what it did until then. */
type Search = { readonly peer: number; readonly atMs: number; readonly why: string; readonly before: Doing | undefined }

function searchesOf({ peer, spans }: Lane): readonly Search[] {
  return spans.flatMap(({ doing, fromMs, why }, i) => {
    return doing.phase === 'election' ? [{ peer, atMs: fromMs, why, before: spans[i - 1]?.doing }] : []
  })
}

/** The leader that was missed, and by what. */
function howNoticed({ why, peer, before }: Search): { readonly leader: number | undefined; readonly how: string } {
  const closed = /^the link to peer (\d+), our leader, is down/.exec(why)?.[1]
  if (closed !== undefined) return { leader: Number(closed), how: 'its links closed' }
  const silent = /^nothing was heard from peer (\d+)/.exec(why)?.[1]
  if (silent !== undefined) return { leader: Number(silent), how: 'it fell silent' }
  const told = /^peer (\d+) says: (.*)/.exec(why)
  if (told !== null) return { leader: Number(told[1]), how: `it said farewell: ${told[2]}` }
  if (why === 'an orderly stop was asked for' && before?.role === 'leading')
    return { leader: peer, how: 'it handed over in good order' }
  if (why === 'an orderly stop was asked for') return { leader: undefined, how: `${named(peer)} stopped in good order` }
  const quorum = /^only (\d+ of \d+) voters were heard/.exec(why)?.[1]
  if (quorum !== undefined) return { leader: peer, how: `it heard only ${quorum} voters` }
  return { leader: undefined, how: why === '' ? `${named(peer)} went looking` : `${named(peer)}: ${why}` }
}

/** How long it took: until there was a leader, until the first write, and who came late. */
export function courseInWords(election: Election): readonly string[] {
  const { outcome, firstCommit, beganMs, endedMs } = election
  const rounds = roundsOf(election)
  const epochs = epochsOffered(election).map(({ epoch }) => epoch)
  const late = phaseTimes(election, endedMs ?? beganMs).filter(({ servesAfter = 0 }) => {
    return outcome?.type === 'led' && servesAfter - (outcome.atMs - beganMs) > LATE_MS
  })
  return [
    ...(outcome?.type === 'led' ? [`leader after ${latency(outcome.atMs - beganMs)}`] : []),
    ...(firstCommit !== undefined ? [`first commit after ${latency(firstCommit.atMs - beganMs)}`] : []),
    ...(endedMs !== undefined ? [`all in service after ${latency(endedMs - beganMs)}`] : []),
    ...(rounds.length > 1 ? [`rounds ${list(rounds)}`] : []),
    ...(epochs.length > 1 ? [`epochs ${list(epochs)} were offered`] : []),
    ...late.map(
      ({ peer, servesAfter = 0 }) =>
        `peer ${peer} came ${duration(servesAfter - ((outcome?.atMs ?? 0) - beganMs))} late`,
    ),
  ]
}

export function momentInWords(moment: Moment): string {
  switch (moment.type) {
    case 'message':
      return `${named(moment.from)} to ${named(moment.to)}: ${messageInWords(moment)}${moment.lost ? ' - it never arrived' : ''}`
    case 'became':
      return `${named(moment.peer)} ${becameInWords(moment)}`
    case 'link':
      return `${named(moment.peer)} ${moment.up ? 'has a link to' : 'lost its link to'} ${named(moment.with)}`
    case 'process':
      return `${named(moment.peer)} ${moment.running ? 'starts on what its disk holds' : 'runs no more'}`
    case 'lost':
      return `${named(moment.peer)} is lost: ${moment.why}`
    case 'action':
      return moment.text
    case 'first-commit':
      return `${named(moment.peer)} commits the first write of epoch ${moment.epoch}, ${moment.zxid}: writes are possible`
  }
}

function becameInWords({ doing, why }: Extract<Moment, { type: 'became' }>): string {
  const { role, phase, leader, epoch } = doing
  if (phase === 'election') return `goes looking for a leader: ${why}`
  const whom = role === 'leading' ? 'leads' : `${role === 'observing' ? 'observes' : 'follows'} ${named(leader ?? 0)}`
  const where = phase === 'broadcast' ? `epoch ${epoch}, serves clients` : phase
  return `${whom}, ${where}: ${why}`
}

/** What a message asks or tells, as its sender would say it. */
function messageInWords({ message }: Extract<Moment, { type: 'message' }>): string {
  const { name, epoch, zxid, vote, text } = message
  if (vote !== undefined) return voteInWords(vote)
  switch (name) {
    case 'follower-info':
      return `take me as ${text.startsWith('observer') ? 'an observer' : 'a follower'}; I promised epoch ${epoch} at most so far`
    case 'leader-info':
      return `I propose epoch ${epoch}: promise to follow no older one`
    case 'ack-epoch':
      return text.includes('promised before')
        ? `I had promised epoch ${epoch} before; my log ends at ${zxid}`
        : `I promise epoch ${epoch}; my log ends at ${zxid}`
    case 'diff':
      return `what you have is right, what is missing follows (DIFF)`
    case 'trunc':
      return `drop what you have after ${zxid}: it was never committed (TRUNC)`
    case 'snap':
      return `you are too far behind: take my snapshot (SNAP)`
    case 'new-leader':
      return `that was all of my history: make it durable, then adopt epoch ${epoch} (NEWLEADER)`
    case 'ack-new-leader':
      return `your history is on my disk, epoch ${epoch} is mine`
    case 'up-to-date':
      return `a quorum is with me: serve clients, all is committed up to ${zxid} (UPTODATE)`
    case 'proposal':
      return `write down ${text.replace('proposal ', '')}`
    case 'ack':
      return `on my disk up to ${zxid}`
    case 'commit':
      return text.replace('commit', 'committed up to').replace(', with yours ', '; as far as your disk has it, up to ')
    case 'farewell':
      return `farewell: ${text.replace(/^farewell, attempt \d+: /, '')}`
    default:
      return text
  }
}

function voteInWords(vote: NonNullable<Extract<Moment, { type: 'message' }>['message']['vote']>): string {
  const { role, round, leader, epoch, zxid } = vote
  if (round === 0) return 'I look for a leader, and have no vote'
  const whom = `${named(leader)} (epoch ${epoch}, ${zxid})`
  if (role === 'looking') return `I look for a leader, round ${round}; I vote for ${whom}`
  return role === 'leading'
    ? `I lead since round ${round}, with epoch ${epoch}, ${zxid}`
    : `I follow ${whom}, round ${round}`
}

/** How long a message was on its way; empty where that is not known, or the clocks of two machines disagree. */
export function journeyInWords(moment: Moment): string {
  if (moment.type !== 'message' || moment.sentMs === undefined || moment.lost) return ''
  if (moment.receivedMs === undefined) return 'still on its way'
  return moment.receivedMs < moment.sentMs ? '' : `arrived after ${latency(moment.receivedMs - moment.sentMs)}`
}

/** Those who looked. */
function seekers({ lanes }: Election): readonly Lane[] {
  return lanes.filter(({ spans }) => spans.some(({ doing }) => isSeeking(doing)))
}

function named(peer: number): string {
  return `peer ${peer}`
}

function peers(ids: readonly number[]): string {
  return ids.length === 1 ? named(ids[0] ?? 0) : `peers ${list(ids)}`
}

/** Since the election began: `+7.7 ms`, `+2,532 ms`. */
export function offsetInWords(atMs: number, { beganMs }: Election): string {
  const ms = Math.abs(atMs - beganMs)
  return `${atMs < beganMs ? '-' : '+'}${ms < 99.95 ? ms.toFixed(1) : count(ms)} ms`
}

/** `2 of 61`, for the cursor. */
export function placeInWords(place: number, { moments, forgotten }: Election): string {
  const gone = forgotten > 0 ? `, ${plural(forgotten, 'more')} forgotten` : ''
  return `${place + 1} of ${moments.length}${gone}`
}
