/**
 * From `host:port,…` to the peers of an ensemble and the best way to each: its feed where it has one that can be reached, else
 * four-letter words. Who is not named is found through the membership; who is silent is looked for until it answers.
 */
import { type Address, formatAddress } from '../peers/addresses.ts'
import { type ObservedPeer, observePeer, reachable } from '../peers/observe-peer.ts'
import type { Member } from '../peers/srvr.ts'

/** A peer that answered. */
export type FoundPeer = {
  readonly id: number
  readonly client: Address
  /** Where its feed is; undefined when there is none, or none that can be reached. */
  readonly http: Address | undefined
  readonly software: string
  readonly isQuoll: boolean
}

export type Found = {
  readonly peers: readonly FoundPeer[]
  /** Members that did not answer. */
  readonly missing: readonly Missing[]
  /** Addresses at which nobody answered, or not yet. */
  readonly silent: readonly Address[]
  /** Why, in the order of `silent`. */
  readonly silences: readonly string[]
}

export type Missing = {
  readonly id: number
  readonly why: string
  /** Where it must be, when it was numbered by the place of its address. */
  readonly address: Address | undefined
}

/** Never rejects; nobody may have been found. */
export async function discover(addresses: readonly Address[]): Promise<Found> {
  const observed = await Promise.all(addresses.map(async (address) => ({ address, peer: await observePeer(address) })))
  const answered = observed.filter(({ peer }) => peer.up)
  const silent = observed.filter(({ peer }) => !peer.up)
  const peers = numbered(answered)
  const members = membersOf(answered.map(({ peer }) => peer))
  const unnamed = members.filter(({ id }) => !peers.some((peer) => peer.id === id))
  const more = await Promise.all(unnamed.map((member) => findMember(member, addresses, silent)))
  const all = [...peers, ...more.flatMap((peer) => peer ?? [])].sort((a, b) => a.id - b.id)
  const silences = silent.map(({ peer }) => peer.silence?.why ?? 'nobody answers')
  return {
    peers: all,
    missing: members.length === 0 ? namedOnly(silent, all, silences) : missingOf(members, all, silences),
    silent: silent.map(({ address }) => address),
    silences,
  }
}

/** One peer at its address; undefined while nobody answers there, or nobody who is wanted. `otherwise`: who it is if it does not say. */
export async function lookFor(
  address: Address,
  isWanted: (id: number) => boolean,
  otherwise?: number,
): Promise<FoundPeer | undefined> {
  const peer = await observePeer(address)
  const id = peer.configuration.id ?? otherwise
  return peer.up && id !== undefined && isWanted(id) ? foundAt(address, peer, id) : undefined
}

type Answered = { readonly address: Address; readonly peer: ObservedPeer }

/** Peers that do not say who they are (`conf` is not allowed) are numbered as they were named. */
function numbered(answered: readonly Answered[]): FoundPeer[] {
  const said = new Set(answered.map(({ peer }) => peer.configuration.id))
  let next = 1
  const free = (): number => {
    while (said.has(next)) next++
    return next++
  }
  const found = new Map<number, FoundPeer>()
  for (const { address, peer } of answered) {
    const id = peer.configuration.id ?? free()
    // The same peer by two of its names is one.
    if (!found.has(id)) found.set(id, foundAt(address, peer, id))
  }
  return [...found.values()]
}

function foundAt(client: Address, { configuration, version, software }: ObservedPeer, id: number): FoundPeer {
  const http = configuration.http === undefined ? undefined : reachable(client.host, configuration.http)
  return { id, client, http, software: version, isQuoll: software === 'quoll' }
}

function membersOf(peers: readonly ObservedPeer[]): readonly Member[] {
  const byId = new Map<number, Member>()
  for (const { configuration } of peers) for (const member of configuration.members) byId.set(member.id, member)
  return [...byId.values()]
}

/** Where its clients connect is said, or is likely to be the port that the others have. */
async function findMember(
  member: Member,
  named: readonly Address[],
  silent: readonly Answered[],
): Promise<FoundPeer | undefined> {
  for (const address of candidatesFor(member, named)) {
    if (silent.some((one) => formatAddress(one.address) === formatAddress(address))) continue
    const found = await lookFor(address, (id) => id === member.id)
    if (found !== undefined) return found
  }
  return undefined
}

function candidatesFor({ host, client }: Member, named: readonly Address[]): readonly Address[] {
  if (client !== undefined) {
    const said = client.host === undefined || /^(?:0\.0\.0\.0|::)$/.test(client.host) ? host : client.host
    return [{ host: said, port: client.port }]
  }
  return [...new Set(named.map(({ port }) => port))].map((port) => ({ host, port }))
}

function missingOf(
  members: readonly Member[],
  found: readonly FoundPeer[],
  silences: readonly string[],
): readonly Missing[] {
  const missing = members.filter(({ id }) => !found.some((peer) => peer.id === id))
  const why =
    silences.length === 0
      ? 'it was not named, and its client port is not known'
      : (silences[0] ?? 'nobody answers there')
  return missing.map(({ id }) => ({ id, why, address: undefined }))
}

/** Nobody tells who belongs to the ensemble: then those who were named do. */
function namedOnly(
  silent: readonly Answered[],
  found: readonly FoundPeer[],
  silences: readonly string[],
): readonly Missing[] {
  let id = 0
  return silent.map(({ address }, at) => {
    do id++
    while (found.some((peer) => peer.id === id))
    return { id, why: silences[at] ?? 'nobody answers', address }
  })
}
