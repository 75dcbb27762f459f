import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { FlushTurns } from '../../src/client-port/flush-turns.ts'

function linksThatNote(count: number): { links: { flush(): void }[]; flushed: number[] } {
  const flushed: number[] = []
  return { links: Array.from({ length: count }, (_, number) => ({ flush: () => flushed.push(number) })), flushed }
}

test('replies go out at the end of the turn, news behind them', async () => {
  const { links, flushed } = linksThatNote(4)
  const turns = new FlushTurns()
  turns.later(links[0]!, true)
  turns.later(links[1]!, false)
  turns.later(links[2]!, true)
  turns.later(links[3]!, false)
  expect(flushed).toEqual([])
  await Promise.resolve()
  await nextTurn()
  await nextTurn()
  expect(flushed).toEqual([1, 3, 0, 2])
})

test('a reply waits for one portion of news at most', async () => {
  const { links, flushed } = linksThatNote(1001)
  const turns = new FlushTurns()
  for (const link of links.slice(1)) turns.later(link, true)
  await nextTurn()
  const before = flushed.length
  expect(before).toBeLessThan(500)
  turns.later(links[0]!, false)
  await nextTurn()
  expect(flushed.indexOf(0)).toBe(before)
})

test('while there is always somebody more to be told, those who were told are forgotten in time, and nobody is left out', async () => {
  const { links, flushed } = linksThatNote(50_000)
  const turns = new FlushTurns()
  let asked = 0
  let keptMost = 0
  while (asked < links.length) {
    for (let more = 0; more < 128 && asked < links.length; more++) turns.later(links[asked++]!, true)
    await nextTurn()
    keptMost = Math.max(keptMost, turns.unaskedKept)
  }
  while (flushed.length < links.length) await nextTurn()
  expect(keptMost).toBeLessThan(10_000)
  expect(flushed).toEqual(links.map((_, number) => number))
  await nextTurn()
  expect(turns.unaskedKept).toBe(0)
})
