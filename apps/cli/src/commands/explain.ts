/** `quoll explain`: quorums, elections, errors and exit codes in words. */
import { Exit, UsageError } from '../errors.ts'
import { ELECTION_TEXT, presentLeaderText } from '../explain/election-text.ts'
import { quorumText, sizesTable } from '../explain/quorum-text.ts'
import { similar, topicFor, topics } from '../explain/topics.ts'
import { parseAddresses } from '../peers/addresses.ts'
import { observePeer } from '../peers/observe-peer.ts'
import { ensembleReport } from '../status/ensemble-report.ts'
import { tableLines, terminalWidth, wrapped } from '../table.ts'

export type ExplainOptions = {
  readonly connect?: string
  readonly config?: string
  readonly observers?: number
  readonly json?: boolean
}

const VOTERS_MAX = 99

/** @throws UsageError, ConfigError */
export async function explain(words: readonly string[], options: ExplainOptions): Promise<number> {
  const [topic = '', ...rest] = words
  if (topic === 'quorum') return quorum(rest, options)
  if (topic === 'election') return election(rest, options)
  // `exit 3`, `exit code 3`, `KeeperErrorCode = NoNode`: all of it is one word.
  return error(words.join(' '), options.json ?? false)
}

async function quorum(words: readonly string[], { connect, config, observers = 0 }: ExplainOptions): Promise<number> {
  const [number, ...more] = words
  if (more.length > 0 || [number, connect, config].filter((one) => one !== undefined).length > 1)
    throw new UsageError('a number of voters, --config and --connect are three ways to say which ensemble', 'Give one.')
  if (config !== undefined) {
    const { readConfig } = await import('@quoll/server')
    const { members } = readConfig(config).settings
    const voters = members.filter(({ observer }) => !observer).length
    print(quorumText({ voters: Math.max(1, voters), observers: members.length - voters }))
  } else if (connect !== undefined) {
    const peers = await Promise.all(parseAddresses(connect).map((address) => observePeer(address)))
    const { voters, serving, notes } = ensembleReport(peers)
    const all = Math.max(0, ...peers.map(({ configuration }) => configuration.members.length))
    print(quorumText({ voters, observers: Math.max(0, all - voters), up: serving }))
    for (const note of notes.filter((text) => text.includes('not asked'))) print(['', note])
  } else if (number === undefined) print(sizesTable())
  else print(quorumText({ voters: votersIn(number), observers }))
  return Exit.ok
}

function votersIn(text: string): number {
  const voters = Number(text)
  if (Number.isInteger(voters) && voters >= 1 && voters <= VOTERS_MAX) return voters
  throw new UsageError(
    `"${text}" is no number of voters`,
    `Write a whole number from 1 to ${VOTERS_MAX}, as in: quoll explain quorum 5`,
  )
}

async function election(words: readonly string[], { connect }: ExplainOptions): Promise<number> {
  if (words.length > 0)
    throw new UsageError(`"${words[0]}" is too much`, 'Write: quoll explain election --connect HOSTS')
  if (connect === undefined) print(ELECTION_TEXT)
  else print(presentLeaderText(await Promise.all(parseAddresses(connect).map((address) => observePeer(address)))))
  return Exit.ok
}

function error(word: string, json: boolean): number {
  const all = topics()
  if (word === '' || word === 'errors') return list(json)
  const topic = topicFor(word, all)
  if (topic === undefined) {
    const close = similar(word, all)
    const hint = close.length === 0 ? '' : ` Similar: ${close.join(', ')}.`
    throw new UsageError(`nothing is known of "${word}"`, `quoll explain lists everything that is.${hint}`)
  }
  const { words: _, ...told } = topic
  if (json) console.log(JSON.stringify(told))
  else
    print([
      topic.title,
      ...[topic.what, topic.means, topic.certain ?? '', topic.next].filter(Boolean).map((line) => `  ${line}`),
    ])
  return Exit.ok
}

function list(json: boolean): number {
  const all = topics()
  if (json) console.log(JSON.stringify(all.map(({ words: _, ...told }) => told)))
  else {
    const rows = all.map(({ title, what }) => [title, what])
    print(['quoll explain quorum [VOTERS], quoll explain election, or one of these, by name or number:', ''])
    console.log(tableLines([{ title: 'error' }, { title: 'what happened' }], rows, terminalWidth()).join('\n'))
  }
  return Exit.ok
}

function print(lines: readonly string[]): void {
  const width = Math.min(92, terminalWidth())
  for (const line of lines) {
    const indent = line.match(/^ */)?.[0] ?? ''
    // Tables are short, and stay as they are.
    console.log(
      line.length <= width
        ? line
        : wrapped(line.trimStart(), width - indent.length, '  ')
            .map((part) => indent + part)
            .join('\n'),
    )
  }
}
