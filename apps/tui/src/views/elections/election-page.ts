/**
 * One election on a page: its outcome in words, the lanes, the chosen moment in full words, and, where there is room, how long
 * each phase took each peer, and all moments in order. Room is given to them in this order.
 */

import type { Election, Moment } from '../../model/election.ts'
import { type PhaseTimes, phaseTimes, type Stand, standsOf } from '../../model/election-facts.ts'
import {
  causeInWords,
  courseInWords,
  journeyInWords,
  momentInWords,
  offsetInWords,
  outcomeInBrief,
  outcomeInWords,
  placeInWords,
} from '../../model/election-words.ts'
import { GLYPHS } from '../../view/glyphs.ts'
import { clip, EMPTY, fit, type Line, span, type Tone, wrap } from '../../view/line.ts'
import type { Room } from '../../view/view.ts'
import { latency } from '../../words.ts'
import { picture } from './picture.ts'
import type { ElectionsState } from './state.ts'

const WORDS_ROWS = 2
const LIST_LEAST = 3
/** More rows between lanes only make the arrows longer. */
const GAP_MOST = 3

export function electionPage(whole: Election, state: ElectionsState, nowMs: number, room: Room): readonly Line[] {
  const { columns, rows } = room
  const place = placeOf(whole, state)
  const chosen = whole.moments[place]
  const head = heading(whole, nowMs, columns, rows)
  const election = withLanes(whole, chosen, rows - head.length - 1 - WORDS_ROWS)
  const times = timesTable(whole, nowMs, columns)
  const lanes = election.lanes.length
  let spare = rows - head.length - lanes - 1 - WORDS_ROWS
  const take = (wanted: number, keep = 0): boolean => {
    if (spare - keep < wanted) return false
    spare -= wanted
    return true
  }
  let gap = take(lanes - 1) ? 1 : 0
  const withTimes = take(times.length + 1)
  const withList = take(LIST_LEAST)
  while (gap > 0 && gap < GAP_MOST && take(lanes - 1)) gap++
  const listRows = withList ? LIST_LEAST + spare : 0
  const { zoom, trueScale } = state
  return [
    ...head,
    ...picture(election, { columns, gap, zoom, trueScale, chosen, nowMs }),
    ...chosenWords(election, chosen, place, columns),
    ...(withTimes ? [EMPTY, ...times] : []),
    ...(listRows > 0 ? momentList(election, place, columns, listRows) : []),
  ].slice(0, rows)
}

/** As many lanes as there is room for: of those the chosen moment is about, of the leader, then of the others. */
function withLanes(election: Election, chosen: Moment | undefined, room: number): Election {
  const { lanes, outcome } = election
  if (lanes.length <= room) return election
  const first = [...(chosen === undefined ? [] : peersOf(chosen)), ...(outcome === undefined ? [] : [outcome.leader])]
  const ranked = new Set([...first, ...lanes.map(({ peer }) => peer)])
  const shown = new Set([...ranked].slice(0, Math.max(1, room)))
  return { ...election, lanes: lanes.filter(({ peer }) => shown.has(peer)) }
}

function peersOf(moment: Moment): readonly number[] {
  switch (moment.type) {
    case 'message':
      return [moment.from, moment.to]
    case 'action':
      return moment.peers
    default:
      return [moment.peer]
  }
}

/** Where the cursor stands. */
export function placeOf({ moments, endedMs }: Election, { moment }: ElectionsState): number {
  const place = moments.findIndex(({ id }) => id === moment)
  if (place >= 0) return place
  return endedMs === undefined ? moments.length - 1 : 0
}

function heading(election: Election, nowMs: number, columns: number, rows: number): readonly Line[] {
  const airy = rows >= AIRY_ROWS
  const whole = outcomeInWords(election, nowMs)
  const { text, mood } = airy || whole.text.length < columns - 2 ? whole : outcomeInBrief(election, nowMs)
  const cause = [causeInWords(election), ...courseInWords(election)].join('; ')
  const most = airy ? 2 : 1
  return [...sentence(text, mood, columns, most), ...sentence(cause, 'quiet', columns, most), ...(airy ? [EMPTY] : [])]
}

const AIRY_ROWS = 18

/** At most so many rows, an ellipsis where the end is missing. */
function sentence(text: string, tone: Tone, columns: number, most: number): readonly Line[] {
  const parts = wrap(text, columns - 2)
  const shown = [...parts.slice(0, most - 1), parts.slice(most - 1).join(' ')]
  return shown.filter((row) => row !== '').map((row) => clip([span(` ${row}`, tone)], columns - 1))
}

/** Always the same number of rows, so that nothing jumps while the cursor moves. */
function chosenWords(election: Election, chosen: Moment | undefined, place: number, columns: number): readonly Line[] {
  if (chosen === undefined) return Array.from({ length: WORDS_ROWS }, () => EMPTY)
  const label = ` ${placeInWords(place, election)}  `
  const width = columns - label.length - 1
  const parts = wrap([momentInWords(chosen), journeyInWords(chosen)].filter(Boolean).join(' - '), width)
  return Array.from({ length: WORDS_ROWS }, (_, i): Line => {
    const text = i === WORDS_ROWS - 1 ? parts.slice(i).join(' ') : (parts[i] ?? '')
    return [span(i === 0 ? label : ' '.repeat(label.length), 'key'), ...clip([span(text, 'strong')], width)]
  })
}

type Cell = {
  readonly title: string
  readonly width: number
  text(times: PhaseTimes, stand: Stand | undefined): string
}

const CELLS: readonly Cell[] = [
  { title: 'peer', width: 5, text: ({ peer }) => peer.toString() },
  { title: 'looking', width: 9, text: ({ looking }) => took(looking) },
  { title: 'discovery', width: 11, text: ({ discovery }) => took(discovery) },
  { title: 'sync', width: 9, text: ({ synchronization }) => took(synchronization) },
  {
    title: 'serves after',
    width: 13,
    text: ({ servesAfter, stayed }) => (stayed ? 'stayed' : servesAfter === undefined ? '-' : latency(servesAfter)),
  },
  { title: 'log ended at', width: 13, text: (_, stand) => stand?.zxid ?? '' },
  { title: 'epoch', width: 8, text: (_, stand) => stand?.epoch?.toString() ?? '' },
]

/** `   itself (round 2)` */
const VOTES = 20

/** How long each phase took each peer, and what it voted. */
function timesTable(election: Election, nowMs: number, columns: number): readonly Line[] {
  const stands = new Map(standsOf(election).map((stand) => [stand.peer, stand]))
  const kept = CELLS.filter((_, i) => CELLS.slice(0, i + 1).reduce((sum, { width }) => sum + width, VOTES) <= columns)
  const titles = kept.map(({ title, width }) => fit(title, width, 'right')).join('')
  const rows = phaseTimes(election, nowMs).map((times): Line => {
    const stand = stands.get(times.peer)
    const tone: Tone = times.peer === election.outcome?.leader ? 'leading' : 'plain'
    const text = kept.map((cell) => fit(cell.text(times, stand), cell.width, 'right')).join('')
    return clip([span(text, tone), span(`   ${votesInWords(stand)}`, 'quiet')], columns - 1)
  })
  return [clip([span(`${titles}   voted for`, 'quiet')], columns - 1), ...rows]
}

/** Of several rounds the last one counts. */
function votesInWords(stand: Stand | undefined): string {
  const last = stand?.votes.at(-1)?.round
  if (stand === undefined || last === undefined) return 'nobody'
  const whom = stand.votes
    .filter(({ round }) => round === last)
    .map(({ leader }) => (leader === stand.peer ? 'itself' : leader.toString()))
  const rounds = new Set(stand.votes.map(({ round }) => round)).size
  return `${whom.join(', ')}${rounds > 1 ? ` (round ${last})` : ''}`
}

function took(ms: number): string {
  return ms === 0 ? '-' : latency(ms)
}

const TIME = 11

/** The moments around the cursor. */
function momentList(election: Election, place: number, columns: number, rows: number): readonly Line[] {
  const { moments } = election
  const title = ` ${GLYPHS.rule.repeat(2)} moment by moment `
  const shown = rows - 1
  const first = Math.max(0, Math.min(place - Math.floor(shown / 2), moments.length - shown))
  return [
    [span(title, 'rule'), span(GLYPHS.rule.repeat(Math.max(0, columns - title.length - 1)), 'rule')],
    ...moments.slice(first, first + shown).map((moment, i): Line => {
      const mine = first + i === place
      const at = fit(offsetInWords(moment.atMs, election), TIME, 'right')
      const text = span(`  ${momentInWords(moment)}`, mine ? 'strong' : momentTone(moment))
      return clip([span(mine ? ` ${GLYPHS.chosen}` : '  ', 'key'), span(at, 'quiet'), text], columns - 1)
    }),
  ]
}

function momentTone(moment: Moment): Tone {
  switch (moment.type) {
    case 'message':
      return moment.lost ? 'bad' : 'plain'
    case 'became':
      return moment.doing.phase === 'election' ? 'warn' : moment.doing.phase === 'broadcast' ? 'good' : 'plain'
    case 'first-commit':
      return 'good'
    case 'process':
      return moment.running ? 'plain' : 'bad'
    case 'link':
      return moment.up ? 'quiet' : 'warn'
    default:
      return 'bad'
  }
}
