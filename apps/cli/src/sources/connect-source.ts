/** Any ensemble by the addresses of its client ports: what `quoll top` and `quoll record` look at. */
import { TRACE_VERSION, type TracedPeer, type TraceHeader } from '@quoll/trace'
import type { EnsembleSource } from '@quoll/tui'
import { CommandError } from '../errors.ts'
import { formatAddress, parseAddresses } from '../peers/addresses.ts'
import { discover, type Found, type FoundPeer } from './discover.ts'
import { FeedWatch } from './feed-watch.ts'
import { liveSource } from './live-source.ts'
import { type PeerWatch, type Tell, wallMs } from './peer-watch.ts'
import { SearchWatch } from './search-watch.ts'
import { treeAccess } from './tree-access.ts'
import { type WordEnsemble, WordWatch } from './word-watch.ts'

export type ConnectSourceOptions = {
  /** Znodes may be changed. Peers are never broken from here: they are not ours. */
  readonly mayWrite: boolean
}

/** @throws UsageError for what is no address, CommandError when nobody answers at all. */
export async function connectSource(connect: string, { mayWrite }: ConnectSourceOptions): Promise<EnsembleSource> {
  const found = await discover(parseAddresses(connect))
  if (found.peers.length === 0)
    throw new CommandError(
      `nobody answers at ${connect}: ${found.silences[0] ?? 'there is nobody'}`,
      'Not one peer of the ensemble could be asked, so there is nothing to show.',
      'Check the addresses (client ports, host:port,…); quoll status asks each of them and says more.',
    )
  const ensemble: WordEnsemble = new Map()
  const watchOf = (peer: FoundPeer): PeerWatch => {
    const { id, client, http } = peer
    return http === undefined ? new WordWatch({ id, client, ensemble }) : new FeedWatch({ id, http })
  }
  return liveSource({
    header: headerOf(found),
    watches: [...found.peers.map(watchOf), new SearchWatch(found, watchOf), new Remark(remarkOn(found))],
    tree: treeAccess(hostsOf(found), { mayWrite }),
  })
}

function headerOf(found: Found): TraceHeader {
  const peers: TracedPeer[] = [
    ...found.peers.map(({ id, client, http }) => ({
      id,
      client: formatAddress(client),
      http: http === undefined ? undefined : formatAddress(http),
    })),
    ...found.missing.map(({ id }) => ({ id })),
  ]
  return {
    trace: TRACE_VERSION,
    clock: 'wall',
    atMs: wallMs(),
    connect: hostsOf(found),
    peers: peers.sort((a, b) => a.id - b.id),
    title: titleOf(found.peers),
  }
}

function hostsOf({ peers, silent }: Found): string {
  return [...peers.map(({ client }) => client), ...silent].map(formatAddress).join(',')
}

function titleOf(peers: readonly FoundPeer[]): string {
  const [first] = peers
  return peers.every(({ isQuoll }) => isQuoll) ? 'Quoll' : `Apache ZooKeeper ${first?.software.split('-')[0] ?? ''}`
}

function remarkOn({ peers }: Found): string | undefined {
  const asked = peers.filter(({ http }) => http === undefined)
  if (asked.length === 0) return undefined
  const ids = asked.map(({ id }) => id).join(', ')
  const who = asked.length === 1 ? `peer ${ids} has` : `peers ${ids} have`
  return `${who} no feed and ${asked.length === 1 ? 'is' : 'are'} asked twice a second: no links, votes, transactions or queues are seen`
}

/** A sentence about the whole of it, once. */
class Remark implements PeerWatch {
  readonly #text: string | undefined

  constructor(text: string | undefined) {
    this.#text = text
  }

  start(tell: Tell): void {
    if (this.#text !== undefined) tell({ type: 'trouble', atMs: wallMs(), text: this.#text })
  }

  stop(): void {}

  want(): void {}
}
