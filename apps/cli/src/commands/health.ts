/** `quoll health`: one question, one line, one exit code, for probes of containers, of systemd and of Kubernetes. */
import { Exit, UsageError } from '../errors.ts'
import type { Check } from '../health/checks.ts'
import { type Health, healthByPages, healthByWords } from '../health/verdicts.ts'
import { type Address, parseAddresses } from '../peers/addresses.ts'
import { observePeer } from '../peers/observe-peer.ts'
import { ensembleReport } from '../status/ensemble-report.ts'

export type HealthOptions = {
  readonly peer?: string
  readonly http?: string
  readonly config?: string
  readonly ensemble?: string
  /** Milliseconds for the whole answer. */
  readonly timeout: number
  readonly quiet?: boolean
}

/** Of a peer that runs here with nothing else said. */
const DEFAULT_PEER: Address = { host: '127.0.0.1', port: 2181 }

/** @throws UsageError, ConfigError */
export async function health(check: Check, options: HealthOptions): Promise<number> {
  const { result, sentence } = await healthOf(check, options)
  if (options.quiet !== true) console.log(`${WORDS[result](check)}: ${sentence}`)
  return { ok: Exit.ok, failed: Exit.failed, 'no-quorum': Exit.noQuorum }[result]
}

const WORDS = {
  ok: (check: Check) => ({ alive: 'alive', ready: 'ready', quorum: 'quorum' })[check],
  failed: (check: Check) => `not ${check === 'quorum' ? 'known' : check}`,
  'no-quorum': (check: Check) => (check === 'ready' ? 'not ready' : 'no quorum'),
} as const

async function healthOf(check: Check, options: HealthOptions): Promise<Health> {
  const { peer, http, config, ensemble, timeout } = options
  const given = [peer, http, config, ensemble].filter((one) => one !== undefined)
  if (given.length > 1)
    throw new UsageError('--peer, --http, --config and --ensemble are four ways to say whom to ask; give one')
  if (ensemble !== undefined) return healthOfEnsemble(check, parseAddresses(ensemble), timeout)
  if (http !== undefined) return healthByPages(one(http, 'http'), check, timeout)
  if (config !== undefined) return healthFromConfig(check, config, timeout)
  return healthByWords(peer === undefined ? DEFAULT_PEER : one(peer, 'peer'), check, timeout)
}

function one(text: string, option: string): Address {
  const [address, ...more] = parseAddresses(text)
  if (address === undefined || more.length > 0)
    throw new UsageError(`--${option} takes one address; --ensemble takes several`)
  return address
}

/** The peer that runs from this file on this machine. */
async function healthFromConfig(check: Check, config: string, timeout: number): Promise<Health> {
  const { readConfig } = await import('@quoll/server')
  const { client, http } = readConfig(config).settings
  if (http !== undefined) return healthByPages(here(http), check, timeout)
  return healthByWords(here(client), check, timeout)
}

/** What listens everywhere listens on loopback. */
function here({ host, port }: Address): Address {
  return { host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port }
}

/** alive: somebody answers; ready: somebody serves; quorum: writes are possible. */
async function healthOfEnsemble(check: Check, addresses: readonly Address[], timeout: number): Promise<Health> {
  const peers = await Promise.all(addresses.map((address) => observePeer(address, timeout)))
  const { writable, verdict } = ensembleReport(peers)
  const up = peers.filter((peer) => peer.up).length
  if (up === 0) return { result: 'failed', sentence: `none of ${peers.length} answers` }
  if (check === 'alive') return { result: 'ok', sentence: `${up} of ${peers.length} answer` }
  if (check === 'ready' && peers.some(({ serving }) => serving)) return { result: 'ok', sentence: verdict }
  return { result: writable ? 'ok' : 'no-quorum', sentence: verdict }
}
