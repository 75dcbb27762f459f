/** The logs of an ensemble that runs: every Quoll peer keeps its newest sentences, and tells them on its status page. */
import type { PeerStatus } from '@quoll/trace'
import { CommandError } from '../errors.ts'
import { type Address, formatAddress } from '../peers/addresses.ts'
import { askPage } from '../peers/ask-page.ts'
import { observePeer, reachable } from '../peers/observe-peer.ts'
import type { LogLine } from './log-line.ts'

/** One peer's story, asked for again and again. */
export class LiveLog {
  readonly #http: Address
  #pid = 0
  #number = 0

  constructor(http: Address) {
    this.#http = http
  }

  /** What it told since the last call; nothing while it does not answer. */
  async news(): Promise<LogLine[]> {
    const page = await askPage(this.#http, '/status')
    const status = page?.code === 200 ? (JSON.parse(page.body) as PeerStatus) : undefined
    if (status === undefined) return []
    if (status.pid !== this.#pid) {
      this.#pid = status.pid
      this.#number = 0
    }
    const heard = this.#number
    const lines = status.story.filter(({ number }) => number > heard)
    this.#number = status.story.at(-1)?.number ?? heard
    const missed = (lines[0]?.number ?? heard + 1) - heard - 1
    const told = lines.map(({ atMs, text }) => line(atMs, status.id, text))
    // The oldest that is kept is not the first that was told: only what we could have heard was missed.
    return missed === 0 || heard === 0
      ? told
      : [line(lines[0]!.atMs, status.id, `(${missed} more before this)`), ...told]
  }
}

function line(timeMs: number, peer: number, text: string): LogLine {
  return { timeMs, level: 'info', peer, text, details: {} }
}

/** @throws CommandError when nobody of them tells a story. */
export async function liveLogsOf(addresses: readonly Address[]): Promise<LiveLog[]> {
  const peers = await Promise.all(addresses.map(async (address) => ({ address, seen: await observePeer(address) })))
  const logs = peers.flatMap(({ address, seen }) => {
    const { http } = seen.configuration
    const from = http === undefined ? undefined : reachable(address.host, http)
    return from === undefined ? [] : [new LiveLog(from)]
  })
  if (logs.length > 0) return logs
  const [first] = peers
  throw new CommandError(
    `${addresses.map(formatAddress).join(',')}: nobody there tells its log`,
    first?.seen.silence === undefined
      ? 'A Quoll peer does so on its HTTP port, where that is on and can be reached from here; Apache ZooKeeper does not.'
      : `${first.seen.address}: ${first.seen.silence.why}. ${first.seen.silence.means}`,
    'Set quoll.httpPort (and quoll.httpAddress) on the peers, or read their log files: quoll logs FILE…',
  )
}
