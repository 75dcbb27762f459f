/** What the pages tell a reader to type is understood by what they type it to, and what they point at is there. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { allBelow, quollCommand } from '../apps/cli/src/index.ts'
import { readArguments as readBenchArguments } from '../packages/bench/src/arguments.ts'
import { readArguments } from '../packages/sim/src/command/arguments.ts'
import { type CommandLine, commandLinesIn } from './docs/command-lines.ts'
import { allFiles, ROOT, read } from './tidy/repository.ts'

const pages = allFiles().filter((path) => path.endsWith('.md'))
const lines = pages.flatMap((page) => commandLinesIn(page, read(page)))

/** Tools a reader is expected to have; what we tell them there is not ours to check. */
const FOREIGN: ReadonlySet<string> = new Set([
  'cd',
  'cp',
  'curl',
  'echo',
  'git',
  'openssl',
  'python3',
  'docker',
  'kill',
  'source',
  'systemctl',
])

describe('command lines', () => {
  test('are found', () => expect(lines.length).toBeGreaterThan(10))

  test.each(lines)('$page:$line $words', ({ words }) => understand(words))
})

describe('links', () => {
  test.each(pages)('%s points at what is there', (page) => {
    const targets = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '')
    const local = targets.filter((target) => !/^(?:https?:|mailto:|#)/.test(target))
    const gone = local.filter((target) => !existsSync(join(ROOT, dirname(page), target.split('#')[0] ?? '')))
    expect(gone).toEqual([])
  })
})

describe('these checks see', () => {
  const page = (text: string): readonly CommandLine[] => commandLinesIn('page.md', `# x\n\n\`\`\`sh\n${text}\n\`\`\`\n`)

  test.each([
    'quoll serve',
    'quoll fly',
    'quoll up --peers none',
    'quoll sim --sead 1',
    'quoll bench --rate',
    'npm run nothing',
    'quol up',
  ])('that nobody understands %s', async (text) => {
    const [line] = page(text)
    await expect(async () => understand(line?.words ?? [])).rejects.toThrow()
  })

  test('comments, continuations, quotes, and other blocks', () => {
    expect(page('a "b c" # d\n\ne \\\n  f | g').map(({ line, words }) => [line, words])).toEqual([
      [4, ['a', 'b c']],
      [7, ['e', 'f']],
    ])
    expect(commandLinesIn('page.md', '```text\na b\n```\n')).toEqual([])
  })
})

/** Throws when the words are no command. */
async function understand(words: readonly string[]): Promise<void> {
  const [first = '', ...rest] = words
  if (FOREIGN.has(first)) return
  if (first === 'npx' || first === 'node_modules/.bin/quoll')
    return understand(first === 'npx' ? rest : ['quoll', ...rest])
  if (first === 'quoll') return understandQuoll(rest)
  if (first === 'npm') return understandNpm(rest)
  const file = first === 'node' ? (rest.find((word) => !word.startsWith('-')) ?? '') : first
  if (file === '' || !existsSync(join(ROOT, file))) throw new Error(`${file} is no command we know of`)
}

async function understandQuoll(args: readonly string[]): Promise<void> {
  if (args[0] === 'sim') {
    readArguments(args.slice(1).filter((word) => word !== '--help'))
    return
  }
  if (args[0] === 'bench') {
    const words = args.slice(1).filter((word) => word !== '--help')
    if (words.length > 0) readBenchArguments(words)
    return
  }
  const quoll = quollCommand()
  const silent = { writeOut: () => {}, writeErr: () => {} }
  for (const command of [quoll, ...allBelow(quoll)]) {
    command.configureOutput(silent).exitOverride((error) => {
      if (error.exitCode !== 0) throw error
    })
    if (command !== quoll) command.action(() => {})
  }
  await quoll.parseAsync([...args], { from: 'user' })
}

async function understandNpm(args: readonly string[]): Promise<void> {
  const [verb = '', name = ''] = args
  const script = verb === 'run' ? name : verb
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'))
  if (!Object.hasOwn(scripts, script)) throw new Error(`there is no script ${script}`)
  // What follows `--` goes to the command behind the script.
  const at = args.indexOf('--')
  if (script === 'start' && at >= 0) await understandQuoll(['up', ...args.slice(at + 1)])
}
