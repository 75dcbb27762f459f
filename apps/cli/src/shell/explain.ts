/** Every error a person can meet at the prompt: what it means, and what to do next. What happened, the error says itself. */
import { isZooKeeperError, type ZooKeeperErrorCode } from '@quoll/client'
import { type Complaint, complaintLines, explain as explainAny } from '@quoll/server/errors'
import { UsageError } from '../errors.ts'
import { printable } from './output.ts'

export type Explanation = { readonly means: string; readonly next: string }

export const EXPLANATIONS: Readonly<Record<ZooKeeperErrorCode, Explanation>> = {
  NO_NODE: {
    means: 'There is no znode at this path, or this server has not heard of it yet.',
    next: 'Look with ls what there is; after a change by somebody else, sync first. create needs the parent to exist.',
  },
  NODE_EXISTS: {
    means: 'Somebody has created it before.',
    next: 'Use set to change what it holds, or create -s for a name of its own.',
  },
  BAD_VERSION: {
    means: 'It was changed since you looked.',
    next: 'Look again with get -s; dataVersion is what -v compares.',
  },
  NOT_EMPTY: {
    means: 'Only a znode without children can be deleted.',
    next: 'Use deleteall to delete what lies below too.',
  },
  NO_AUTH: {
    means: 'Its ACL does not allow this to anybody you have identified as.',
    next: 'getAcl shows whom it allows, whoami who you are; identify with addauth digest user:password.',
  },
  AUTH_FAILED: {
    means: 'The server knows no such scheme, or does not take these credentials.',
    next: 'Use addauth digest user:password.',
  },
  INVALID_ACL: {
    means: 'The list is empty, malformed, or uses the scheme auth without anybody identified.',
    next: 'Write scheme:id:permissions, for example world:anyone:cdrwa; for auth::cdrwa use addauth first.',
  },
  BAD_ARGUMENTS: {
    means: 'The path, a flag or a value is not one the server accepts.',
    next: 'Paths begin with / and do not end with it; they have no empty parts, no . and no .. in them.',
  },
  NO_CHILDREN_FOR_EPHEMERALS: {
    means: 'An ephemeral znode goes with its session and cannot have children.',
    next: 'Create it below a lasting one.',
  },
  EPHEMERAL_ON_LOCAL_SESSION: {
    means: 'Only sessions that all servers know can own ephemeral znodes.',
    next: 'Allow localSessionsUpgradingEnabled on the servers.',
  },
  NO_WATCHER: { means: 'No watch of this sort is set on this connection.', next: 'Nothing needs to be done.' },
  NOT_READ_ONLY: {
    means: 'The server has lost its ensemble and only answers reads.',
    next: 'Connect to another one, or wait until it has a leader: quoll status shows it.',
  },
  QUOTA_EXCEEDED: {
    means: 'A quota limits how many znodes or bytes may lie there.',
    next: 'Delete something, or have the quota raised.',
  },
  THROTTLED: { means: 'It has more requests than it can serve.', next: 'Try again in a moment.' },
  UNIMPLEMENTED: {
    means: 'It is older than this operation, or has it switched off (TTLs need extendedTypesEnabled).',
    next: 'srvr, or quoll status, tells its version.',
  },
  MARSHALLING_ERROR: {
    means: 'It does not understand this form of the operation, mostly because it is older.',
    next: 'quoll status tells its version.',
  },
  RECONFIG_DISABLED: {
    means: 'Members are fixed in its configuration.',
    next: 'Set reconfigEnabled=true on the servers.',
  },
  RECONFIG_IN_PROGRESS: { means: 'Only one can be under way.', next: 'Try again in a moment.' },
  NEW_CONFIG_NO_QUORUM: {
    means: 'Too few of the new members are connected and level.',
    next: 'Start them, wait until they follow, and try again.',
  },
  ROLLED_BACK: { means: 'Nothing of it was done.', next: 'Look which part failed.' },
  UNKNOWN: { means: 'This client does not know what that stands for.', next: "The server's log may say more." },
  CONNECTION_LOSS: {
    means: 'The server went away, or none could be reached.',
    next: 'quoll status shows who is up. A change whose answer was lost may have happened: look before you repeat it.',
  },
  SESSION_EXPIRED: {
    means:
      'The ensemble has not heard of this client for its session timeout. Its ephemeral znodes are deleted, its watches forgotten.',
    next: 'The next command begins a new session.',
  },
  CLOSED: { means: 'It was ended here.', next: 'Start the shell again.' },
  REQUEST_TOO_LARGE: {
    means: 'Servers refuse longer requests (jute.maxbuffer).',
    next: 'Keep large data elsewhere, and its address in the znode.',
  },
  QUEUE_FULL: { means: 'Answers do not come as quickly as questions are asked.', next: 'Try again in a moment.' },
}

/** What zkCli says, so that scripts which look for it find it. ZooKeeper: CliCommand, MalformedPathException and its like. */
const ZKCLI_WORDS: Readonly<Partial<Record<ZooKeeperErrorCode, string>>> = {
  NO_NODE: 'Node does not exist: ',
  NODE_EXISTS: 'Node already exists: ',
  NOT_EMPTY: 'Node not empty: ',
  BAD_VERSION: 'version No is not valid : ',
  NO_AUTH: 'Insufficient permission : ',
  INVALID_ACL: 'Acl is not valid : ',
  NO_CHILDREN_FOR_EPHEMERALS: 'Ephemerals cannot have children: ',
  QUOTA_EXCEEDED: 'Quota has exceeded : ',
}

/** Undefined for what explains itself. */
export function explain(error: unknown): Explanation | undefined {
  return isZooKeeperError(error) ? EXPLANATIONS[error.code] : undefined
}

/** What happened, what it means, what to do next; `command` is the one that was typed, by its name. */
export function errorLines(error: unknown, command?: string): string[] {
  const { what, means, next } = complaint(error, command)
  return complaintLines({ what: printable(what), means: printable(means), next })
}

export function errorJson(error: unknown, command?: string): object {
  const message = error instanceof Error ? error.message : String(error)
  const { means, next } = complaint(error, command)
  const known = isZooKeeperError(error)
    ? { code: error.code, path: error.path ?? null, definite: error.definite }
    : { code: error instanceof UsageError ? 'USAGE' : 'FAILED', path: null, definite: true }
  return { error: { ...known, message, means, next } }
}

function complaint(error: unknown, command: string | undefined): Complaint {
  if (!isZooKeeperError(error)) {
    const own = explainAny(error)
    // Our commands have no --help, they have help.
    return own.next.startsWith('--help') ? { ...own, next: `help${command ? ` ${command}` : ''} has examples.` } : own
  }
  const words = ZKCLI_WORDS[error.code]
  const { means, next } = EXPLANATIONS[error.code]
  if (words === undefined || error.path === undefined) return { what: error.message, means, next }
  // What zkCli's words leave out: which part of a transaction, whose parent.
  const isPlain = error.message.startsWith(error.path) || error.code === 'NO_AUTH' || error.code === 'INVALID_ACL'
  return { what: `${words}${error.path}`, means: isPlain ? means : `${capitalized(error.message)}.`, next }
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
