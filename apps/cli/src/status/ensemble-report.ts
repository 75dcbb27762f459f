/** What all answers together say: who votes, who serves, who leads, whether writes are possible, what may still fail. */
import type { PeerStatus } from '@quoll/trace'
import type { ObservedPeer } from '../peers/observe-peer.ts'

export type EnsembleReport = {
  readonly writable: boolean
  readonly verdict: string
  /** Voters of the ensemble, as far as anybody knows. */
  readonly voters: number
  /** Voters that serve. */
  readonly serving: number
  /** Further voters that may fail before writes stop. */
  readonly spare: number
  readonly leader: string | undefined
  readonly epoch: number | undefined
  /** What else a reader should know. */
  readonly notes: readonly string[]
}

type Seen = Pick<ObservedPeer, 'address' | 'serving' | 'mode' | 'zxid' | 'configuration' | 'monitor'> & {
  readonly status: Pick<PeerStatus, 'epoch'> | undefined
}

export function ensembleReport(peers: readonly Seen[]): EnsembleReport {
  const voters = votersOf(peers)
  const leader = peers.find(({ mode }) => mode === 'leader' || mode === 'standalone')
  const seen = peers.filter(isServingVoter).length
  // A leader knows of those that were not asked; those that were have answered for themselves, or not.
  const synced = Number(leader?.monitor.get('synced_followers') ?? -1) + 1
  const silent = peers.filter((peer) => !peer.serving).length
  const serving = Math.max(seen, Math.min(voters - silent, synced))
  const majority = Math.floor(voters / 2) + 1
  const asked = peers.filter(({ mode }) => mode !== 'observer').length
  const ledByUnasked = leader === undefined && seen > 0 && seen + (voters - asked) >= majority && asked < voters
  const writable = leader !== undefined || ledByUnasked
  const spare = writable ? Math.max(0, (ledByUnasked ? majority : serving) - majority) : 0
  return {
    writable,
    verdict: verdictOf({ writable, ledByUnasked, serving, voters, spare }),
    voters,
    serving,
    spare,
    leader: leader?.address,
    epoch: epochOf(leader ?? peers.find((peer) => peer.serving)),
    notes: notesOn(peers, voters, asked),
  }
}

function votersOf(peers: readonly Seen[]): number {
  const configured = peers.map(({ configuration }) => configuration.members.filter(({ observer }) => !observer).length)
  const told = peers.map(({ monitor }) => Number(monitor.get('quorum_size') ?? 0))
  const known = Math.max(0, ...configured, ...told)
  return known > 0 ? known : peers.filter(({ mode }) => mode !== 'observer').length
}

function isServingVoter({ serving, mode }: Seen): boolean {
  return serving && (mode === 'leader' || mode === 'follower' || mode === 'standalone')
}

function verdictOf(now: {
  readonly writable: boolean
  readonly ledByUnasked: boolean
  readonly serving: number
  readonly voters: number
  readonly spare: number
}): string {
  const { writable, ledByUnasked, serving, voters, spare } = now
  if (!writable) return `no leader: ${serving} of ${voters} serve, writes wait`
  if (ledByUnasked) return `${serving} of ${voters} asked and serving; a peer that was not asked leads`
  const survives = spare > 0 ? `survives ${spare} more ${spare === 1 ? 'failure' : 'failures'}` : 'survives no failure'
  return `${serving} of ${voters} serve, ${survives}`
}

function epochOf(peer: Seen | undefined): number | undefined {
  if (peer === undefined) return undefined
  if (peer.status !== undefined) return peer.status.epoch
  return peer.zxid === '' ? undefined : splitZxid(peer.zxid).epoch
}

/** Of `0x500000003`: 5 and 3. */
export function splitZxid(zxid: string): { readonly epoch: number; readonly counter: number } {
  const value = BigInt(/^0x[0-9a-f]{1,16}$/i.test(zxid) ? zxid : 0)
  return { epoch: Number(value >> 32n), counter: Number(value & 0xffff_ffffn) }
}

function notesOn(peers: readonly Seen[], voters: number, asked: number): string[] {
  const notes: string[] = []
  const leaders = peers.filter(({ mode }) => mode === 'leader')
  if (leaders.length > 1)
    notes.push(
      `${leaders.map(({ address }) => address).join(' and ')} both say they lead: an election is just over, or these are two ensembles.`,
    )
  if (asked < voters)
    notes.push(`${voters - asked} more of the ${voters} voters were not asked; name them in --connect.`)
  const fewer = peers.filter(({ serving, status }) => serving && status === undefined)
  if (fewer.length > 0) notes.push(whyFewer(fewer))
  return notes
}

function whyFewer(peers: readonly Seen[]): string {
  const who = peers.map(({ address }) => address).join(', ')
  if (peers.every(({ monitor }) => monitor.size === 0))
    return `Fewer columns for ${who}: it answers srvr only; list mntr and conf in 4lw.commands.whitelist for more.`
  return `Fewer columns for ${who}: four-letter words know no phase and no fsync times; Quoll's HTTP port (quoll.httpPort) does.`
}
