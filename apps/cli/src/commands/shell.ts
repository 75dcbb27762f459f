/** `quoll shell`: the client at the prompt, for one command, or for a script from a pipe. */
import { createInterface } from 'node:readline'
import { parseHosts } from '@quoll/client'
import { Exit, UsageError } from '../errors.ts'
import { runAtPrompt } from '../shell/prompt.ts'
import { Shell } from '../shell/shell.ts'
import { wordsOf } from '../shell/words.ts'

export type ShellCommandOptions = { readonly connect: string; readonly timeout: number; readonly json?: boolean }

/** Returns the exit code of the first command that failed; a prompt itself never fails. */
export async function shell(words: readonly string[], options: ShellCommandOptions): Promise<number> {
  const hosts = checkedHosts(options.connect)
  const one = new Shell(
    { hosts, sessionTimeoutMs: options.timeout, json: options.json ?? false },
    { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
  )
  // Whoever reads us may have read enough.
  process.stdout.on('error', () => process.exit(Exit.ok))
  try {
    if (words.length > 0) return await runOnce(one, words)
    if (process.stdin.isTTY && process.stdout.isTTY)
      return await runAtPrompt(one, hosts, { input: process.stdin, output: process.stdout })
    return await runScript(one)
  } finally {
    await one.close()
  }
}

async function runOnce(one: Shell, words: readonly string[]): Promise<number> {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
  const code = await one.run(words, interrupted.signal)
  if (code === Exit.ok) await one.keepPromises()
  return code
}

/** One command a line; `#` begins a comment. Goes on after a failure, as zkCli does. */
async function runScript(one: Shell): Promise<number> {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
  let code: number = Exit.ok
  for await (const line of createInterface({ input: process.stdin })) {
    if (interrupted.signal.aborted) return code
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue
    one.history.push(line)
    const words = wordsOrComplaint(one, line)
    const result = words === undefined ? Exit.usage : await one.run(words, interrupted.signal)
    if (code === Exit.ok) code = result
    if (words?.[0] === 'quit' || words?.[0] === 'exit') break
  }
  return code
}

function wordsOrComplaint(one: Shell, line: string): string[] | undefined {
  try {
    return wordsOf(line)
  } catch (error) {
    one.complain(error)
    return undefined
  }
}

/** @throws UsageError */
function checkedHosts(connect: string): string {
  try {
    parseHosts(connect)
    return connect
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
