/** The keys that mean something to Quoll, ZooKeeper's and its own, each with its range. docs/configuration.md explains them. */
import { type Field, flag, tcpPort, text, wholeNumber } from './field.ts'
import type { Problem } from './problem.ts'
import type { Property } from './properties.ts'

export type Values = {
  readonly tickTime: number
  readonly dataDir: string
  readonly dataLogDir: string
  readonly clientPort: number
  readonly clientPortAddress: string
  readonly maxClientCnxns: number
  readonly maxCnxns: number
  readonly minSessionTimeout: number
  readonly maxSessionTimeout: number
  readonly 'autopurge.snapRetainCount': number
  readonly snapCount: number
  readonly snapSizeLimitInKb: number
  readonly commitLogCount: number
  readonly globalOutstandingLimit: number
  readonly 'jute.maxbuffer': number
  readonly '4lw.commands.whitelist': string
  readonly extendedTypesEnabled: boolean
  readonly enforceQuota: boolean
  readonly 'znode.container.checkIntervalMs': number
  readonly 'DigestAuthenticationProvider.superDigest': string
  readonly 'db.autocreate': boolean
  readonly quorumListenOnAllIPs: boolean
  readonly 'admin.enableServer': boolean
  readonly 'admin.serverAddress': string
  readonly 'admin.serverPort': number
  readonly 'quoll.ensembleKey': string
  readonly 'quoll.ensembleKeyFile': string
  readonly 'quoll.httpPort': number
  readonly 'quoll.httpAddress': string
  readonly 'quoll.webSocketOrigins': string
  readonly 'quoll.tickMs': number
  readonly 'quoll.heartbeatMs': number
  readonly 'quoll.checkQuorumMs': number
  readonly 'quoll.followerTimeoutMs': number
  readonly 'quoll.initMs': number
  readonly 'quoll.electionWaitMs': number
  readonly 'quoll.electionGraceMs': number
  readonly 'quoll.historyBytes': number
  readonly 'quoll.logLevel': string
}

const HOUR_MS = 3_600_000
const address = text('a host name or an IP address', '127.0.0.1', /^[\w.:-]+$/)
const path = text('a path', '/var/lib/quoll')

const FIELDS: { readonly [K in keyof Values]: Field<Values[K]> } = {
  tickTime: wholeNumber(1, HOUR_MS, 'milliseconds', 2000),
  dataDir: path,
  dataLogDir: path,
  clientPort: tcpPort(1, 2181),
  clientPortAddress: address,
  maxClientCnxns: wholeNumber(0, 1_000_000, 'connections', 60),
  maxCnxns: wholeNumber(0, 1_000_000, 'connections', 10_000),
  // ZooKeeper writes -1 for "take the default".
  minSessionTimeout: wholeNumber(-1, 24 * HOUR_MS, 'milliseconds', 4000),
  maxSessionTimeout: wholeNumber(-1, 24 * HOUR_MS, 'milliseconds', 40_000),
  'autopurge.snapRetainCount': wholeNumber(1, 1_000, 'snapshots', 3),
  snapCount: wholeNumber(2, 100_000_000, 'transactions', 100_000),
  snapSizeLimitInKb: wholeNumber(-1, 1_000_000_000, 'kilobytes', 262_144),
  commitLogCount: wholeNumber(1, 10_000_000, 'transactions', 10_000),
  globalOutstandingLimit: wholeNumber(1, 1_000_000, 'requests', 20_000),
  'jute.maxbuffer': wholeNumber(1_024, 32 * 1024 * 1024, 'bytes', 1_048_575),
  '4lw.commands.whitelist': text('a list of four-letter words', 'ruok,srvr,mntr'),
  extendedTypesEnabled: flag(true),
  enforceQuota: flag(true),
  'znode.container.checkIntervalMs': wholeNumber(1, HOUR_MS, 'milliseconds', 60_000),
  'DigestAuthenticationProvider.superDigest': text('user:digest', 'super:lK75jTNcA+U9vtVEw5vB51mj/w4=', /^[^:]+:.+$/),
  'db.autocreate': flag(true),
  quorumListenOnAllIPs: flag(false),
  'admin.enableServer': flag(true),
  'admin.serverAddress': address,
  'admin.serverPort': tcpPort(0, 8080),
  'quoll.ensembleKey': text('at least 16 characters', 'the-output-of-openssl-rand-hex-32', /^.{16,}$/),
  'quoll.ensembleKeyFile': path,
  'quoll.httpPort': tcpPort(0, 8080),
  'quoll.httpAddress': address,
  'quoll.webSocketOrigins': text(
    'a list of origins as browsers send them, separated by commas',
    'https://app.example.com',
    /^https?:\/\/[^\s/,]+(?:\s*,\s*https?:\/\/[^\s/,]+)*$/,
  ),
  'quoll.tickMs': wholeNumber(1, 1_000, 'milliseconds', 25),
  'quoll.heartbeatMs': wholeNumber(1, 60_000, 'milliseconds', 100),
  'quoll.checkQuorumMs': wholeNumber(10, HOUR_MS, 'milliseconds', 400),
  'quoll.followerTimeoutMs': wholeNumber(10, HOUR_MS, 'milliseconds', 500),
  'quoll.initMs': wholeNumber(10, HOUR_MS, 'milliseconds', 3_000),
  'quoll.electionWaitMs': wholeNumber(1, 60_000, 'milliseconds', 50),
  'quoll.electionGraceMs': wholeNumber(0, 600_000, 'milliseconds', 2_000),
  'quoll.historyBytes': wholeNumber(0, 1024 * 1024 * 1024, 'bytes', 16_777_216),
  'quoll.logLevel': text('trace, debug, info, warn, error or fatal', 'info', /^(?:trace|debug|info|warn|error|fatal)$/),
}

/** A value and the line it was read from. */
export type Given<T> = { readonly value: T; readonly line: number }
export type GivenValues = { readonly [K in keyof Values]?: Given<Values[K]> }

export function isOurs(key: string): key is keyof Values {
  return Object.hasOwn(FIELDS, key)
}

/** Checks every property that is ours; the last one counts where a key appears twice. Wrong ones become problems. */
export function readValues(properties: readonly Property[], problems: Problem[]): GivenValues {
  const given: Record<string, Given<unknown>> = {}
  for (const { key, value, line } of properties) {
    if (!isOurs(key)) continue
    const field: Field<unknown> = FIELDS[key]
    const { success, data } = field.schema.safeParse(value)
    if (success) given[key] = { value: data, line }
    else
      problems.push({
        line,
        what: `${shown(key, value)} is not ${field.wanted}; write for example ${key}=${field.example}`,
      })
  }
  return given as GivenValues
}

/** Secrets do not go into logs, not even wrong ones. */
function shown(key: string, value: string): string {
  return /key|digest/i.test(key) ? `the value of ${key}` : `${key}=${value.slice(0, 100)}`
}
