/** Help of every command: it has examples, they are understood, and it fits a terminal. */
import { BENCH_USAGE, readArguments as readBenchArguments } from '@quoll/bench'
import { SIM_USAGE } from '@quoll/sim'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { allBelow, quollCommand } from '../src/index.ts'
import { quoll } from './quoll.ts'

const WIDTH = 80

function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({
    writeOut: (part) => {
      text += part
    },
    getOutHelpWidth: () => WIDTH,
    getOutHasColors: () => false,
  })
  command.outputHelp()
  return text
}

const root = quollCommand()
/** These two have a help of their own. */
const texts: readonly (readonly [name: string, text: string])[] = [
  ...[root, ...allBelow(root)]
    .filter((command) => !['sim', 'bench'].includes(command.name()))
    .map((command) => [command.name(), helpOf(command)] as const),
  ['sim', SIM_USAGE],
  ['bench', BENCH_USAGE],
]

describe.each(texts)('%s --help', (_, text) => {
  test('fits 80 columns', () => expect(text.split('\n').filter((line) => line.length > WIDTH)).toEqual([]))

  test('has an example', () => expect(text).toMatch(/^ +(?:quoll|source <\(quoll) \S+/m))
})

test.each([
  ['sim', SIM_USAGE],
  ['bench', BENCH_USAGE],
])(
  '%s shows its own help',
  async (name, usage) => {
    expect(await quoll(name, '--help')).toEqual({ code: 0, stdout: usage, stderr: '' })
  },
  30_000,
)

test('examples of the load tool are understood', () => {
  const examples = [...BENCH_USAGE.matchAll(/^ {2}quoll bench (--connect \d.*|--connect [a-z].*)$/gm)].map(
    ([, words = '']) => words,
  )
  expect(examples.length).toBeGreaterThan(2)
  for (const words of examples) expect(() => readBenchArguments(words.split(' '))).not.toThrow()
})

test('examples of the others are understood', async () => {
  const lines = texts.flatMap(([, text]) =>
    [...text.matchAll(/^ {2}quoll (.+?)(?: {2,}.*| [<>|] .*)?$/gm)].map(([, words = '']) => words.trim()),
  )
  const others = lines.filter((words) => !/^(?:sim|bench)\b/.test(words))
  expect(others.length).toBeGreaterThan(20)
  for (const words of others) {
    const command = quollCommand()
    let refused = ''
    for (const one of [command, ...allBelow(command)])
      one
        .exitOverride()
        .action(() => {})
        .configureOutput({
          writeErr: () => {},
          outputError: (text) => {
            refused = text
          },
        })
    await command.parseAsync(words.split(' '), { from: 'user' }).catch(() => {})
    expect([words, refused]).toEqual([words, ''])
  }
})
