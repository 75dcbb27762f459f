/**
 * Everything one peer tells whoever has its client address: four-letter words, and, of a Quoll peer whose HTTP port can be
 * reached from here, its status page. Apache ZooKeeper answers `srvr` and, where its list allows, `mntr` and `conf`.
 */
import type { PeerStatus } from '@quoll/trace'
import { printable } from '../shell/output.ts'
import { type Address, formatAddress } from './addresses.ts'
import { askPage } from './ask-page.ts'
import { type Answer, askWord, type Silence } from './ask-word.ts'
import { type Configuration, configurationIn, monitorValues, type ServerLine, serverLine } from './srvr.ts'

export type ObservedPeer = ServerLine & {
  /** As it was asked: `host:port`. */
  readonly address: string
  /** Why it did not answer. */
  readonly silence: Silence | undefined
  readonly software: 'quoll' | 'zookeeper' | undefined
  readonly configuration: Configuration
  readonly monitor: ReadonlyMap<string, string>
  /** A Quoll peer's status page. */
  readonly status: PeerStatus | undefined
}

/** Never rejects; takes a few times `patienceMs` at most. */
export async function observePeer(address: Address, patienceMs = 1000): Promise<ObservedPeer> {
  const answer = await askWord(address, 'srvr', patienceMs)
  if (answer.silence !== undefined) return silent(address, answer.silence)
  const [monitor, conf] = await Promise.all([
    askWord(address, 'mntr', patienceMs),
    askWord(address, 'conf', patienceMs),
  ])
  const configuration = configurationIn(textOf(conf))
  const status = await statusPage(address, configuration, patienceMs)
  const line = serverLine(answer.text)
  return {
    ...line,
    mode: line.serving || status === undefined ? line.mode : status.role,
    version: line.version || (status?.software ?? ''),
    address: formatAddress(address),
    silence: undefined,
    software: softwareOf(line, configuration),
    configuration,
    monitor: monitorValues(textOf(monitor)),
    status,
  }
}

function silent(address: Address, silence: Silence): ObservedPeer {
  return {
    ...serverLine(undefined),
    address: formatAddress(address),
    silence,
    software: undefined,
    configuration: configurationIn(undefined),
    monitor: monitorValues(undefined),
    status: undefined,
  }
}

function textOf(answer: Answer): string | undefined {
  return answer.silence === undefined ? answer.text : undefined
}

function softwareOf({ version }: ServerLine, { http }: Configuration): ObservedPeer['software'] {
  if (version.includes('-quoll-') || http !== undefined) return 'quoll'
  return version === '' ? undefined : 'zookeeper'
}

async function statusPage(
  address: Address,
  { id, http }: Configuration,
  patienceMs: number,
): Promise<PeerStatus | undefined> {
  const from = http === undefined ? undefined : reachable(address.host, http)
  if (from === undefined) return undefined
  const page = await askPage(from, '/status', patienceMs)
  if (page?.code !== 200) return undefined
  const status = parsed(page.body)
  return status?.id === id ? status : undefined
}

/** Where the HTTP port is, seen from here; a loopback one of another machine is out of reach. */
export function reachable(host: string, http: Address): Address | undefined {
  if (/^(?:0\.0\.0\.0|::|0:0:0:0:0:0:0:0)$/.test(http.host)) return { host, port: http.port }
  const isLoopback = (name: string) => /^(?:127\.|::1$|localhost$)/.test(name)
  return isLoopback(http.host) && !isLoopback(host) ? undefined : http
}

function parsed(text: string): PeerStatus | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('id' in value)) return undefined
    const status = value as PeerStatus
    // Sentences go to a terminal, which must not obey them.
    return { ...status, story: status.story.map((line) => ({ ...line, text: printable(line.text) })) }
  } catch {
    return undefined
  }
}
