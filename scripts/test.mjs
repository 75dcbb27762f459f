/** `npm test`: set up, then everything that is quick: build, types, lint, tests. One line each, details of what failed. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { BIN, NOTES } from './paths.mjs'
import { run, runStep, say, toolEnvironment } from './run-step.mjs'
import { setUp } from './set-up.mjs'

const REPORT = join(NOTES, 'tests.json')

rmSync(REPORT, { force: true })
const ready = await setUp('everything')
const steps = ready ? [await types(), await lint(), await tests()] : [false]
process.exitCode = steps.every(Boolean) ? 0 : 1

function types() {
  return runStep('types', 'checking types', join(BIN, 'turbo'), [
    'run',
    'typecheck',
    '//#typecheck:house',
    '--output-logs=errors-only',
    '--no-update-notifier',
  ])
}

function lint() {
  return runStep('lint', 'linting', join(BIN, 'biome'), ['check', '.'])
}

/** What follows `--` goes to vitest: `npm test -- packages/core`, `npm test -- -u`. */
async function tests() {
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${REPORT}`]
  // Ink draws nothing where CI is set, and colours belong to the reader's terminal, not to what tests compare.
  const env = toolEnvironment({ CI: 'false', ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }) })
  const { code } = await run(join(BIN, 'vitest'), ['run', ...reporters, ...process.argv.slice(2)], {
    env,
    inherit: true,
  })
  const { passed, failed } = existsSync(REPORT)
    ? counted(JSON.parse(readFileSync(REPORT, 'utf8')))
    : { passed: 0, failed: 1 }
  say('tests', `${passed} passed, ${failed} failed`)
  return code === 0 && failed === 0 && passed > 0
}

function counted(report) {
  // A file that could not even be loaded has no tests to count, and is a failure all the same.
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length }
}
