/** A real process on a real disk, killed without warning, several lives in a row. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { zxid } from '@quoll/core'
import { expect, test } from 'vitest'
import { nodeFileSystem, openStorage } from '../../src/index.ts'

const WRITER = fileURLToPath(new URL('./writer.ts', import.meta.url))

/** One life. Resolves to the last epoch and counter that the process said are safe. */
async function lifeOf(directory: string, acks: number): Promise<{ epoch: number; counter: number }> {
  const writer = spawn(process.execPath, ['--conditions=source', WRITER, directory])
  let said = ''
  writer.stdout.on('data', (text: Buffer) => {
    said += text.toString()
    if (said.split('\n').length > acks) writer.kill('SIGKILL')
  })
  const complaints: Buffer[] = []
  writer.stderr.on('data', (text: Buffer) => complaints.push(text))
  await once(writer, 'close')
  const whole = said.slice(0, said.lastIndexOf('\n')).split('\n')
  expect(whole.length, Buffer.concat(complaints).toString()).toBeGreaterThanOrEqual(acks)
  const [epoch = 0, counter = 0] = whole.at(-1)!.split(' ').map(Number)
  return { epoch, counter }
}

test('everything it said was safe is there', { timeout: 60_000 }, async () => {
  const directory = mkdtempSync(`${tmpdir()}/quoll-kill-`)
  try {
    for (const acks of [2, 60, 150]) {
      const { epoch, counter } = await lifeOf(directory, acks)
      const now = () => performance.now()
      const storage = openStorage({ fileSystem: nodeFileSystem(), directory, now, random: Math.random })
      const { base, currentEpoch, logAbove } = storage.recovered
      expect(currentEpoch).toBe(epoch)
      const last = [...logAbove(base)].at(-1)
      if (counter > 0) expect(last?.first).toBeGreaterThanOrEqual(zxid(epoch, counter))
      await new Promise<void>((closed) => storage.close(closed))
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
})
