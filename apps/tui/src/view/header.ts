/** The top of every view: the verdict in words, who leads and for how long, what to paste into a client, what is broken. */
import type { Dashboard } from '../model/dashboard.ts'
import { verdictInWords } from '../model/verdict.ts'
import { age, plural, printable } from '../words.ts'
import { cells, clip, type Line, lineText, type Span, span, spread } from './line.ts'
import { playbackText } from './playback-text.ts'

export function header(dashboard: Dashboard, width: number): readonly Line[] {
  const { verdict, faults } = dashboard.ensemble
  const { text, mood } = verdictInWords(verdict)
  const observers = verdict.observers > 0 ? [span(`, ${plural(verdict.observers, 'observer')}`, 'quiet')] : []
  const left: Line = [span(' quoll  ', 'strong'), span(text, mood), ...observers]
  const room = width - 3 - cells(lineText(left))
  const right = reignInWords(dashboard).find((words) => cells(words) <= room) ?? ''
  const broken =
    faults.length === 0
      ? []
      : [clip([span(' broken   ', 'quiet'), span(faults.map(printable).join(', '), 'warn')], width - 1)]
  return [spread(left, [span(right)], width - 1), secondLine(dashboard, width - 1), ...broken]
}

/** The same from long to short. */
function reignInWords({ ensemble, nowMs }: Dashboard): readonly string[] {
  const { reign } = ensemble.reigns
  const { leader, writes } = ensemble.verdict
  if (reign === undefined) return []
  if (!writes || leader === undefined) return [`epoch ${reign.epoch} was led by ${reign.leader}`]
  const short = `led by ${reign.leader}`
  const whole = `epoch ${reign.epoch}, ${short}`
  return reign.sinceMs === undefined ? [whole, short] : [`${whole} for ${age(nowMs - reign.sinceMs)}`, whole, short]
}

/** Where in time we are says more than an address does, and the address gives way; it says more than a version does. */
function secondLine(dashboard: Dashboard, width: number): Line {
  const playback = playbackText(dashboard)
  if (playback !== undefined) return besideAddress(dashboard, span(playback, 'warn'), width)
  const all = asides(dashboard)
  const room = width - 2 - cells(lineText(addressLine(dashboard, Number.POSITIVE_INFINITY)))
  const fitting = cells(all.join(', ')) <= room ? all : all.filter((text) => text === READ_ONLY)
  return besideAddress(dashboard, span(fitting.join(', '), 'quiet'), width)
}

function besideAddress(dashboard: Dashboard, right: Span, width: number): Line {
  const room = width - (right.text === '' ? 0 : cells(right.text) + 2)
  return spread(clip(addressLine(dashboard, room), room), [right], width)
}

function addressLine({ ensemble }: Dashboard, width: number): Line {
  const { connect, title } = ensemble.header
  return connect === '' ? [span(` ${printable(title)}`, 'quiet')] : connectLine(connect, width)
}

const READ_ONLY = 'read-only'

/** What is true all the time, and worth knowing. */
function asides({ ensemble, powers, playback }: Dashboard): readonly string[] {
  const versions = new Set(ensemble.peers.flatMap(({ status }) => status?.software ?? []))
  const [version] = versions
  return [
    ...(powers.readonly && playback.kind === 'live' ? [READ_ONLY] : []),
    ...(version !== undefined && versions.size === 1 ? [printable(version)] : []),
  ]
}

/** Addresses are whole, so that what is copied works: a client finds an ensemble by some of its peers too. */
function connectLine(connect: string, width: number): Line {
  const addresses = connect.split(',').map(printable)
  const lineWith = (shown: number): Line => {
    const more = addresses.length - shown
    return [
      span(' connect  ', 'quiet'),
      span(addresses.slice(0, shown).join(',')),
      ...(more > 0 ? [span(`  and ${more} more`, 'quiet')] : []),
    ]
  }
  let shown = addresses.length
  while (shown > 1 && cells(lineText(lineWith(shown))) > width) shown--
  return clip(lineWith(shown), width)
}
