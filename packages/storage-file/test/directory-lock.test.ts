import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDirectory } from '../src/directory-lock.ts'
import { DirectoryInUseError } from '../src/errors.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(`${tmpdir()}/quoll-lock-`)
})
afterEach(() => rmSync(directory, { recursive: true }))

test('one owner at a time, and the next once it lets go', () => {
  const lock = lockDirectory(directory)
  expect(() => lockDirectory(directory)).toThrow(DirectoryInUseError)
  lock.release()
  expect(existsSync(`${directory}/lock`)).toBe(false)
  lockDirectory(directory).release()
})

test('a living process keeps it, a dead one does not', async () => {
  const owner = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
  await once(owner, 'spawn')
  writeFileSync(`${directory}/lock`, `${owner.pid}\n`)
  expect(() => lockDirectory(directory)).toThrow(`in use by process ${owner.pid}`)
  owner.kill('SIGKILL')
  await once(owner, 'exit')
  lockDirectory(directory).release()
})

test('neither does another process that was given the same id later', () => {
  writeFileSync(`${directory}/lock`, `${process.ppid} 1\n`)
  lockDirectory(directory).release()
})

test('nor an earlier life of ours under the same id, nor one that was cut short while writing', () => {
  for (const left of [`${process.pid} 12345\n`, '', 'nonsense']) {
    writeFileSync(`${directory}/lock`, left)
    lockDirectory(directory).release()
  }
})

test.runIf(process.platform === 'linux')('nor one that is dead and that nobody has collected', async () => {
  // The shell becomes a sleep that never asks how its child ended.
  const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'])
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = Number(line.toString())
  while (!readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ')) await sleep(10)
  writeFileSync(`${directory}/lock`, `${pid} ${readFileSync(`/proc/${pid}/stat`, 'latin1').split(' ')[21]}\n`)
  lockDirectory(directory).release()
  parent.kill()
})
