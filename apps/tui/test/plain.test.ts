import { expect, test } from 'vitest'
import type { Model } from '../src/model/model.ts'
import { linesBetween } from '../src/plain.ts'
import { runPlain } from '../src/run.ts'
import { AtWork } from './support/at-work.ts'
import { FakeEnsemble } from './support/fake-ensemble.ts'

test('one aligned line per change, oldest first', async () => {
  const work = new AtWork({ peers: 3, writesPerSecond: () => 1000 })
  const lines: string[] = []
  let printed: Model = work.model
  const print = (): void => {
    lines.push(...linesBetween(printed, work.model))
    printed = work.model
  }
  work.poll()
  print()
  work.press('down', 'down', 'k', 'y')
  print()
  for (let i = 0; i < 10; i++) {
    work.watch(20, 20)
    print()
  }
  work.press('r')
  print()
  for (let i = 0; i < 6; i++) {
    work.watch(200)
    print()
  }
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./frames/fail-over.lines.txt')
})

test('nothing changes, nothing is printed', () => {
  const work = new AtWork({ peers: 3, writesPerSecond: () => 1000 }).poll()
  const before = work.model
  expect(linesBetween(before, work.watch(5000).model)).toEqual([])
})

test('runs until it is told to stop', async () => {
  const stop = new AbortController()
  const lines: string[] = []
  const ensemble = new FakeEnsemble({ peers: 3, clock: Date.now })
  const running = runPlain(
    ensemble.source,
    (line) => {
      lines.push(line)
      if (line.includes('survives 1 failure')) stop.abort()
    },
    stop.signal,
  )
  await running
  expect(lines.at(-1)).toMatch(/ {2}1F 2F 3L {2}5:1187 +all {2}3 of 3 up, survives 1 failure$/)
  await runPlain(ensemble.source, (line) => lines.push(`${line} too late`), stop.signal)
  expect(lines.filter((line) => line.endsWith('too late'))).toEqual([])
})
