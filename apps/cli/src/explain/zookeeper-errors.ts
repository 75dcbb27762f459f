/** Every error of the client protocol, by number and by the names clients give it: ZooKeeper's KeeperException.Code. */
import { ErrorCode } from '@quoll/protocol/client'

export type WireError = {
  readonly code: number
  /** As our codec calls it; Java's and kazoo's names are derived from it. */
  readonly name: keyof typeof ErrorCode
  readonly what: string
  readonly means: string
  /** What is certain about the request that got it. */
  readonly certain: string
  readonly next: string
}

type Told = Omit<WireError, 'code' | 'name' | 'certain'> & { readonly certain?: string }

const NOTHING_CHANGED = 'Certain: the request changed nothing.'
const MAY_HAVE_HAPPENED =
  'Uncertain: a change that was asked for may have happened, or may yet. Look before you repeat it.'

const TOLD: Readonly<Record<keyof typeof ErrorCode, Told>> = {
  ok: {
    what: 'It is done.',
    means: 'No error.',
    certain: 'Certain: a change is on the disks of a majority.',
    next: 'Nothing needs to be done.',
  },
  systemError: {
    what: 'The server has a fault of its own.',
    means: 'A number below which ZooKeeper files errors of the system; servers do not send it.',
    next: "Look into the server's log.",
  },
  runtimeInconsistency: {
    what: 'Another part of the same transaction failed.',
    means: 'In a multi all parts are done or none; this one would have been done.',
    next: 'Look which part has another code: that one is the reason.',
  },
  dataInconsistency: {
    what: 'The server found its data inconsistent.',
    means: 'Servers of today do not send it.',
    next: "Look into the server's log.",
  },
  connectionLoss: {
    what: 'The connection went away before the answer came.',
    means: 'The server died, was left, or a network between broke. The client makes this code itself.',
    certain: MAY_HAVE_HAPPENED,
    next: 'Clients connect again by themselves; quoll status shows who is up. Read back, then repeat if need be.',
  },
  marshallingError: {
    what: 'The server could not read the request.',
    means: 'It is older than this form of the operation, or the bytes are wrong.',
    next: 'Compare the versions of client and server: quoll status.',
  },
  unimplemented: {
    what: 'The server does not know this operation.',
    means: 'It is older, or has it switched off: TTLs need extendedTypesEnabled.',
    next: 'Upgrade it, or switch it on.',
  },
  operationTimeout: {
    what: 'The client stopped waiting for the answer.',
    means: 'The server is slow, or has no quorum. The client makes this code itself.',
    certain: MAY_HAVE_HAPPENED,
    next: 'quoll status says whether there is a quorum, quoll doctor whether something is slow.',
  },
  badArguments: {
    what: 'The server does not take these arguments.',
    means: 'A path or a value is not one it accepts.',
    next: 'Paths begin with / and do not end with it; they have no empty parts, no . and no .. in them.',
  },
  unknownSession: {
    what: 'The server does not know this session.',
    means: 'Servers of today say that it has expired.',
    next: 'Begin a new session.',
  },
  newConfigNoQuorum: {
    what: 'The new configuration would have no quorum.',
    means: 'Too few of the new members are connected and level.',
    next: 'Start them, wait until they follow, and try again.',
  },
  reconfigInProgress: {
    what: 'Another reconfiguration is under way.',
    means: 'Only one can be.',
    next: 'Try again in a moment.',
  },
  apiError: {
    what: 'The request was refused.',
    means: 'A number below which ZooKeeper files refusals; servers do not send it.',
    next: "Look into the server's log.",
  },
  noNode: {
    what: 'There is no such znode.',
    means:
      'It was never created, is deleted, or this server has not heard of it yet. For create: its parent is missing.',
    next: 'Look with ls what there is; after a change by somebody else, sync first.',
  },
  noAuth: {
    what: 'The ACL does not allow it.',
    means: 'Nobody the client has identified as may do this to this znode.',
    next: 'getAcl shows whom it allows; identify with addauth digest user:password.',
  },
  badVersion: {
    what: 'The znode has another version than the one asked for.',
    means: 'It was changed since you looked: the check has done its work.',
    next: 'Read it again, and decide again.',
  },
  noChildrenForEphemerals: {
    what: 'An ephemeral znode has no children.',
    means: 'It goes with its session, and children would be left without a parent.',
    next: 'Create it below a lasting one.',
  },
  nodeExists: {
    what: 'The znode exists already.',
    means: 'Somebody has created it before; perhaps you, with a request whose answer was lost.',
    next: 'Use set to change it; of a lock or an election, wait for your turn.',
  },
  notEmpty: {
    what: 'The znode has children.',
    means: 'Only one without children can be deleted.',
    next: 'Delete what lies below first, or use deleteall.',
  },
  sessionExpired: {
    what: 'The session is over.',
    means:
      'The ensemble has not heard of this client for its session timeout. Its ephemeral znodes are deleted, its watches forgotten.',
    certain: 'Certain for the request that got this answer. Earlier ones that were never answered may have happened.',
    next: 'Begin a new session and set up again what went with the old one. If it comes often, the client pauses for longer than its timeout.',
  },
  invalidCallback: {
    what: 'A callback was given that cannot be used.',
    means: 'C clients make this code themselves.',
    next: 'Correct the program.',
  },
  invalidAcl: {
    what: 'The ACL is empty or malformed.',
    means: 'Or it uses the scheme auth without anybody identified.',
    next: 'Write scheme:id:permissions, for example world:anyone:cdrwa; for auth::cdrwa use addauth first.',
  },
  authFailed: {
    what: 'The server refused the credentials.',
    means: 'It knows no such scheme, or does not take these. The connection is closed.',
    next: 'Use addauth digest user:password.',
  },
  sessionMoved: {
    what: 'The session has moved to another server.',
    means: 'The client has connected elsewhere; this came in over the old connection.',
    next: 'Clients connect again by themselves.',
  },
  notReadOnly: {
    what: 'The server is read-only now.',
    means: 'It has lost its ensemble and answers reads only.',
    next: 'Connect to another one, or wait until it has a leader: quoll status shows it.',
  },
  ephemeralOnLocalSession: {
    what: 'A local session cannot own ephemeral znodes.',
    means: 'Only sessions that all servers know can.',
    next: 'Allow localSessionsUpgradingEnabled on the servers.',
  },
  noWatcher: {
    what: 'Nothing watches there.',
    means: 'No watch of this sort is set on this connection.',
    next: 'Nothing needs to be done.',
  },
  requestTimeout: {
    what: 'The request was given up after its time.',
    means: 'The client makes this code itself (zookeeper.request.timeout).',
    certain: MAY_HAVE_HAPPENED,
    next: 'quoll status says whether there is a quorum, quoll doctor whether something is slow.',
  },
  reconfigDisabled: {
    what: 'Members cannot be changed while it runs.',
    means: 'Quoll has its members from its configuration; ZooKeeper allows it with reconfigEnabled=true.',
    next: 'Change the configuration of all, and restart them one after the other.',
  },
  sessionClosedRequireAuth: {
    what: 'The server serves nobody without credentials.',
    means: 'It closed the session because nobody had identified (enforce.auth.enabled).',
    next: 'Identify with addauth before anything else.',
  },
  quotaExceeded: {
    what: 'A quota above this znode is used up.',
    means: 'It limits how many znodes or bytes may lie there.',
    next: 'Delete something, or have the quota raised.',
  },
  throttledOp: {
    what: 'The server dropped the request.',
    means: 'It has more than it can serve.',
    next: 'Try again in a moment, and ask less at once.',
  },
}

export const WIRE_ERRORS: readonly WireError[] = Object.entries(ErrorCode).map(([name, code]) => {
  const known = name as keyof typeof ErrorCode
  return { code, name: known, ...TOLD[known], certain: TOLD[known].certain ?? NOTHING_CHANGED }
})
