/** One step of a set-up or a test run: one calm line when it works, everything it said when it does not. */
import { spawn } from 'node:child_process'
import { BIN, ROOT } from './paths.mjs'

const LABEL_WIDTH = 11

/** Packages' scripts find the pinned Node and the tools first, and nothing phones home. */
export function toolEnvironment(extra = {}) {
  return {
    ...process.env,
    PATH: `${BIN}:${process.env.PATH ?? ''}`,
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    DO_NOT_TRACK: '1',
    ...extra,
  }
}

/** Prints `label  text`. */
export function say(label, text) {
  process.stdout.write(`${label.padEnd(LABEL_WIDTH)} ${text}\n`)
}

/**
 * Runs a command with its output held back.
 * @returns true when it ended well; otherwise its output has been printed.
 */
export async function runStep(label, doing, command, args, options = {}) {
  const began = Date.now()
  const live = process.stdout.isTTY === true
  if (live) process.stdout.write(`${label.padEnd(LABEL_WIDTH)} ${doing}…`)
  const { code, output } = await run(command, args, options)
  const seconds = `${((Date.now() - began) / 1000).toFixed(1)} s`
  if (live) process.stdout.write('\r\u001b[K')
  say(label, code === 0 ? `${options.done ?? 'ok'}  ${seconds}` : `failed after ${seconds}`)
  if (code !== 0) process.stdout.write(`\n${output.trimEnd()}\n\n`)
  return code === 0
}

/** Runs a command to its end. Never rejects: a command that cannot be started has code 127. */
export function run(command, args, { env = toolEnvironment(), inherit = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env,
      stdio: inherit ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr?.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }))
    child.on('close', (code, signal) => resolve({ code: signal === null ? code : 1, output }))
  })
}
