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

export async function runAtPrompt(shell: Shell, hosts: string): Promise<number> {
  const lines = createInterface({
    ...{ input: process.stdin, output: process.stdout, historySize: HISTORY_LINES_MAX },
    completer: (line: string) => completions(line, shell.client),
  })
  let running: AbortController | undefined
  let isAsking = false
  const closed = new AbortController()
  lines.on('close', () => {
    closed.abort()
    running?.abort()
  })
  // Ctrl-C: what runs is stopped; at the prompt the line is dropped.
  lines.on('SIGINT', () => {
    if (running !== undefined) running.abort()
    else {
      process.stdout.write('\n')
      lines.write(null, { ctrl: true, name: 'e' })
      lines.write(null, { ctrl: true, name: 'u' })
      lines.prompt()
    }
  })
  const say = (text: string): void => {
    process.stdout.write(`\r\x1b[K${styleText('yellow', text)}\n`)
    if (isAsking) lines.prompt(true)
  }
  shell.onState = (state) => {
    const news = NEWS[state]
    if (news !== undefined) say(news)
  }
  try {
    say(`connected to ${(await shell.connected()).server}; help lists the commands, tab completes them`)
  } catch (error) {
    shell.complain(error)
  }
  for (;;) {
    isAsking = true
    const line = await nextLine(lines, shell.client?.server ?? hosts, closed.signal)
    isAsking = false
    if (line === undefined) break
    if (line.trim() !== '') shell.history.push(line)
    running = new AbortController()
    const quits = await runLine(shell, line, running.signal)
    running = undefined
    if (quits || closed.signal.aborted) break
  }
  lines.close()
  return Exit.ok
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

/** Undefined when there is nobody there any more. */
async function nextLine(
  lines: ReturnType<typeof createInterface>,
  server: string,
  closed: AbortSignal,
): Promise<string | undefined> {
  if (closed.aborted) return undefined
  try {
    return await lines.question(`${styleText('cyan', server)}> `, { signal: closed })
  } catch (error) {
    if (closed.aborted) return undefined
    throw error
  }
}
