/** Commands about the session and the shell itself. */
import { parseHosts } from '@quoll/client'
import { UsageError } from '../../errors.ts'
import { version as ourVersion } from '../../version.ts'
import type { ShellCommand } from '../command.ts'
import { hex } from '../output.ts'

const HISTORY_SHOWN = 50

export const connectTo: ShellCommand = {
  name: 'connect',
  group: 'shell',
  usage: '[host:port,…]',
  summary: 'ends the session and begins one, here or elsewhere',
  options: {},
  words: [0, 1],
  examples: ['connect'],
  json: ['server', 'session', 'timeoutMs'],
  offline: true,
  async run({ session, signal }, { words: [hosts = session.hosts] }) {
    checkHosts(hosts)
    const client = await session.connectTo(hosts, signal)
    const { server, sessionId, sessionTimeoutMs: timeoutMs } = client
    return {
      lines: [`connected to ${server}, session ${hex(sessionId)}, timeout ${timeoutMs} ms`],
      json: { server, session: hex(sessionId), timeoutMs },
    }
  },
}

/** @throws UsageError for what is no list of addresses. */
export function checkHosts(hosts: string): void {
  try {
    parseHosts(hosts)
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), 'For example: one:2181,two:2181')
  }
}

export const close: ShellCommand = {
  name: 'close',
  group: 'shell',
  usage: '',
  summary: 'ends the session; its ephemeral znodes go',
  options: {},
  words: [0, 0],
  notes: ['The next command that asks a server begins a new session.'],
  examples: ['close'],
  json: ['closed'],
  offline: true,
  async run({ session }) {
    await session.close()
    return { lines: [], json: { closed: true } }
  },
}

export const version: ShellCommand = {
  name: 'version',
  group: 'shell',
  usage: '',
  summary: 'prints the version of this shell',
  options: {},
  words: [0, 0],
  examples: ['version'],
  json: ['version'],
  offline: true,
  run: async () => ({ lines: [`Quoll CLI version: ${ourVersion()}`], json: { version: ourVersion() } }),
}

export const history: ShellCommand = {
  name: 'history',
  group: 'shell',
  usage: '',
  summary: `prints what was typed so far, the last ${HISTORY_SHOWN} lines`,
  options: {},
  words: [0, 0],
  examples: ['history'],
  json: ['lines'],
  offline: true,
  async run({ history: typed }) {
    const lines = typed.map((line, number) => ({ number, line })).slice(-HISTORY_SHOWN)
    return { lines: lines.map(({ number, line }) => `${number} - ${line}`), json: { lines } }
  },
}

export const redo: ShellCommand = {
  name: 'redo',
  group: 'shell',
  usage: 'cmdno',
  summary: 'runs a line again, by its number in history',
  options: {},
  words: [1, 1],
  examples: ['redo 0'],
  json: [],
  offline: true,
  async run({ history: typed, runLine }, { words: [text = ''] }) {
    const line = /^\d+$/.test(text) ? typed[Number(text)] : undefined
    if (line === undefined) throw new UsageError(`there is no line ${text}`, 'history has the numbers.')
    if (/^\s*redo\b/i.test(line)) throw new UsageError(`line ${text} is itself a redo`, 'Name the line it ran.')
    const exit = await runLine(line)
    return { lines: [], json: undefined, exit }
  },
}

/** The shell ends when it has run. */
export const quit: ShellCommand = {
  name: 'quit',
  group: 'shell',
  usage: '',
  summary: 'ends the session and the shell, as exit and Ctrl-D do',
  options: {},
  words: [0, 0],
  examples: ['quit'],
  json: [],
  offline: true,
  run: async () => undefined,
}
