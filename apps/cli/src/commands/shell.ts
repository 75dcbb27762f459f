/** `quoll shell`: the client at the prompt, for one command, or for a script from a pipe. */
import { Exit } from '../errors.ts'
import { linesOf } from '../lines.ts'
import { checkHosts } from '../shell/commands/session.ts'
import { HistoryFile, hasSecret, historyPath } from '../shell/history-file.ts'
import { isQuit, runAtPrompt } from '../shell/prompt.ts'
import { Shell } from '../shell/shell.ts'

export type ShellCommandOptions = {
  readonly connect: string
  readonly timeout: number
  readonly json?: boolean
  readonly readOnly?: boolean
}

/** Returns the exit code of the first command that failed; a prompt itself never fails. */
export async function shell(words: readonly string[], options: ShellCommandOptions): Promise<number> {
  const { connect: hosts, timeout: sessionTimeoutMs, json = false, readOnly = false } = options
  checkHosts(hosts)
  const one = new Shell(
    { hosts, sessionTimeoutMs, json, readOnly },
    { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
  )
  // Whoever reads us may have read enough.
  process.stdout.on('error', () => process.exit(Exit.ok))
  try {
    if (words.length > 0) return await runOnce(one, words)
    if (process.stdin.isTTY && process.stdout.isTTY)
      return await runAtPrompt(one, new HistoryFile(historyPath()), { input: process.stdin, output: process.stdout })
    return await runScript(one)
  } finally {
    await one.close()
  }
}

async function runOnce(one: Shell, words: readonly string[]): Promise<number> {
  const interrupted = interruption()
  const code = await one.run(words, interrupted)
  if (code === Exit.ok) await one.keepPromises()
  return code
}

/** One command a line; `#` begins a comment. Goes on after a failure, as zkCli does. */
async function runScript(one: Shell): Promise<number> {
  const interrupted = interruption()
  let code: number = Exit.ok
  for await (const line of linesOf(process.stdin)) {
    if (interrupted.aborted) return code
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue
    one.history.push(hasSecret(line) ? 'addauth …' : line)
    const result = await one.runLine(line, interrupted)
    if (code === Exit.ok) code = result
    if (isQuit(line)) break
  }
  return code
}

function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort())
  return controller.signal
}
