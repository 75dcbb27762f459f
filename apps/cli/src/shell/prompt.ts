/** The shell at a terminal: a prompt, a history, completion; Ctrl-C stops what runs, Ctrl-D ends it. */
import { createInterface } from 'node:readline/promises'
import type { SessionState } from '@quoll/client'
import { Exit } from '../errors.ts'
import { completions } from './completion.ts'
import { HISTORY_LINES_MAX, type HistoryFile, hasSecret } from './history-file.ts'
import { colorsFor, type Paint } from './paint.ts'
import type { Shell } from './shell.ts'

/** What a change of the session means for whoever sits there. */
const NEWS: Readonly<Partial<Record<SessionState, string>>> = {
  suspended: 'the connection is lost; another server is being looked for',
  connected: 'connected again; the session goes on',
  expired: 'the session is over: its ephemeral znodes and watches are gone; the next command begins a new one',
}

export type Terminal = { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream }

export async function runAtPrompt(shell: Shell, history: HistoryFile, { input, output }: Terminal): Promise<number> {
  const paint = colorsFor(output)
  const lines = createInterface({
    ...{ input, output, terminal: true, historySize: HISTORY_LINES_MAX, removeHistoryDuplicates: true },
    history: [...history.lines].reverse(),
    completer: (line: string) => completions(line, shell.client),
  })
  // Secrets cannot be found again with the arrow keys either.
  lines.on('history', (typed: string[]) => {
    for (let at = typed.length - 1; at >= 0; at--) if (hasSecret(typed[at]!)) typed.splice(at, 1)
  })
  // From here on, so that what is typed ahead is not lost.
  const typed = lines[Symbol.asyncIterator]()
  let running: AbortController | undefined
  let isAsking = false
  const ask = (): void => {
    isAsking = true
    lines.setPrompt(promptText(shell, paint))
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
  shell.voice = { out: write, err: (text) => write(complaintColors(text, paint)) }
  shell.onState = (state) => {
    const news = NEWS[state]
    if (news !== undefined) write(`${paint('yellow', news)}\n`)
    else if (isAsking) ask()
  }
  const { runProgram } = shell
  shell.runProgram = async (program, file) => {
    lines.pause()
    setRaw(input, false)
    try {
      return await runProgram(program, file)
    } finally {
      setRaw(input, true)
      lines.resume()
    }
  }
  await greet(shell)
  for (ask(); ; ask()) {
    const { done, value: line } = await typed.next()
    isAsking = false
    if (done) break
    remember(shell, history, line)
    running = new AbortController()
    const quits = await runLine(shell, line, running.signal)
    if (running.signal.aborted) output.write(`${paint('yellow', 'stopped')}\n`)
    running = undefined
    if (quits) break
  }
  lines.close()
  return Exit.ok
}

/** `[127.0.0.1:2181(CONNECTED) 0x1000a 3] `: where, how, which session, and the number that redo knows the line by. */
function promptText(shell: Shell, paint: Paint): string {
  const { client } = shell
  const state = client === undefined ? 'CLOSED' : client.state === 'connected' ? 'CONNECTED' : 'CONNECTING'
  const color = state === 'CONNECTED' ? 'green' : state === 'CLOSED' ? 'red' : 'yellow'
  const session = client === undefined ? '' : ` ${paint('dim', `0x${client.sessionId.toString(16)}`)}`
  const readOnly = client?.readOnly === true ? ', READ ONLY' : ''
  const server = paint('cyan', client?.server || shell.hosts)
  return `[${server}${paint(color, `(${state}${readOnly})`)}${session} ${shell.history.length}] `
}

/** The first line says what happened; the others, what it means and what to do, are quieter. */
function complaintColors(text: string, paint: Paint): string {
  const [what = '', ...rest] = text.split('\n')
  return [paint('red', what), ...rest].join('\n')
}

function remember(shell: Shell, history: HistoryFile, line: string): void {
  if (line.trim() === '') return
  shell.history.push(hasSecret(line) ? 'addauth …' : line)
  history.add(line)
}

function setRaw(input: NodeJS.ReadableStream, isRaw: boolean): void {
  if ('setRawMode' in input && typeof input.setRawMode === 'function') input.setRawMode(isRaw)
}

async function greet(shell: Shell): Promise<void> {
  try {
    const { server } = await shell.connected()
    shell.voice.out(`connected to ${server}; help lists the commands, tab completes them\n`)
  } catch (error) {
    shell.complain(error)
  }
}

/** Whether the line ends the shell. */
async function runLine(shell: Shell, line: string, signal: AbortSignal): Promise<boolean> {
  await shell.runLine(line, signal)
  return isQuit(line)
}

export function isQuit(line: string): boolean {
  return /^\s*(?:quit|exit)\s*$/i.test(line)
}
