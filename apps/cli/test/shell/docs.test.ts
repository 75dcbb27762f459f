/**
 * docs/shell.md tells the truth: its transcripts are typed at real ensembles and answered so, its command lines run, and its list is made
 * from the commands (`vitest -u` writes it anew).
 */
import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { ShellCommand } from '../../src/shell/command.ts'
import { COMMANDS } from '../../src/shell/commands.ts'
import { BOTH } from './servers.ts'
import { talk } from './talk.ts'

const run = promisify(execFile)
const PATIENCE_MS = 120_000
const NEWS_MS = 200
const PAGE = fileURLToPath(new URL('../../../../docs/shell.md', import.meta.url))
const MAIN = fileURLToPath(new URL('../run-from-source.ts', import.meta.url))
const HOSTS = '127.0.0.1:2181'
const page = readFileSync(PAGE, 'utf8')

test('the list of commands is the list of commands', async () => {
  const made = page.replace(
    /(<!-- Made from .* -->\n)[\s\S]*(<!-- end -->)/,
    (_, begin, end) => `${begin}\n${COMMANDS.map(section).join('\n')}\n${end}`,
  )
  await expect(made).toMatchFileSnapshot(PAGE)
})

describe.each(BOTH)('on %s', (_, start, isThere) => {
  test.runIf(isThere)(
    'what the page shows is what one sees',
    async () => {
      const servers = await start()
      const directory = mkdtempSync(join(tmpdir(), 'quoll-docs-'))
      const before = process.cwd()
      process.chdir(directory)
      try {
        await typeAll(servers.hosts)
        await runAll(servers.hosts, directory)
      } finally {
        process.chdir(before)
        rmSync(directory, { recursive: true, force: true })
        await servers.stop()
      }
    },
    PATIENCE_MS,
  )
})

/** Every line behind `> `, and what stands below it. */
async function typeAll(hosts: string): Promise<void> {
  await using typed = talk(hosts)
  const blocks = [...page.matchAll(/^```text\n(> [\s\S]*?)^```$/gm)].map((match) => match[1]!)
  expect(blocks.length).toBeGreaterThan(5)
  for (const block of blocks)
    for (const part of block.split(/^> /m).slice(1)) {
      const [line = '', ...answer] = part.split('\n')
      const said = await typed.line(line)
      await new Promise((resolve) => setTimeout(resolve, part.includes('WATCHER') ? NEWS_MS : 0))
      const shown = (said + typed.said()).replace(/(.Zxid = 0x)\w+/g, '$1…').replace(/(.time = ).*/g, '$1…')
      expect(`> ${line}\n${shown}`).toBe(`> ${line}\n${answer.join('\n')}`)
    }
  await typed.line('deleteall /app')
}

/** Every command line of the page, in a shell that finds this `quoll`. */
async function runAll(hosts: string, directory: string): Promise<void> {
  const quoll = join(directory, 'quoll')
  writeFileSync(quoll, `#!/bin/sh\nexec '${process.execPath}' --conditions=source '${MAIN}' "$@"\n`)
  chmodSync(quoll, 0o755)
  const lines = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap((match) => match[1]!.trim().split('\n'))
  expect(lines.length).toBeGreaterThan(5)
  const env = { ...process.env, PATH: `${directory}${delimiter}${process.env['PATH']}` }
  for (const line of lines) {
    const script = `set -eo pipefail; exec </dev/null\n${line.replaceAll(HOSTS, hosts)}`
    await run('bash', ['-c', script], { env, cwd: directory })
  }
}

function section({ name, usage, summary, options, notes = [], examples, json }: ShellCommand): string {
  const letters = Object.entries(options).map(([letter, { value, long, says }]) => {
    const names = long === undefined ? `-${letter}` : `-${letter}, --${long}`
    return `- \`${value === undefined ? names : `${names} ${value}`}\`: ${escaped(says)}`
  })
  const fields = json.length === 0 ? 'nothing' : json.map((field) => `\`${field}\``).join(', ')
  return [
    `### ${name}`,
    '',
    `\`${`${name} ${usage}`.trim()}\` ${summary}.`,
    '',
    ...letters,
    ...(letters.length > 0 ? [''] : []),
    ...(notes.length > 0 ? [escaped(notes.join(' ')), ''] : []),
    `For example ${examples.map((line) => `\`${line}\``).join(', ')}. JSON: ${fields}.`,
    '',
  ].join('\n')
}

/** Markdown must not take a star for more than it is. */
function escaped(text: string): string {
  return text.replaceAll('**', '\\*\\*')
}
