/** The rules of the house that a compiler does not know: import direction, purity, cycles, READMEs, no machine's paths. */
import { describe, expect, test } from 'vitest'
import { cyclesAmong } from './tidy/cycles.ts'
import { wrongImports } from './tidy/directions.ts'
import { machinePathsIn } from './tidy/machine-paths.ts'
import { PURE } from './tidy/picture.ts'
import { impurities } from './tidy/purity.ts'
import { packages, read, sources, textFiles } from './tidy/repository.ts'
import { sourceFile } from './tidy/source-file.ts'

describe('the repository', () => {
  const files = sources()

  test('imports go down the picture, never up, never sideways', () => {
    const declared = new Map(packages().map((one) => [one.folder, one.declared]))
    expect(files.flatMap((file) => wrongImports(file, declared.get(file.owner) ?? new Set()))).toEqual([])
  })

  test('no file imports itself in a circle', () => {
    expect(cyclesAmong(files)).toEqual([])
  })

  test('pure packages know no clock, no randomness, no process', () => {
    const pure = files.filter((file) => PURE.has(file.owner) && file.part === 'src')
    expect(pure.length).toBeGreaterThan(50)
    expect(pure.flatMap(impurities)).toEqual([])
  })

  test.each(packages())('$path has what every package has', ({ path, files: present }) => {
    const wanted = ['README.md', 'package.json', 'tsconfig.json', 'tsup.config.ts', 'src', 'test']
    expect(wanted.filter((name) => !present.has(name))).toEqual([])
    expect(read(`${path}/README.md`)).toMatch(/^# @quoll\//)
  })

  test('nothing names a place on the machine it was written on', () => {
    expect(textFiles().flatMap((path) => machinePathsIn(path, read(path)))).toEqual([])
  })
})

describe('these rules see', () => {
  const none: ReadonlySet<string> = new Set()

  test.each([
    ['up', 'core', "import { startPeer } from '@quoll/peer'"],
    ['sideways', 'state-machine', "import type { PeerMessage } from '@quoll/protocol/peer'"],
    ['up, lazily', 'peer', "export const later = () => import('@quoll/storage-file')"],
    ['up, re-exported', 'protocol', "export * from '@quoll/peer'"],
    ['up, as a type', 'bytes', "export type Z = import('@quoll/protocol').Z"],
    ['itself', 'core', "import { zxid } from '@quoll/core'"],
    ['an unknown package', 'core', "import { x } from '@quoll/nowhere'"],
    ['the platform', 'core', "import { readFileSync } from 'node:fs'"],
    ['somebody', 'state-machine', "import { z } from 'zod'"],
    ['somebody undeclared', 'storage-file', "import { z } from 'zod'"],
    ['out of the package', 'peer', "import { step } from '../../core/src/peer.ts'"],
    ['a file without its name', 'core', "import { zxid } from './zxid'"],
  ])('an import of %s', (_, owner, text) => {
    expect(wrongImports(sourceFile(`packages/${owner}/src/bad.ts`, text), none)).toHaveLength(1)
  })

  test('an import down that package.json does not name', () => {
    const file = sourceFile('packages/peer/src/bad.ts', "import { step } from '@quoll/core'")
    expect(wrongImports(file, none)).toEqual(['packages/peer/src/bad.ts: @quoll/core is not in package.json'])
    expect(wrongImports(file, new Set(['@quoll/core']))).toEqual([])
  })

  test.each([
    'const now = Date.now()',
    'const now = new Date()',
    'const chance = Math.random()',
    'setTimeout(() => {}, 10)',
    'console.log(1)',
    'const env = process.env',
    'const b = Buffer.from("x")',
    'const c = crypto.randomUUID()',
    'const f = { process }',
    'globalThis.setTimeout(() => {}, 1)',
  ])('%s', (text) => {
    expect(impurities(sourceFile('packages/core/src/bad.ts', text))).toHaveLength(1)
  })

  test.each([
    'const ctimeOf = (stat: { process: number }) => stat.process',
    'export type Clock = { readonly console: number }',
    '// Date.now() in a comment',
    "const word = 'setTimeout'",
  ])('but not %s', (text) => {
    expect(impurities(sourceFile('packages/core/src/good.ts', text))).toEqual([])
  })

  test('a circle of files', () => {
    const a = sourceFile('packages/core/src/a.ts', "import { b } from './b.ts'")
    const b = sourceFile('packages/core/src/b.ts', "export { c } from './c.ts'")
    const c = sourceFile('packages/core/src/c.ts', "import type { a } from './a.ts'")
    expect(cyclesAmong([a, b, c])).toEqual([
      'packages/core/src/a.ts → packages/core/src/b.ts → packages/core/src/c.ts → packages/core/src/a.ts',
    ])
    expect(cyclesAmong([a, b])).toEqual([])
  })

  test("a machine's path", () => {
    const path = ['', 'home', 'somebody', 'quoll'].join('/')
    expect(machinePathsIn('notes.md', `first\nsee ${path}/x`)).toHaveLength(1)
    expect(machinePathsIn('notes.md', 'create /rooted/a, then /homes/b')).toEqual([])
  })
})
