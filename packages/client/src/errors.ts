/**
 * The one error of this library. Its `code` is stable and for programs, its message is a sentence and for people, and
 * `definite` answers the question that matters after a failure: may it have happened all the same?
 */
import { type ClientRequest, ErrorCode as Wire } from '@quoll/protocol/client'

export type ZooKeeperErrorCode =
  // The ensemble looked at the request and said no.
  | 'NO_NODE'
  | 'NODE_EXISTS'
  | 'BAD_VERSION'
  | 'NOT_EMPTY'
  | 'NO_AUTH'
  | 'AUTH_FAILED'
  | 'INVALID_ACL'
  | 'BAD_ARGUMENTS'
  | 'NO_CHILDREN_FOR_EPHEMERALS'
  | 'EPHEMERAL_ON_LOCAL_SESSION'
  | 'NO_WATCHER'
  | 'NOT_READ_ONLY'
  | 'QUOTA_EXCEEDED'
  | 'THROTTLED'
  | 'UNIMPLEMENTED'
  | 'MARSHALLING_ERROR'
  | 'RECONFIG_DISABLED'
  | 'RECONFIG_IN_PROGRESS'
  | 'NEW_CONFIG_NO_QUORUM'
  | 'ROLLED_BACK'
  | 'UNKNOWN'
  // The connection or the session went away.
  | 'CONNECTION_LOSS'
  | 'SESSION_EXPIRED'
  | 'CLOSED'
  // We did not even ask.
  | 'REQUEST_TOO_LARGE'
  | 'QUEUE_FULL'

export type ZooKeeperErrorDetails = {
  /** The znode it was about, when it was about one. */
  readonly path?: string | undefined
  /** Default: true. */
  readonly definite?: boolean
  /** What it came from. */
  readonly cause?: unknown
  /** The code the server answered with, when it did. */
  readonly wireCode?: number
}

export class ZooKeeperError extends Error {
  override readonly name = 'ZooKeeperError'
  /** Never renamed between versions. */
  readonly code: ZooKeeperErrorCode
  readonly path: string | undefined
  /** True: it surely changed nothing. False: it may have happened; read back before you do it again. */
  readonly definite: boolean
  /** ZooKeeper's own number, as other clients report it; undefined when no server said anything. */
  readonly wireCode: number | undefined

  constructor(code: ZooKeeperErrorCode, message: string, details: ZooKeeperErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.path = details.path
    this.definite = details.definite ?? true
    this.wireCode = details.wireCode
  }
}

/** Whether `error` is ours and has one of the codes; any of them without codes. */
export function isZooKeeperError(error: unknown, ...codes: readonly ZooKeeperErrorCode[]): error is ZooKeeperError {
  return error instanceof ZooKeeperError && (codes.length === 0 || codes.includes(error.code))
}

type Answer = readonly [code: ZooKeeperErrorCode, sentence: (path: string) => string]

const ANSWERS: ReadonlyMap<number, Answer> = new Map<number, Answer>([
  [Wire.noNode, ['NO_NODE', (path) => `${path} does not exist`]],
  [Wire.nodeExists, ['NODE_EXISTS', (path) => `${path} exists already`]],
  [Wire.badVersion, ['BAD_VERSION', (path) => `${path} has another version than the one asked for`]],
  [Wire.notEmpty, ['NOT_EMPTY', (path) => `${path} has children`]],
  [Wire.noAuth, ['NO_AUTH', (path) => `the ACL of ${path} does not let this client do that`]],
  [Wire.authFailed, ['AUTH_FAILED', () => 'the server refused the credentials']],
  [Wire.sessionClosedRequireAuth, ['AUTH_FAILED', () => 'the server serves nobody without credentials']],
  [Wire.invalidAcl, ['INVALID_ACL', (path) => `the ACL given for ${path} is empty or malformed`]],
  [Wire.badArguments, ['BAD_ARGUMENTS', (path) => `the server does not take ${path} with these arguments`]],
  [
    Wire.noChildrenForEphemerals,
    ['NO_CHILDREN_FOR_EPHEMERALS', (path) => `${path} would lie under an ephemeral znode`],
  ],
  [
    Wire.ephemeralOnLocalSession,
    ['EPHEMERAL_ON_LOCAL_SESSION', (path) => `${path} would be ephemeral, and the session is a local one`],
  ],
  [Wire.noWatcher, ['NO_WATCHER', (path) => `nothing watches ${path}`]],
  [Wire.notReadOnly, ['NOT_READ_ONLY', (path) => `the server is read-only: ${path} cannot be changed there`]],
  [Wire.quotaExceeded, ['QUOTA_EXCEEDED', (path) => `a quota above ${path} is used up`]],
  [Wire.throttledOp, ['THROTTLED', () => 'the server is overloaded and dropped the request']],
  [Wire.unimplemented, ['UNIMPLEMENTED', () => 'the server does not know this operation']],
  [Wire.marshallingError, ['MARSHALLING_ERROR', () => 'the server could not read the request']],
  [Wire.sessionExpired, ['SESSION_EXPIRED', () => 'the session is over']],
  [Wire.sessionMoved, ['CONNECTION_LOSS', () => 'the session has moved to another connection']],
  [Wire.reconfigDisabled, ['RECONFIG_DISABLED', () => 'reconfiguration is switched off']],
  [Wire.reconfigInProgress, ['RECONFIG_IN_PROGRESS', () => 'another reconfiguration is under way']],
  [Wire.newConfigNoQuorum, ['NEW_CONFIG_NO_QUORUM', () => 'the new configuration would have no quorum']],
  [Wire.runtimeInconsistency, ['ROLLED_BACK', () => 'another part of the transaction failed']],
])

/** What a server's answer to a request of this type means. Every code it can answer with says that nothing was changed. */
export function errorFromServer(
  wireCode: number,
  path: string | undefined,
  type?: ClientRequest['type'],
): ZooKeeperError {
  const [code, sentence] = ANSWERS.get(wireCode) ?? ['UNKNOWN', () => `the server answered with error ${wireCode}`]
  // What is missing for a create is what it would lie in.
  const subject = type === 'create' && code === 'NO_NODE' ? `the parent of ${path}` : (path ?? 'this')
  return new ZooKeeperError(code, sentence(subject), { path, wireCode })
}

/** The connection went away while a request was on it. `changes`: whether the request was one that changes something. */
export function lostWith(changes: boolean, path: string | undefined, why: string): ZooKeeperError {
  const consequence = changes ? 'it may have happened' : 'nothing was changed'
  return new ZooKeeperError(
    'CONNECTION_LOSS',
    `the connection was lost before the answer came (${why}): ${consequence}`,
    {
      path,
      definite: !changes,
    },
  )
}
