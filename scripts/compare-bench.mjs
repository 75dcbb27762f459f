#!/usr/bin/env node
/**
 * Are the parts faster than they were? Runs the micro-benchmarks of two commits in turn, A B A B, each in a working tree of
 * its own, and prints medians and how many times better the second is. In turn, because a machine has moods.
 *
 *     scripts/compare-bench.mjs main~20 main [--rounds 5] [--only protocol]
 *
 * What depends on the disk more than on us (packages/storage-file/bench) is left out; run that by hand.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { NODE, ROOT } from './paths.mjs'

const BENCHMARKS = [
  'packages/core/bench/propose.ts',
  'packages/protocol/bench/codec.ts',
  'packages/state-machine/bench/prepare-apply.ts',
  'packages/peer/bench/pipeline.ts',
]
/** `1,234 ns  what` and `what  1,234 ns`. */
const LINES = [
  /^\s*(?<value>[\d.,]+) (?<unit>ns|ms|\/s|MiB) {2}(?<what>.*\S)\s*$/,
  /^(?<what>\S.*?) {2,}(?<value>[\d.,]+) (?<unit>ns|ms|\/s|MiB)\s*$/,
]

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, only: { type: 'string', default: '' } },
  allowPositionals: true,
})
const rounds = Number(values.rounds)
if (positionals.length !== 2 || !(rounds >= 1)) {
  console.error('usage: scripts/compare-bench.mjs COMMIT COMMIT [--rounds 3] [--only TEXT]')
  process.exit(2)
}

const root = mkdtempSync(join(tmpdir(), 'compare-bench-'))
const git = (...args) =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

/** A working tree whose packages find each other, with nothing installed: the pure ones need nobody else. */
function workingTree(commit, name) {
  const tree = join(root, name)
  git('worktree', 'add', '--quiet', '--detach', tree, commit)
  const scope = join(tree, 'node_modules', '@quoll')
  mkdirSync(scope, { recursive: true })
  for (const each of readdirSync(join(tree, 'packages')))
    symlinkSync(resolve(tree, 'packages', each), join(scope, each))
  return { name, commit, tree }
}

/** What a benchmark printed, by what it measured. */
function run(tree, benchmark) {
  const node = existsSync(NODE) ? NODE : process.execPath
  const output = execFileSync(node, ['--conditions=source', '--expose-gc', benchmark], { cwd: tree, encoding: 'utf8' })
  const found = new Map()
  for (const line of output.split('\n')) {
    const groups = LINES.map((pattern) => pattern.exec(line)?.groups).find((each) => each !== undefined)
    if (groups !== undefined)
      found.set(groups.what.replace(/ \((?:holds|MISSES).*$/, ''), {
        value: Number(groups.value.replaceAll(',', '')),
        unit: groups.unit,
      })
  }
  return found
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

/** `what` → unit, and the values of every round for both commits. */
function measure(trees, benchmark) {
  const rows = new Map()
  for (let round = 1; round <= rounds; round++) {
    for (const [at, { tree, commit }] of trees.entries()) {
      process.stderr.write(`round ${round} of ${rounds}: ${benchmark} at ${commit}\n`)
      for (const [what, { value, unit }] of run(tree, benchmark)) {
        if (!rows.has(what)) rows.set(what, { unit, sides: [[], []] })
        rows.get(what).sides[at].push(value)
      }
    }
  }
  return rows
}

function print(benchmark, rows) {
  console.log(`\n${benchmark}`)
  for (const [what, { unit, sides }] of rows) {
    if (sides.some((side) => side.length === 0)) continue
    const [a, b] = sides.map(median)
    const better = unit === '/s' ? b / a : a / b
    const shown = [a, b].map((value) => `${value.toLocaleString('en-US').padStart(12)} ${unit}`).join('')
    console.log(`${shown}  ${better.toFixed(2).padStart(6)} ×  ${what}`)
  }
}

const trees = []
try {
  trees.push(workingTree(positionals[0], 'a'))
  trees.push(workingTree(positionals[1], 'b'))
  for (const benchmark of BENCHMARKS.filter((each) => each.includes(values.only))) {
    const missing = trees.find(({ tree }) => !existsSync(join(tree, benchmark)))
    if (missing === undefined) print(benchmark, measure(trees, benchmark))
    else console.log(`\n${benchmark}: not there at ${missing.commit}`)
  }
  console.log(`\nMedians of ${rounds} rounds, in turn. Above 1, ${positionals[1]} is better.`)
} finally {
  for (const { tree } of trees) git('worktree', 'remove', '--force', tree)
  rmSync(root, { recursive: true, force: true })
}
