/** What `quoll explain <word>` finds: errors of the protocol, of the client, of storage, of the system, and exit codes. */
import { EXIT_CODES, SYSTEM_ERRORS } from '@quoll/server/errors'
import { EXPLANATIONS } from '../shell/explain.ts'
import { WIRE_ERRORS, type WireError } from './zookeeper-errors.ts'

export type Topic = {
  readonly title: string
  /** All the words it is found by, in lower case, without anything but letters and digits. */
  readonly words: readonly string[]
  readonly what: string
  readonly means: string
  readonly certain?: string
  readonly next: string
}

/** Errors of Quoll itself that are no answers of a server. */
const OWN: readonly (Omit<Topic, 'words' | 'title'> & { readonly code: string })[] = [
  {
    code: 'CORRUPT_LOG',
    what: 'Something in the log that was acknowledged is damaged or missing.',
    means: 'The peer does not start: it would vote without knowing what it promised. Exit code 4.',
    next: 'Move the directory away and start with an empty one, while the other peers are well: it copies everything.',
  },
  {
    code: 'CORRUPT_EPOCHS',
    what: 'The promises of a peer cannot be read.',
    means: 'The peer does not start: it might break one. Exit code 4.',
    next: 'Move the directory away and start with an empty one, while the other peers are well: it copies everything.',
  },
  {
    code: 'UNKNOWN_FORMAT',
    what: 'The data was written by another version, or is not of Quoll.',
    means: 'The peer does not start, and changes nothing. Exit code 4.',
    next: 'Check the directory, or start the version that wrote it.',
  },
  {
    code: 'DIRECTORY_IN_USE',
    what: 'Another process works in the directory.',
    means: 'Two peers on one directory would destroy it. Exit code 1.',
    next: 'Stop the other one, or give this one a directory of its own.',
  },
  {
    code: 'CONFIG',
    what: 'The configuration is not one a peer can start from.',
    means: 'Every problem is named with its line. Exit code 2.',
    next: 'Correct what is named; docs/configuration.md tells what each key does.',
  },
  {
    code: 'USAGE',
    what: 'The command line is not one Quoll understands.',
    means: 'Nothing was done. Exit code 2.',
    next: '--help has examples.',
  },
]

export function topics(): Topic[] {
  const wire = WIRE_ERRORS.map(wireTopic)
  const taken = new Set(wire.flatMap(({ words }) => words))
  const client = Object.entries(EXPLANATIONS).flatMap(([code, { means, next }]) =>
    taken.has(plain(code))
      ? []
      : [{ title: code, words: [plain(code)], what: SAID_BY_CLIENT[code] ?? SAID, means, next }],
  )
  const own = OWN.map(({ code, ...told }) => ({ title: code, words: [plain(code)], ...told }))
  const system = Object.entries(SYSTEM_ERRORS).map(([code, { means, next, exit }]) => ({
    title: `${code}, of the operating system`,
    words: [plain(code)],
    what: `The operating system says ${code}.`,
    means,
    certain: `A peer that cannot go on for it ends with exit code ${exit}.`,
    next,
  }))
  const exits = EXIT_CODES.map(({ code, brief, means, next }) => ({
    title: `exit code ${code}`,
    words: [`${code}`, `exit${code}`, `exitcode${code}`],
    what: `${brief[0]?.toUpperCase()}${brief.slice(1)}.`,
    means,
    next,
  }))
  return [...wire, ...client, ...own, ...system, ...exits]
}

const SAID = 'The client library says so; no server was asked, or its answer was no other code.'
const SAID_BY_CLIENT: Readonly<Record<string, string>> = {
  CLOSED: 'This client was closed.',
  QUEUE_FULL: 'Too many requests wait for an answer.',
  REQUEST_TOO_LARGE: 'The request is longer than servers take.',
  ROLLED_BACK: 'Another part of the same transaction failed.',
  QUOTA_EXCEEDED: 'A quota above this znode is used up.',
  UNKNOWN: 'The server answered with a code nobody knows.',
}

/** What Java, kazoo and others call it where it differs from our name by more than its spelling. */
const OTHER_NAMES: Readonly<Partial<Record<WireError['name'], readonly string[]>>> = {
  marshallingError: ['marshalling'],
  runtimeInconsistency: ['rolledback', 'rolledbackerror'],
  throttledOp: ['throttled'],
  notReadOnly: ['notreadonlycall'],
  sessionClosedRequireAuth: ['sessionclosedrequiresaslauth'],
  newConfigNoQuorum: ['newconfignoquorumexception'],
}

function wireTopic(error: WireError): Topic {
  const { code, name, what, means, certain, next } = error
  const words = [String(code), plain(name), ...(OTHER_NAMES[name] ?? [])]
  // `0` is also an exit code, and as such told with it.
  return { title: `${constant(name)}, ${code}`, words: code === 0 ? words.slice(1) : words, what, means, certain, next }
}

/** `noNode`: `NO_NODE`. */
function constant(name: string): string {
  return name.replace(/[A-Z]/g, '_$&').toUpperCase()
}

/** As people and programs write it: `KeeperErrorCode = NoNode`, `NoNodeError`, `no-node`. */
export function plain(word: string): string {
  const bare = word.toLowerCase().replace(/keepererrorcode|keeperexception/g, '')
  const letters = bare.replace(/[^a-z0-9-]/g, '')
  if (/^-\d+$/.test(letters)) return letters
  return letters.replace(/-/g, '')
}

/** The topic of a word, also with Java's and kazoo's endings. */
export function topicFor(word: string, all: readonly Topic[] = topics()): Topic | undefined {
  const wanted = plain(word)
  const find = (text: string) => all.find(({ words }) => words.includes(text))
  return find(wanted) ?? find(wanted.replace(/(?:exception|error)$/, ''))
}

/** Titles of what may have been meant. */
export function similar(word: string, all: readonly Topic[] = topics()): string[] {
  const wanted = plain(word)
  if (wanted.length < 3) return []
  const closeness = ({ words }: Topic) =>
    Math.min(...words.map((one) => (one.includes(wanted) ? 0 : distance(one, wanted))))
  const close = all.map((topic) => ({ topic, far: closeness(topic) })).filter(({ far }) => far <= 2)
  return close
    .sort((a, b) => a.far - b.far)
    .slice(0, 5)
    .map(({ topic }) => topic.title.split(',')[0] ?? topic.title)
}

/** How many letters must be added, removed or replaced (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}
