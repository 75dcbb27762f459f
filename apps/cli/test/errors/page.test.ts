/** docs/errors.md is made from the tables the command explains errors with: vitest -u writes it anew. */
import { EXIT_CODES, SYSTEM_ERRORS } from '@quoll/server/errors'
import { expect, test } from 'vitest'
import { topics } from '../../src/explain/topics.ts'
import { WIRE_ERRORS } from '../../src/explain/zookeeper-errors.ts'

const INTRODUCTION = `# Errors and exit codes

Everything that goes wrong is told in three parts: what happened, what it means, what to do next. On a terminal these are
lines, in a log one sentence:

\`\`\`text
quoll: "a:b" is no address
  Nothing was done.
  Write host:port, several separated by commas, for example 127.0.0.1:2181,127.0.0.1:2182.
\`\`\`

\`quoll explain\` knows all of this page, by name or number:

\`\`\`sh
quoll explain NO_NODE
quoll explain -101
quoll explain exit 4
quoll explain EADDRINUSE
\`\`\``

const OWN = /^(?:CORRUPT|UNKNOWN_FORMAT|DIRECTORY_IN_USE|CONFIG$|USAGE$)/

function page(): string {
  const all = topics()
  const wireWords = new Set(WIRE_ERRORS.map(({ name }) => name.toLowerCase()))
  const known = all.filter(({ words }) => !words.some((word) => wireWords.has(word)))
  const system = Object.entries(SYSTEM_ERRORS)
  const own = known.filter(({ title }) => OWN.test(title))
  const client = known.filter(({ title }) => /^[A-Z_]+$/.test(title) && !OWN.test(title))
  return `${[
    INTRODUCTION,
    '## Exit codes',
    'Of every command.',
    table(
      ['code', '', 'means', 'what to do'],
      EXIT_CODES.map(({ code, brief, means, next }) => [String(code), brief, means, next]),
    ),
    '## Answers of the server',
    "The errors of ZooKeeper's protocol. _May have happened_ is the one thing to know after a lost answer: read back before you repeat a change. After all others it is certain that the request changed nothing.",
    table(
      ['number', 'name', 'what happened', 'may have happened', 'what to do'],
      WIRE_ERRORS.map(({ code, name, what, certain, next }) => [
        String(code),
        `\`${name}\``,
        what,
        certain.startsWith('Uncertain') ? 'yes' : 'no',
        next,
      ]),
    ),
    '## Of the client library',
    'No server answered these.',
    table(
      ['code', 'means', 'what to do'],
      client.map(({ title, means, next }) => [`\`${title}\``, means, next]),
    ),
    '## Of a peer that does not start',
    table(
      ['code', 'what happened', 'means', 'what to do'],
      own.map(({ title, what, means, next }) => [`\`${title}\``, what, means, next]),
    ),
    '## Of the operating system',
    table(
      ['code', 'means', 'what to do', 'exit code of a peer'],
      system.map(([code, { means, next, exit }]) => [`\`${code}\``, means, next, String(exit)]),
    ),
  ].join('\n\n')}\n`
}

/** Aligned, as the formatter has them. */
function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, at) => Math.max(3, title.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [line(titles), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

test('docs/errors.md says what the command says', async () => {
  await expect(page()).toMatchFileSnapshot('../../../../docs/errors.md')
})

test('exit codes are told the same everywhere', () => {
  expect(EXIT_CODES.map(({ code, brief }) => `${code} ${brief}`)).toEqual([
    '0 done',
    '1 failed',
    '2 used wrongly',
    '3 no quorum, writes wait',
    '4 the disk failed',
  ])
})
