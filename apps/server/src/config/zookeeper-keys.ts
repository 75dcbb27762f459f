/**
 * Keys of ZooKeeper that Quoll does not act upon. Most are dropped with a word; those that ask for protection, or change
 * who counts as a majority, stop the peer: to start without them would be something else than what the file says.
 */
import type { Property } from './properties.ts'

/** Quoll does what they ask for by itself, or has nothing to set: not worth a word. */
const SILENT: ReadonlySet<string> = new Set([
  'initLimit',
  'syncLimit',
  'electionAlg',
  'standaloneEnabled',
  'autopurge.purgeInterval',
  'admin.commandURL',
  'admin.idleTimeout',
])

/** A pattern of keys, the values under which they ask for nothing, and what else to do. */
type Refusal = { readonly key: RegExp; readonly harmless: RegExp; readonly instead: string }

const NO_TLS =
  'Quoll has no TLS on this port yet. Remove the line, keep the port on loopback or a private network, and put a TLS proxy in front of it'
const NO_SASL = 'Quoll knows the schemes digest and ip only. Remove the line if they are enough for you'

const REFUSALS: readonly Refusal[] = [
  { key: /^secureClientPort(?:Address)?$/, harmless: /^-1$/, instead: NO_TLS },
  { key: /^client\.portUnification$/, harmless: /^false$/i, instead: NO_TLS },
  {
    key: /^(?:sslQuorum|portUnification)$/,
    harmless: /^false$/i,
    instead: 'peers prove themselves to each other with quoll.ensembleKey. Remove the line and set a key',
  },
  {
    key: /^quorum\.auth\.(?:enableSasl|learnerRequireSasl|serverRequireSasl)$/,
    harmless: /^false$/i,
    instead: 'peers prove themselves to each other with quoll.ensembleKey. Remove the line and set a key',
  },
  { key: /^(?:ssl\.)?authProvider(?:\.|$)/, harmless: /^$/, instead: NO_SASL },
  { key: /^(?:enforce\.auth\.enabled|sessionRequireClientSASLAuth)$/, harmless: /^false$/i, instead: NO_SASL },
  {
    key: /^(?:group|weight)\.\d+$/,
    harmless: /^$/,
    instead: 'every voter of Quoll counts once, so a majority would be another one here. Remove the line',
  },
  {
    key: /^dynamicConfigFile$/,
    harmless: /^$/,
    instead: 'Quoll reads the members from this file. Put the server.N lines here and remove this one',
  },
  {
    key: /^oraclePath$/,
    harmless: /^$/,
    instead:
      'Quoll decides by majority alone: two peers cannot survive the loss of one. Remove the line, add a third peer',
  },
]

const WITHOUT_EFFECT: readonly RegExp[] = [
  /^(?:reconfigEnabled|peerType|localSessionsEnabled|localSessionsUpgradingEnabled|observerMasterPort|syncEnabled)$/,
  /^(?:clientPortListenBacklog|connectToLearnerMasterLimit|preAllocSize|txnLogSizeLimitInKb|forceSync)$/,
  /^(?:metricsProvider|jvm|multiAddress|connection_throttle_\w+|request_throttle_\w+|request_stale_\w+|admin)(?:\.|$)/,
  /^(?:fsync\.warningthresholdms|maxBatchSize|flushDelay|maxWriteQueuePollTime|emulate353TTLNodes|skipACL)$/,
  /^(?:enableEagerACLCheck|digest\.enabled|closeSessionTxn\.enabled|serializeLastProcessedZxid\.enabled)$/,
  /^(?:throttled_op_wait_time|largeRequest\w+|max\w*ResponseCacheSize|watch\w+|maxInProcessingDeadWatchers|bitHashCacheSize)$/,
  /^(?:serverCnxnFactory|nio\.\w+|commitProcessor\.\w+|leaderServes|leader\.\w+|learner\.\w+|follower\.\w+)$/,
  /^(?:cnxTimeout|quorumCnxnTimeoutMs|electionPortBindRetry|tcpKeepAlive|clientTcpKeepAlive|fastleader\.\w+|observer\..+)$/,
  /^(?:snapshot\..+|DigestAuthenticationProvider\.(?:enabled|digestAlg)|X509AuthenticationProvider\..+|superUser.*)$/,
  /^(?:letAnySaslUserDoX|allowSaslFailedClients|ensembleAuthName|enforce\.auth\..+|IPAuthenticationProvider\..+)$/,
  /^(?:ssl\..+|client\..+|fips-mode|audit\..+|readonlymode\.enabled|znode\.container\..+|datadir\.autocreate|quorum\..+)$/,
  /^(?:sslQuorumReloadCertFiles|forward_learner_requests_to_commit_processor_disabled)$/,
]

/** Why the peer must not start with this line; undefined when it may. */
export function refusalOf({ key, value }: Property): string | undefined {
  const refusal = REFUSALS.find((one) => one.key.test(plain(key)))
  if (refusal === undefined || refusal.harmless.test(value)) return undefined
  return `${key} is not supported: ${refusal.instead}`
}

/** `silent`: nothing to say. `without-effect`: ZooKeeper knows it, Quoll does not act upon it. */
export function kindOf(key: string): 'silent' | 'without-effect' | 'unknown' {
  const name = plain(key)
  if (SILENT.has(name) || REFUSALS.some((one) => one.key.test(name))) return 'silent'
  return WITHOUT_EFFECT.some((pattern) => pattern.test(name)) ? 'without-effect' : 'unknown'
}

/** Files in the wild write `zookeeper.` in front of keys that are system properties. */
export function plain(key: string): string {
  return key.startsWith('zookeeper.') ? key.slice('zookeeper.'.length) : key
}
