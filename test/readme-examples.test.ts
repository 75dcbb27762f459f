/** Every example in a package's README is run as it stands, from that package's own folder, on the sources. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const packages = fileURLToPath(new URL('../packages', import.meta.url))
const PATIENCE_MS = 20_000

describe.each(readdirSync(packages))('%s', (name) => {
  const file = join(packages, name, 'README.md')
  const readme = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const examples = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map((match) => match[1] ?? '')

  test('shows an example', () => expect(examples.length).toBeGreaterThan(0))

  test.each(examples.map((example, i) => ({ example, number: i + 1 })))('example $number runs', async ({ example }) => {
    expect(await run(example, join(packages, name))).toMatchObject({ code: 0, stderr: '' })
  })
})

/** Runs TypeScript the way a reader would who put it into a file beside the package. */
function run(source: string, cwd: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--conditions=source', '--input-type=module-typescript', '-'], {
      cwd,
      timeout: PATIENCE_MS,
    })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
    child.stdin.end(source)
  })
}
