/**
 * The dashboard for ears: one sentence a line, from the most to the least urgent, a label on every number and nothing that is
 * said by position or colour alone.
 */
import type { Dashboard } from '../model/dashboard.ts'
import { answers, isLost, type PeerModel } from '../model/peers.ts'
import { lastBar } from '../model/throughput.ts'
import { verdictInWords } from '../model/verdict.ts'
import { VIEWS } from '../views/index.ts'
import { age, count, latency, plural } from '../words.ts'
import { prompt } from './footer.ts'
import { type Line, lineText, span } from './line.ts'
import { momentText } from './moment-text.ts'
import { playbackText } from './playback-text.ts'
import { roleSign } from './roles.ts'

const STORY = 5
/** Other views are read row by row. */
const ROOM = { columns: 100, rows: 40 }

export function spoken(dashboard: Dashboard): readonly Line[] {
  const open = prompt(dashboard, ROOM.columns, ROOM.rows).map(lineText)
  const view = VIEWS.find(({ name }) => name === dashboard.screen.view)
  const page =
    view === undefined || view.name === 'peers'
      ? mainPage(dashboard)
      : [`View ${view.title}.`, ...(view.spoken?.(dashboard) ?? view.lines(dashboard, ROOM).map(lineText))]
  const said = [...headline(dashboard), ...page, ...open, 'Question mark lists the keys, q quits.']
  return said.filter((text) => text.trim() !== '').map((text) => [span(text.trim())])
}

function headline(dashboard: Dashboard): readonly string[] {
  const { verdict, reigns, faults } = dashboard.ensemble
  const { reign } = reigns
  const since = reign?.sinceMs === undefined ? '' : ` for ${age(dashboard.nowMs - reign.sinceMs)}`
  const led = reign === undefined ? [] : [`Peer ${reign.leader} leads epoch ${reign.epoch}${since}.`]
  const broken = faults.length === 0 ? [] : [`Broken on purpose: ${faults.join(', ')}.`]
  const playback = playbackText(dashboard)
  return [
    `Ensemble: ${verdictInWords(verdict).text}.`,
    ...(verdict.writes ? led : []),
    ...broken,
    ...(playback === undefined ? [] : [`Time: ${playback}.`]),
  ]
}

function mainPage(dashboard: Dashboard): readonly string[] {
  const { ensemble, nowMs } = dashboard
  const bar = lastBar(ensemble.throughput, nowMs)
  const rates =
    bar === undefined ? [] : [`Writes per second: ${count(bar.writes)}. Reads per second: ${count(bar.reads)}.`]
  const events = ensemble.story.entries
    .slice(0, STORY)
    .map(({ atMs, text }) => `At ${momentText(ensemble.header, atMs)}: ${text}.`)
  return [
    ...ensemble.peers.map((peer) => aboutPeer(dashboard, peer)),
    ...rates,
    'What happened, newest first.',
    ...events,
  ]
}

function aboutPeer({ ensemble, nowMs, screen }: Dashboard, peer: PeerModel): string {
  const chosen = peer.id === screen.peer ? ', chosen' : ''
  if (isLost(peer))
    return `Peer ${peer.id}${chosen}: ${roleSign(peer).word}, not heard for ${age(nowMs - (peer.heardMs ?? nowMs))}.`
  if (!answers(peer)) return `Peer ${peer.id}${chosen}: no answer yet.`
  const { standing, status } = peer
  const learner = ensemble.verdict.leader?.status?.learners.find((one) => one.peer === peer.id)
  return [
    `Peer ${peer.id}${chosen}: ${standing.role}, phase ${standing.phase}, epoch ${standing.epoch}`,
    ...(status === undefined
      ? []
      : [`last zxid ${status.last}`, plural(status.clients, 'client'), `fsync ${latency(status.disk.syncMsP99)}`]),
    ...(learner === undefined ? [] : [`${plural(learner.lag, 'transaction')} behind the leader`]),
  ]
    .join(', ')
    .concat('.')
}
