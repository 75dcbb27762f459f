/** START HERE. One peer put together from its settings: storage, links, client port, HTTP port. Composition, no logic. */
import { ensembleConfig } from '@quoll/core'
import {
  type ClientConnection,
  type ClientHandler,
  type RunningPeer,
  type Storage,
  startPeer,
  type Transport,
} from '@quoll/peer'
import { PEER_PROTOCOL_VERSION } from '@quoll/protocol/peer'
import { nodeFileSystem, openStorage } from '@quoll/storage-file'
import type { ProcessFacts, TraceHeader } from '@quoll/trace'
import { type PeerAddress, webSocketTransport } from '@quoll/transport-ws'
import { digestAuthentication } from './authentication.ts'
import { listenForClients } from './client-port/index.ts'
import type { Settings } from './config/index.ts'
import { detailFacts } from './detail-facts.ts'
import { explain, type StopCause } from './errors/index.ts'
import { type EventLoopDelay, measureEventLoopDelay } from './event-loop-delay.ts'
import type { FaultSwitch } from './faults/index.ts'
import { Feed } from './feed/index.ts'
import { answerFourLetterWords, type ServerFacts } from './four-letter-words/index.ts'
import { listenForHttp } from './http/listen-for-http.ts'
import { pagesOf } from './http/pages.ts'
import type { Log } from './log.ts'
import { nodeClock } from './node-clock.ts'
import { observeAll } from './observe-all.ts'
import { serverFacts } from './server-facts.ts'
import { SnapshotProgressTeller } from './snapshot-progress.ts'
import { Story } from './story.ts'
import { transportToNobody } from './transport-to-nobody.ts'
import { VERSION } from './version.ts'

export type ServingPeer = {
  readonly clientPort: number
  readonly httpPort: number | undefined
  /** Gives up its role, lets go of its clients, closes ports, links and files; `done` comes last. */
  stop(done: () => void): void
}

export type RunPeerOptions = {
  readonly settings: Settings
  readonly log: Log
  /** The peer stopped for good; what to tell the operator. */
  readonly onHalt: (why: string, cause: StopCause) => void
  /** Can break its links and its disk on purpose; without it nothing stands between the peer and those. */
  readonly faults?: FaultSwitch | undefined
}

/** Rejects when the directory cannot be used or a port is taken, before the peer has said a word to anybody. */
export async function runPeer({ settings, log, onHalt, faults }: RunPeerOptions): Promise<ServingPeer> {
  const startedMs = performance.now()
  const storage = openStorageFor(settings, faults)
  for (const note of storage.recovered.notes) log.info(note)
  const story = new Story((line) => {
    log.info(line.text)
    feed.told(line)
  })
  const delay = measureEventLoopDelay()
  const links = transportFor(settings, log, onHalt)
  const transport = faults?.transport(links) ?? links

  let peer: RunningPeer | undefined
  const started = (): RunningPeer => {
    if (peer === undefined) throw new Error('nobody is answered before the peer has started')
    return peer
  }
  const feed = new Feed({
    id: settings.id,
    header: () => feedHeader(settings, clients.port),
    peer: () => peer,
    processFacts: () => processFacts(settings, startedMs, delay),
  })
  const receiving = new SnapshotProgressTeller(
    () => peer?.receiving(),
    (text) => story.add(text),
    () => performance.now(),
  )
  const details = detailFacts(started)
  const facts = (): ServerFacts =>
    serverFacts({
      settings,
      view: started().view(),
      port: clients,
      details,
      uptimeMs: performance.now() - startedMs,
      metrics: { quoll_event_loop_delay_ms: delay.p99Ms },
    })
  const clients = await listenForClients({
    ...settings.client,
    limits: settings.clientLimits,
    webSocketRefusal: settings.webSocketRefusal,
    accept: (connection) => peer?.accept(connection) ?? turnAway(connection),
    fourLetterWord: answerFourLetterWords({
      whitelist: settings.whitelist,
      facts,
      resets: {
        server: () => {
          clients.resetStats()
          started().resetLatency()
        },
        connections: () => clients.resetConnections(),
      },
    }),
  })
  const pages = pagesOf({
    view: () => started().view(),
    processFacts: () => ({ ...processFacts(settings, startedMs, delay), story: story.lines }),
    serverFacts: facts,
    processMetrics: () => ({ eventLoopDelayMs: delay.p99Ms, clientsRefused: clients.stats.refused }),
  })
  const http =
    settings.http === undefined
      ? undefined
      : await listenForHttp({
          address: settings.http,
          pages,
          webSockets: { '/client': clients.webSocket, '/feed': feed.webSocket },
          allowedOrigins: settings.webSocketOrigins,
        })
  peer = startPeer({
    ...peerOptions(settings),
    storage,
    transport,
    observer: observeAll(feed, story, receiving),
    onHalt,
  })

  return {
    clientPort: clients.port,
    httpPort: http?.port,
    stop: (done) => {
      delay.stop()
      // The peer resigns first: the others elect while we are still closing.
      started().stop(() => clients.close(() => (http === undefined ? done() : http.close(done))))
    },
  }
}

/** The client port is open a moment before the peer has started. */
function turnAway(connection: ClientConnection): ClientHandler {
  connection.close()
  return { onFrame: () => {}, onClose: () => {} }
}

function openStorageFor(
  { dataDir, dataLogDir, allowEmpty, snapshotsKept }: Settings,
  faults: FaultSwitch | undefined,
): Storage {
  const disk = nodeFileSystem()
  return openStorage({
    fileSystem: faults?.fileSystem(disk) ?? disk,
    directory: dataDir,
    ...(dataLogDir === undefined ? {} : { logDirectory: dataLogDir }),
    allowEmpty,
    limits: { snapshotsKept },
    now: () => performance.now(),
    random: Math.random,
  })
}

function transportFor(
  { id, members, listen, key, patience }: Settings,
  log: Log,
  onHalt: RunPeerOptions['onHalt'],
): Transport {
  if (members.length < 2) return transportToNobody
  return webSocketTransport({
    self: id,
    peers: new Map(members.map((member) => [member.id, member.address])),
    listen,
    key: key.text,
    protocolVersion: PEER_PROTOCOL_VERSION,
    timing: patience.links,
    note: (sentence) => log.warn(sentence),
    onListenFailed: (error) => onHalt(`cannot listen for the other peers: ${explain(error).what}`, 'port'),
  })
}

function peerOptions(settings: Settings): Omit<Parameters<typeof startPeer>[0], 'storage' | 'transport' | 'onHalt'> {
  const { id, members, patience, sessions, limits, superDigest, extendedTypes, enforceQuota, reapingIntervalMs } =
    settings
  const voters = members.filter(({ observer }) => !observer)
  const observers = members.filter(({ observer }) => observer)
  return {
    id,
    ensemble:
      members.length === 0
        ? ensembleConfig([id])
        : ensembleConfig(
            voters.map((member) => member.id),
            observers.map((member) => member.id),
          ),
    tickMs: patience.tickMs,
    timing: patience.timing,
    clock: nodeClock,
    authentication: digestAuthentication(superDigest),
    sessions,
    limits,
    extendedTypes,
    enforceQuota,
    reapingIntervalMs,
  }
}

function processFacts({ patience }: Settings, startedMs: number, delay: EventLoopDelay): Omit<ProcessFacts, 'story'> {
  return {
    software: `quoll ${VERSION}`,
    pid: process.pid,
    uptimeMs: performance.now() - startedMs,
    tickMs: patience.tickMs,
    eventLoopMsP99: delay.p99Ms,
    memoryBytes: process.memoryUsage.rss(),
  }
}

function feedHeader(
  { id, members, client }: Settings,
  clientPort: number,
): Omit<TraceHeader, 'trace' | 'clock' | 'atMs'> {
  const address = hostAndPort({ host: client.host, port: clientPort })
  const others = members.filter((member) => member.id !== id).map((member) => ({ id: member.id as number }))
  return {
    title: `peer ${id}`,
    connect: address,
    peers: [...others, { id, client: address }].sort((a, b) => a.id - b.id),
  }
}

function hostAndPort({ host, port }: PeerAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
