/**
 * The lanes of an election: what each peer did when, and what they said to each other.
 *
 *    1 looking ░░░░ discovery ▒▒▒▒ sync ▄▄▄▄▄ follows 3 ██████
 *              ⢄    ⡠          ⢀⠔
 *    2 down ···············································
 *              ⡠▾   ⠢          ⡠⠊
 *    3 looking ░░░░░░ discovery ▒▒▒▒▒▒▒ sync ▄ leads epoch 2 █
 *      +1.1 ms    +2.7 ms       +7.7 ms     +10.8 ms
 */
import { doingNow, type Election, type Moment } from '../../model/election.ts'
import { offsetInWords } from '../../model/election-words.ts'
import { Canvas } from '../../view/canvas.ts'
import { GLYPHS } from '../../view/glyphs.ts'
import { type Line, span, type Tone } from '../../view/line.ts'
import { barOf, signOf } from './phases.ts'
import { type Scale, scaleOf } from './scale.ts'

export type PictureOptions = {
  readonly columns: number
  /** Rows between two lanes, for the arrows; 0: none are drawn. */
  readonly gap: number
  readonly zoom: number
  readonly trueScale: boolean
  readonly chosen: Moment | undefined
  /** The moment on show: an election under way reaches to here. */
  readonly nowMs: number
}

const LABEL = 5

export function picture(election: Election, options: PictureOptions): readonly Line[] {
  const { columns, gap, chosen } = options
  const scale = scaleOf({
    times: timesOf(election, options.nowMs),
    width: columns - LABEL - 1,
    zoom: options.zoom,
    trueScale: options.trueScale,
    focusMs: chosen === undefined ? election.beganMs : (timeSeen(chosen) ?? chosen.atMs),
  })
  const { lanes } = election
  const canvas = new Canvas(scale.width, lanes.length * (gap + 1) - gap)
  const rowOf = new Map(lanes.map(({ peer }, i) => [peer, i * (gap + 1)]))
  for (const lane of lanes) drawLane(canvas, rowOf.get(lane.peer) ?? 0, lane, scale)
  const messages = gap > 0 ? election.moments.filter((one) => one.id !== chosen?.id) : []
  for (const moment of messages) drawArrow(canvas, moment, rowOf, gap, scale, toneOf(moment))
  if (chosen !== undefined) drawChosen(canvas, chosen, rowOf, gap, scale)
  const rows = Array.from({ length: lanes.length * (gap + 1) - gap }, (_, row) => {
    const lane = row % (gap + 1) === 0 ? lanes[row / (gap + 1)] : undefined
    const label = lane === undefined ? '' : lane.peer.toString()
    const tone = lane === undefined ? 'plain' : signOf(doingNow(lane)).tone
    return [span(`${label.padStart(LABEL - 1)} `, tone), ...canvas.row(row)]
  })
  return [...rows, axis(election, scale, chosen)]
}

/** All that has a time: what is drawn lies between the first and the last of them. */
function timesOf({ beganMs, lookingMs, endedMs, lanes, moments }: Election, nowMs: number): readonly number[] {
  const turns = lanes.flatMap(({ spans }) => spans.map(({ fromMs }) => fromMs)).filter((time) => time >= beganMs)
  const said = moments.flatMap((one) =>
    one.type === 'message' ? [one.sentMs ?? one.atMs, one.receivedMs ?? one.atMs] : [one.atMs],
  )
  // A little of what was before, and of what is after.
  const times = [beganMs, lookingMs, ...turns, ...said].filter((time) => time >= beganMs)
  const last = Math.max(...times, endedMs ?? nowMs)
  return [beganMs - LEAD_MS, ...times, last, last + LEAD_MS]
}

const LEAD_MS = 2

function drawLane(canvas: Canvas, row: number, { spans }: Election['lanes'][number], scale: Scale): void {
  spans.forEach(({ doing, fromMs }, i) => {
    const next = spans[i + 1]
    const from = Math.max(0, i === 0 ? 0 : scale.column(fromMs))
    const to = Math.min(scale.width, next === undefined ? scale.width : scale.column(next.fromMs))
    const sign = signOf(doing)
    if (to > from) canvas.put(from, row, barOf(sign, to - from), sign.tone)
  })
}

/** Votes, the talk of a leader with its learners, and farewells. */
function toneOf(moment: Moment): Tone {
  if (moment.type !== 'message') return 'plain'
  if (moment.lost || moment.message.name === 'farewell') return 'bad'
  return moment.message.vote === undefined ? 'chart' : 'looking'
}

function drawArrow(
  canvas: Canvas,
  moment: Moment,
  rowOf: ReadonlyMap<number, number>,
  gap: number,
  scale: Scale,
  tone: Tone,
): void {
  if (moment.type !== 'message') return
  const [from, to] = [rowOf.get(moment.from), rowOf.get(moment.to)]
  if (from === undefined || to === undefined) return
  const down = to > from
  const start = { x: scale.half(moment.sentMs ?? moment.atMs), y: down ? from * 4 + 4 : from * 4 - 1 }
  const arrives = { x: scale.half(moment.receivedMs ?? moment.atMs), y: down ? to * 4 - 1 : to * 4 + 4 }
  // What never arrived, or is still on its way, ends between the lanes.
  const missing = moment.receivedMs === undefined
  const end = missing ? { x: (start.x + arrives.x) / 2, y: Math.round((start.y + arrives.y) / 2) } : arrives
  const between = (row: number): boolean => row % (gap + 1) !== 0
  canvas.line(start, end, tone, between)
  const column = Math.floor(end.x / 2)
  if (!missing) canvas.put(column, down ? to - 1 : to + 1, down ? GLYPHS.open : GLYPHS.shut, tone)
  else if (moment.lost) canvas.put(column, Math.floor(end.y / 4), GLYPHS.no, tone)
}

/** Above everything else, and its ends on the lanes. */
function drawChosen(
  canvas: Canvas,
  moment: Moment,
  rowOf: ReadonlyMap<number, number>,
  gap: number,
  scale: Scale,
): void {
  if (gap > 0) drawArrow(canvas, moment, rowOf, gap, scale, 'strong')
  const mark = (peer: number, atMs: number | undefined, sign: string): void => {
    const row = rowOf.get(peer)
    if (row !== undefined && atMs !== undefined) canvas.put(scale.column(atMs), row, sign, 'cursor')
  }
  switch (moment.type) {
    case 'message': {
      const down = (rowOf.get(moment.to) ?? 0) > (rowOf.get(moment.from) ?? 0)
      mark(moment.from, moment.sentMs ?? moment.atMs, GLYPHS.bullet)
      return mark(moment.to, moment.receivedMs, down ? GLYPHS.open : GLYPHS.shut)
    }
    case 'action':
      for (const peer of moment.peers) mark(peer, moment.atMs, GLYPHS.bullet)
      return
    default:
      mark(moment.peer, moment.atMs, GLYPHS.bullet)
  }
}

function timeSeen(moment: Moment): number | undefined {
  return moment.type === 'message' ? (moment.sentMs ?? moment.receivedMs) : moment.atMs
}

/** Times since it began, where there is room for them; the cursor's own always. */
function axis(election: Election, scale: Scale, chosen: Moment | undefined): Line {
  const canvas = new Canvas(scale.width, 1)
  const taken: { readonly from: number; readonly to: number }[] = []
  const label = (atMs: number, tone: Tone): void => {
    const text = offsetInWords(atMs, election)
    const column = Math.min(scale.column(atMs), scale.width - text.length)
    const to = column + text.length + 1
    if (column < 0 || taken.some((one) => column < one.to && to > one.from)) return
    taken.push({ from: column, to })
    canvas.put(column, 0, text, tone)
  }
  if (chosen !== undefined) label(timeSeen(chosen) ?? chosen.atMs, 'key')
  label(election.beganMs, 'quiet')
  for (const { atMs } of election.moments.filter(({ type }) => type !== 'message')) label(atMs, 'quiet')
  const edge = scale.hidden.left ? GLYPHS.left : ' '
  return [
    span(`${' '.repeat(LABEL - 1)}${edge}`, 'quiet'),
    ...canvas.row(0),
    ...(scale.hidden.right ? [span(GLYPHS.right, 'quiet')] : []),
  ]
}
