/** Everything a peer is told before it starts, checked: the values of zoo.cfg with their defaults and what follows from them. */
import { isPeerId, PEER_ID_MAX, type PeerId, peerId } from '@quoll/core'
import { DEFAULT_LIMITS, type PeerLimits, type SessionOptions } from '@quoll/peer'
import { DEFAULT_STORAGE_LIMITS } from '@quoll/storage-file'
import type { PeerAddress } from '@quoll/transport-ws'
import { type ClientPortLimits, DEFAULT_CLIENT_PORT_LIMITS } from '../client-port/index.ts'
import { DEFAULT_WHITELIST } from '../four-letter-words/index.ts'
import { type EnsembleKey, isLoopback, readEnsembleKey } from './ensemble-key.ts'
import { type Patience, readPatience } from './patience.ts'
import type { Problem } from './problem.ts'
import type { Property } from './properties.ts'
import { type Member, readMembers } from './server-line.ts'
import { type GivenValues, readValues } from './values.ts'

export type Settings = {
  readonly id: PeerId
  /** In the order of their ids; empty for a peer that is alone. */
  readonly members: readonly Member[]
  readonly listen: PeerAddress
  readonly key: EnsembleKey
  readonly client: PeerAddress
  /** undefined: no HTTP port. */
  readonly http: PeerAddress | undefined
  /** Why the HTTP port takes no clients over WebSocket, in a sentence; undefined: it does. */
  readonly webSocketRefusal: string | undefined
  /** Origins whose pages may open WebSockets, besides those from the peer's own host. */
  readonly webSocketOrigins: readonly string[]
  readonly dataDir: string
  readonly dataLogDir: string | undefined
  readonly allowEmpty: boolean
  readonly snapshotsKept: number
  /** Milliseconds, ZooKeeper's: it measures sessions only. */
  readonly tickTime: number
  readonly sessions: SessionOptions
  readonly patience: Patience
  readonly limits: PeerLimits
  readonly clientLimits: ClientPortLimits
  readonly whitelist: string
  readonly superDigest: string | undefined
  readonly extendedTypes: boolean
  readonly enforceQuota: boolean
  readonly reapingIntervalMs: number
  readonly logLevel: string
}

const LOOPBACK = '127.0.0.1'

export type SettingsSources = {
  readonly properties: readonly Property[]
  /** What stands in a file, or undefined when there is none. */
  readonly readFile: (path: string) => string | undefined
  readonly environment: NodeJS.ProcessEnv
}

/** @returns undefined when there is a problem. */
export function readSettings(sources: SettingsSources, problems: Problem[]): Settings | undefined {
  const values = readValues(sources.properties, problems)
  const members = readMembers(sources.properties, problems)
  const dataDir = values.dataDir?.value
  if (dataDir === undefined && !problems.some(({ what }) => what.startsWith('dataDir='))) {
    problems.push({
      line: undefined,
      what: 'dataDir is missing: write where the data goes, for example dataDir=/var/lib/quoll',
    })
  }
  if (members.length > 0 && members.every(({ observer }) => observer)) {
    problems.push({ line: members[0]?.line, what: 'all members are observers: at least one participant must vote' })
  }
  const id = dataDir === undefined ? undefined : readId(dataDir, members, sources, problems)
  const self = members.find((member) => member.id === id)
  const client = clientAddress(values, self, problems)
  const key = readEnsembleKey(values, members, sources.environment, problems)
  const sessions = sessionBounds(values, problems)
  const patience = readPatience(values, problems)
  if (problems.length > 0 || id === undefined || dataDir === undefined || client === undefined) return undefined

  return {
    id,
    members,
    listen: {
      host: values.quorumListenOnAllIPs?.value ? '::' : (self?.address.host ?? LOOPBACK),
      port: self?.address.port ?? 0,
    },
    key,
    client,
    http: httpAddress(values),
    webSocketRefusal: webSocketRefusal(client, httpAddress(values)),
    webSocketOrigins: values['quoll.webSocketOrigins']?.value.split(',').map((origin) => origin.trim()) ?? [],
    dataDir,
    dataLogDir: values.dataLogDir?.value,
    allowEmpty: values['db.autocreate']?.value ?? true,
    snapshotsKept: values['autopurge.snapRetainCount']?.value ?? DEFAULT_STORAGE_LIMITS.snapshotsKept,
    tickTime: tickTimeOf(values),
    sessions,
    patience,
    limits: peerLimits(values),
    clientLimits: clientLimits(values),
    whitelist: values['4lw.commands.whitelist']?.value ?? DEFAULT_WHITELIST,
    superDigest: values['DigestAuthenticationProvider.superDigest']?.value,
    extendedTypes: values.extendedTypesEnabled?.value ?? false,
    enforceQuota: values.enforceQuota?.value ?? false,
    reapingIntervalMs: values['znode.container.checkIntervalMs']?.value ?? 60_000,
    logLevel: values['quoll.logLevel']?.value ?? 'info',
  }
}

/** The file `myid` in the data directory; a peer that is alone needs none. */
function readId(
  dataDir: string,
  members: readonly Member[],
  { readFile }: SettingsSources,
  problems: Problem[],
): PeerId | undefined {
  const path = `${dataDir}/myid`
  const complain = (what: string): undefined => void problems.push({ line: undefined, what })
  let content: string | undefined
  try {
    content = readFile(path)?.trim()
  } catch (error) {
    return complain(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (content === undefined && members.length < 2) return members[0]?.id ?? peerId(1)
  const listed = members.map((member) => member.id).join(', ')
  if (content === undefined) {
    return complain(
      `${path} is missing: it tells this peer which of server.${listed} it is; write its number there: echo 1 > ${path}`,
    )
  }
  const id = Number(content)
  if (!/^\d{1,3}$/.test(content) || !isPeerId(id)) {
    return complain(`${path} holds "${content.slice(0, 20)}" instead of a number from 1 to ${PEER_ID_MAX}`)
  }
  if (members.length > 0 && !members.some((member) => member.id === id)) {
    return complain(
      `${path} says ${id}, but the members are ${listed}: correct it, or add a line server.${id}=host:port`,
    )
  }
  return id
}

function clientAddress(values: GivenValues, self: Member | undefined, problems: Problem[]): PeerAddress | undefined {
  const port = values.clientPort?.value ?? self?.client?.port
  const host = values.clientPortAddress?.value ?? self?.client?.host ?? LOOPBACK
  if (port !== undefined) return { host, port }
  if (!problems.some(({ what }) => what.startsWith('clientPort='))) {
    problems.push({
      line: undefined,
      what: 'clientPort is missing: write where clients connect, for example clientPort=2181',
    })
  }
  return undefined
}

/** Off unless a port is named, ours or ZooKeeper's: nothing listens that nobody asked for. */
function httpAddress(values: GivenValues): PeerAddress | undefined {
  const admin = values['admin.enableServer']?.value === false ? undefined : values['admin.serverPort']?.value
  const port = values['quoll.httpPort']?.value ?? admin
  const host = values['quoll.httpAddress']?.value ?? values['admin.serverAddress']?.value ?? LOOPBACK
  return port === undefined || port === 0 ? undefined : { host, port }
}

/** Whoever opened the HTTP port to monitors has not opened the tree to the world. */
function webSocketRefusal(client: PeerAddress, http: PeerAddress | undefined): string | undefined {
  if (http === undefined || isLoopback(http.host) || !isLoopback(client.host)) return undefined
  return `Clients are served on ${client.host} only, and this port is open beyond it. To serve them here too, set clientPortAddress=${http.host} in the configuration.`
}

function tickTimeOf(values: GivenValues): number {
  return values.tickTime?.value ?? 3_000
}

function sessionBounds(values: GivenValues, problems: Problem[]): SessionOptions {
  const tickMs = tickTimeOf(values)
  const orDefault = (value: number | undefined, ticks: number): number =>
    value === undefined || value === -1 ? ticks * tickMs : value
  const minTimeoutMs = orDefault(values.minSessionTimeout?.value, 2)
  const maxTimeoutMs = orDefault(values.maxSessionTimeout?.value, 20)
  if (minTimeoutMs > maxTimeoutMs) {
    const line = (values.minSessionTimeout ?? values.maxSessionTimeout)?.line
    const what = `minSessionTimeout=${minTimeoutMs} is above maxSessionTimeout=${maxTimeoutMs}; their defaults are 2 and 20 times tickTime`
    problems.push({ line, what })
  }
  return { tickMs, minTimeoutMs, maxTimeoutMs }
}

function peerLimits(values: GivenValues): PeerLimits {
  const kilobytes = values.snapSizeLimitInKb?.value
  return {
    ...DEFAULT_LIMITS,
    outstandingProposals: values.globalOutstandingLimit?.value ?? DEFAULT_LIMITS.outstandingProposals,
    snapshotTxns: values.snapCount?.value ?? DEFAULT_LIMITS.snapshotTxns,
    snapshotBytes: kilobytes === undefined || kilobytes <= 0 ? DEFAULT_LIMITS.snapshotBytes : kilobytes * 1024,
    electionGraceMs: values['quoll.electionGraceMs']?.value ?? DEFAULT_LIMITS.electionGraceMs,
    historyTxns: values.commitLogCount?.value ?? DEFAULT_LIMITS.historyTxns,
    historyBytes: values['quoll.historyBytes']?.value ?? DEFAULT_LIMITS.historyBytes,
  }
}

function clientLimits(values: GivenValues): ClientPortLimits {
  return {
    ...DEFAULT_CLIENT_PORT_LIMITS,
    frameBytesMax: values['jute.maxbuffer']?.value ?? DEFAULT_CLIENT_PORT_LIMITS.frameBytesMax,
    connectionsPerAddressMax: values.maxClientCnxns?.value ?? DEFAULT_CLIENT_PORT_LIMITS.connectionsPerAddressMax,
    connectionsMax: values.maxCnxns?.value ?? DEFAULT_CLIENT_PORT_LIMITS.connectionsMax,
  }
}
