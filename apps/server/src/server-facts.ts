/** What four-letter words and metrics tell, gathered from the peer, the client port and the settings when somebody asks. */
import { hostname, release, type as systemName, totalmem } from 'node:os'
import type { ConnectionView, NodeView } from '@quoll/peer'
import type { ClientPort } from './client-port/index.ts'
import type { Settings } from './config/index.ts'
import type { ConnectionFacts, LeadingFacts, ServerFacts, ServerMode } from './four-letter-words/index.ts'
import { BUILT_ON, VERSION } from './version.ts'

export type FactSources = {
  readonly settings: Settings
  readonly view: NodeView
  readonly port: ClientPort
  readonly details: ServerFacts['details']
  readonly uptimeMs: number
  readonly metrics: Readonly<Record<string, number>>
}

export function serverFacts({ settings, view, port, details, uptimeMs, metrics }: FactSources): ServerFacts {
  const { zab, latency, storage } = view
  const alone = settings.members.length < 2
  return {
    version: VERSION,
    builtOn: BUILT_ON,
    serving: view.serving,
    mode: alone ? 'standalone' : modeOf(view),
    phase: alone ? undefined : zab.phase,
    latencyMs: latency,
    received: port.stats.received,
    sent: port.stats.sent,
    outstanding: view.outstanding,
    zxid: view.applied,
    znodes: view.znodes,
    ephemerals: view.ephemerals,
    watches: view.watches,
    sessions: view.sessions,
    approximateDataBytes: view.approximateDataBytes,
    uptimeMs,
    connections: connectionFacts(port, view.connections),
    snapshotBytes: storage.snapshotBytes,
    logBytes: storage.logBytes,
    ...(zab.role === 'leading' && !alone ? { leading: leadingFacts(view) } : {}),
    ...(alone ? {} : { quorumSize: settings.members.filter(({ observer }) => !observer).length }),
    metrics,
    configuration: configurationOf(settings),
    ...(alone ? {} : { membership: [...settings.members.map(({ text }) => text), 'version=0'] }),
    nowMs: Date.now(),
    details,
    environment: environmentOf(),
  }
}

function modeOf({ zab }: NodeView): ServerMode {
  if (zab.role === 'leading') return 'leader'
  return zab.role === 'observing' ? 'observer' : 'follower'
}

function leadingFacts({ zab }: NodeView): LeadingFacts {
  const level = zab.learners.filter(({ phase }) => phase === 'broadcast')
  const syncedObservers = level.filter(({ observer }) => observer).length
  return {
    learners: zab.learners.length,
    syncedFollowers: level.length - syncedObservers,
    syncedObservers,
    pendingSyncs: zab.learners.length - level.length,
  }
}

/** The port knows every connection, the peer knows those that have become clients. */
function connectionFacts(port: ClientPort, clients: readonly ConnectionView[]): readonly ConnectionFacts[] {
  const byName = new Map(clients.map((client) => [client.name, client]))
  return [...port.connections()].map(({ name, received, sent, establishedMs }) => {
    const client = byName.get(name)
    const session = client?.session
    return {
      name,
      outstanding: client?.outstanding ?? 0,
      received,
      sent,
      establishedMs,
      ...(client === undefined || session === undefined
        ? {}
        : { session: { id: session, timeoutMs: client.timeoutMs } }),
    }
  })
}

function configurationOf(settings: Settings): ServerFacts['configuration'] {
  const { client, http, dataDir, dataLogDir, tickTime, clientLimits, sessions, id, listen, members } = settings
  const ensemble: ServerFacts['configuration'] =
    members.length < 2
      ? []
      : [
          ['quorumPort', listen.port],
          ['peerType', members.find((member) => member.id === id)?.observer ? 1 : 0],
        ]
  return [
    ['clientPort', client.port],
    ['secureClientPort', -1],
    ['dataDir', dataDir],
    ['dataLogDir', dataLogDir ?? dataDir],
    ['tickTime', tickTime],
    ['maxClientCnxns', clientLimits.connectionsPerAddressMax],
    ['minSessionTimeout', sessions.minTimeoutMs],
    ['maxSessionTimeout', sessions.maxTimeoutMs],
    ['serverId', id],
    ...ensemble,
    // Not ZooKeeper's, and at the end: whoever knows a client port finds the HTTP port, with all that is on it.
    ...(http === undefined
      ? []
      : ([
          ['quoll.httpAddress', http.host],
          ['quoll.httpPort', http.port],
        ] as const)),
  ]
}

/** What runs here; nothing of whoever runs it. */
function environmentOf(): ServerFacts['environment'] {
  return [
    ['host.name', hostname()],
    ['node.version', process.version],
    ['os.name', systemName()],
    ['os.arch', process.arch],
    ['os.version', release()],
    ['os.memory.total', `${Math.round(totalmem() / 1024 / 1024)}MB`],
  ]
}
