/**
 * The same lines typed at Quoll and at Apache ZooKeeper, three peers each, get the same answers: those that are written down in
 * `acceptance.transcript` (`vitest -u` writes it anew). Where servers differ on purpose, it is said here and in docs/shell.md.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { BOTH } from './servers.ts'
import { type Talk, talk } from './talk.ts'

const PATIENCE_MS = 120_000
/** How long an answer may take that comes by itself. */
const NEWS_MS = 300

const LINES = readFileSync(fileURLToPath(new URL('./acceptance.lines', import.meta.url)), 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')

/** Lines after which a watch speaks by itself. */
const WATCHED = /^(?:set|create|delete) \/own/

describe.each(BOTH)('%s', (_, start, isThere) => {
  test.runIf(isThere)(
    'answers as it is written down',
    async () => {
      const servers = await start()
      try {
        const transcript = await transcriptOf(servers.hosts)
        await expect(transcript).toMatchFileSnapshot('./acceptance.transcript')
      } finally {
        await servers.stop()
      }
    },
    PATIENCE_MS,
  )
})

async function transcriptOf(hosts: string): Promise<string> {
  await using typed = talk(hosts)
  const parts: string[] = []
  for (const line of LINES) {
    if (line.startsWith('#')) {
      parts.push(`\n${line}\n`)
      continue
    }
    typed.shell.history.push(line)
    const answer = await answerTo(typed, line)
    parts.push(`> ${line}\n${withoutNumbers(answer)}${typed.code() === 0 ? '' : `(ends with ${typed.code()})\n`}`)
  }
  return parts.join('')
}

async function answerTo(typed: Talk, line: string): Promise<string> {
  const answer = await typed.line(line)
  if (!WATCHED.test(line)) return answer
  await new Promise((resolve) => setTimeout(resolve, NEWS_MS))
  return answer + typed.said()
}

/** What is never the same twice: transactions, sessions, times. */
function withoutNumbers(text: string): string {
  return text
    .replace(/0x[0-9a-f]{2,}/g, '0x…')
    .replace(/^([cmp]Zxid) = 0x[0-9a-f]+$/gm, '$1 = 0x…')
    .replace(/^([cm]time) = \w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4}$/gm, '$1 = …')
}
