/** What somebody reads who waits for a long series of runs. */
import { expect, test } from 'vitest'
import { progressText, SimProgress, shareDone } from '../../src/command/progress.ts'
import { Summary } from '../../src/command/summary.ts'
import { simulate } from '../../src/simulate.ts'

const UNLIMITED = { seeds: undefined, minutes: undefined, hours: undefined }

test('the share of what was asked for: the limit that comes first counts', () => {
  const done = { seeds: 5, elapsedMs: 30_000, simulatedMs: 900_000 }
  expect(shareDone(UNLIMITED, done)).toBeUndefined()
  expect(shareDone({ ...UNLIMITED, seeds: 10 }, done)).toBe(0.5)
  expect(shareDone({ ...UNLIMITED, minutes: 1, hours: 1 }, done)).toBe(0.5)
  expect(shareDone({ ...UNLIMITED, seeds: 10, hours: 0.25 }, done)).toBe(1)
})

test('a line with rate and remaining time, which fits a terminal', () => {
  const summary = new Summary()
  summary.add(simulate({ seed: 1, seconds: 1 }))
  const line = progressText(summary, 0.25, 60_000)
  expect(line).toMatch(/^1 seed {2}[\d.]+ min simulated {2}\d+x real time {2}25% {2}3 min left {2}\d+ elections/)
  expect(line.length).toBeLessThan(100)
  expect(progressText(summary, undefined, 60_000)).not.toContain('left')
  expect(progressText(summary, 0.999, 60_000)).toContain('1 s left')
})

test('on a terminal one line, cut where it ends; elsewhere a line now and then', () => {
  const heard: string[] = []
  const sink = (isTTY: boolean) => ({ isTTY, columns: 10, write: (text: string) => heard.push(text) })
  const terminal = new SimProgress(sink(true), 0)
  terminal.tell('0123456789abc', 0)
  terminal.tell('too soon', 50)
  terminal.end()
  expect(heard.splice(0)).toEqual(['\r\x1b[K012345678', '\r\x1b[K'])

  const file = new SimProgress(sink(false), 0)
  for (const at of [0, 5_000, 10_000, 11_000, 20_000]) file.tell(`at ${at}`, at)
  file.end()
  expect(heard).toEqual(['at 10000\n', 'at 20000\n'])
})
