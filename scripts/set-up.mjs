/**
 * Makes a fresh checkout ready: installs what the lockfile names, builds what changed. Needs Node 18 or newer and npm.
 * Later runs compare two fingerprints and do nothing, in a few milliseconds.
 */
import { existsSync, lstatSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fingerprintOfDependencies, fingerprintOfSources, readNote, writeNote } from './fingerprint.mjs'
import { BIN, NODE, ROOT } from './paths.mjs'
import { runStep, toolEnvironment } from './run-step.mjs'

const PNPM = 'pnpm@10.34.8'

/**
 * @param what `command` builds the one bundle that `quoll` needs; `everything` builds every package for publishing too.
 * @returns true when all is ready.
 */
export async function setUp(what = 'command') {
  return (await install()) && (await build(what))
}

async function install() {
  const wanted = fingerprintOfDependencies()
  if (readNote('installed') === wanted && existsSync(NODE) && existsSync(join(BIN, 'turbo'))) {
    linkNode()
    return true
  }
  // Quiet, and not confused by an npx that we may run in ourselves.
  const quiet = { npm_config_loglevel: 'error', npm_config_update_notifier: 'false' }
  const env = toolEnvironment({ ...quiet, npm_config_call: undefined, npm_config_package: undefined })
  const args = ['--yes', PNPM, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false']
  const done = await runStep('install', 'installing packages, a minute at most', 'npx', args, { env })
  if (!done) return false
  linkNode()
  writeNote('installed', wanted)
  return true
}

/**
 * The package manager puts a shell script where `node` should be, and that starts Node as a child: whoever sends a signal to
 * the process they started would reach the shell. A link in its place makes `quoll` one process.
 */
function linkNode() {
  const link = join(BIN, 'node')
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) return
  rmSync(link, { force: true })
  symlinkSync(join('..', 'node', 'bin', 'node'), link)
}

async function build(what) {
  const wanted = fingerprintOfSources()
  const bundle = join(ROOT, 'apps', 'cli', 'dist', 'index.js')
  if (existsSync(bundle) && [readNote('built-command'), readNote('built-everything')].includes(wanted)) {
    if (what === 'command' || readNote('built-everything') === wanted) return true
  }
  const filter = what === 'command' ? ['--filter=@quoll/cli'] : []
  const args = ['run', 'build', ...filter, '--output-logs=errors-only', '--no-update-notifier']
  const done = await runStep('build', 'building', join(BIN, 'turbo'), args)
  if (done) writeNote(`built-${what}`, wanted)
  return done
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  process.exitCode = (await setUp(process.argv.includes('--everything') ? 'everything' : 'command')) ? 0 : 1
}
