/**
 * Builds the simulator with one line of the code under test changed, and runs it in a thread of its own. The change is made
 * while bundling: no production code knows of it.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { build, type Plugin } from 'esbuild'
import type { SimOptions } from '../../src/options.ts'
import type { SimResult } from '../../src/simulation.ts'

/** One place in one file: `find` must occur there exactly once. */
export type Edit = { readonly file: string; readonly find: string; readonly replace: string }

const PACKAGES = fileURLToPath(new URL('../../../', import.meta.url))
const ENTRY = fileURLToPath(new URL('../../src/command/worker.ts', import.meta.url))

export type Mutant = {
  run(options: SimOptions): Promise<SimResult>
  end(): Promise<void>
}

/** @throws Error when an edit does not fit the source: it was changed since, and the mutation must be looked at. */
export async function makeMutant(edits: readonly Edit[]): Promise<Mutant> {
  const directory = mkdtempSync(join(tmpdir(), 'quoll-mutant-'))
  const outfile = join(directory, 'mutant.mjs')
  await build({
    entryPoints: [ENTRY],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    conditions: ['source'],
    logLevel: 'silent',
    plugins: [patching(edits)],
  })
  const worker = new Worker(outfile)
  return {
    run: (options) =>
      new Promise((resolve, reject) => {
        worker.removeAllListeners()
        worker.once('message', resolve)
        worker.once('error', reject)
        worker.postMessage(options)
      }),
    end: async () => {
      worker.removeAllListeners()
      await worker.terminate()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function patching(edits: readonly Edit[]): Plugin {
  return {
    name: 'mutation',
    setup(build) {
      for (const { file } of edits) {
        const path = join(PACKAGES, file)
        build.onLoad({ filter: new RegExp(`${file.replaceAll('.', '\\.')}$`) }, () => ({
          contents: edits.filter((edit) => edit.file === file).reduce(patched, readFileSync(path, 'utf8')),
          loader: 'ts',
        }))
      }
    },
  }
}

function patched(source: string, { file, find, replace }: Edit): string {
  const places = source.split(find).length - 1
  if (places !== 1) throw new Error(`${file} contains ${JSON.stringify(find)} ${places} times, not once`)
  return source.replace(find, () => replace)
}
