/** The shell at a terminal: a prompt, a history, completion; Ctrl-C stops what runs, Ctrl-D ends it. */
import { createInterface } from 'node:readline/promises'
import { styleText } from 'node:util'
import type { SessionState } from '@quoll/client'
import { Exit } from '../errors.ts'
import { completions } from './completion.ts'
import type { Shell } from './shell.ts'
import { wordsOf } from './words.ts'

const HISTORY_LINES_MAX = 1000

/** What a change of the session means for whoever sits there. */
const NEWS: Readonly<Partial<Record<SessionState, string>>> = {
  suspended: 'the connection is lost; another server is being looked for',
  connected: 'connected again; the session goes on',
  expired: 'the session is over: its ephemeral znodes and watches are gone; the next command begins a new one',
}

export type Terminal = { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream }

export async function runAtPrompt(shell: Shell, hosts: string, { input, output }: Terminal): Promise<number> {
  const lines = createInterface({
    ...{ input, output, terminal: true, historySize: HISTORY_LINES_MAX },
    completer: (line: string) => completions(line, shell.client),
  })
  // From here on, so that what is typed ahead is not lost.
  const typed = lines[Symbol.asyncIterator]()
  let running: AbortController | undefined
  let isAsking = false
  const ask = (): void => {
    isAsking = true
    lines.setPrompt(`${styleText('cyan', shell.client?.server ?? hosts)}> `)
    lines.prompt(true)
  }
  /** What comes while somebody types moves the line they are typing down. */
  const write = (text: string): void => {
    output.write(isAsking ? `\r\x1b[K${text}` : text)
    if (isAsking) ask()
  }
  lines.on('close', () => running?.abort())
  // Ctrl-C: what runs is stopped; at the prompt the line is dropped.
  lines.on('SIGINT', () => {
    if (running !== undefined) return running.abort()
    lines.write(null, { ctrl: true, name: 'e' })
    lines.write(null, { ctrl: true, name: 'u' })
  })
  shell.voice = { out: write, err: (text) => write(styleText('red', text)) }
  shell.onState = (state) => {
    const news = NEWS[state]
    if (news !== undefined) write(`${styleText('yellow', news)}\n`)
  }
  await greet(shell)
  for (ask(); ; ask()) {
    const { done, value: line } = await typed.next()
    isAsking = false
    if (done) break
    if (line.trim() !== '') shell.history.push(line)
    running = new AbortController()
    const quits = await runLine(shell, line, running.signal)
    running = undefined
    if (quits) break
  }
  lines.close()
  return Exit.ok
}

async function greet(shell: Shell): Promise<void> {
  try {
    const { server } = await shell.connected()
    shell.voice.out(`connected to ${server}; help lists the commands, tab completes them\n`)
  } catch (error) {
    shell.complain(error)
  }
}

async function runLine(shell: Shell, line: string, signal: AbortSignal): Promise<boolean> {
  try {
    const words = wordsOf(line)
    await shell.run(words, signal)
    return words[0] === 'quit' || words[0] === 'exit'
  } catch (error) {
    shell.complain(error)
    return false
  }
}
