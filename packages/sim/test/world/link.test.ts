import { peerId } from '@quoll/core'
import { expect, test } from 'vitest'
import { Random } from '../../src/random.ts'
import { MS, Scheduler, SECOND } from '../../src/scheduler.ts'
import type { NetworkOptions } from '../../src/world/link.ts'
import { SimNetwork } from '../../src/world/network.ts'
import { SimProcess } from '../../src/world/process.ts'

const OPTIONS: NetworkOptions = {
  delay: MS,
  handshake: 2 * MS,
  redialMin: 10 * MS,
  redialMax: 100 * MS,
  silenceLimit: SECOND,
  slowBytesPerSecond: 10_000,
  queueBytesMax: 1024 * 1024,
}

/** Two peers; what each hears, as words. */
function twoPeers(seed: number) {
  const scheduler = new Scheduler()
  const changed: string[] = []
  const ids = [peerId(1), peerId(2)]
  const network = new SimNetwork(ids, scheduler, new Random(seed), OPTIONS, (from, to) => changed.push(`${from} ${to}`))
  const ends = ids.map((id) => {
    const process = new SimProcess(scheduler, { wallOffsetMs: 0, rate: 1, turn: 1 })
    process.begin()
    const heard: string[] = []
    const transport = network.transport(id, process)
    transport.start({
      onLinkUp: () => heard.push('up'),
      onLinkDown: () => heard.push('down'),
      onFrame: (_from, frame) => heard.push(`${frame[0]! * 256 + frame[1]!}`),
    })
    return { id, process, heard, transport }
  })
  const run = (time: number) => {
    const until = scheduler.now + time
    while (scheduler.step(until));
  }
  return { network, link: network.link(ids[0]!, ids[1]!), ends, changed, run }
}

const frame = (number: number) => [Uint8Array.of(number >> 8), Uint8Array.of(number & 255)]

test('frames arrive in order or not at all, through holes, holds, slowness, resets and pauses', () => {
  let arrived = 0
  for (let seed = 1; seed <= 40; seed++) {
    const { link, ends, run } = twoPeers(seed)
    const [one, two] = ends as [(typeof ends)[0], (typeof ends)[0]]
    const random = new Random(seed).split('acts')
    run(SECOND)
    for (let number = 1; number <= 400; number++) {
      one.transport.send(two.id, frame(number))
      const on = random.chance(0.5)
      switch (random.below(40)) {
        case 0:
          link.setHole(one.id, on)
          break
        case 1:
          link.setSlow(on)
          break
        case 2:
          link.hold(one.id, on ? () => true : undefined)
          break
        case 3:
          if (random.chance(0.3)) link.break('reset')
          break
        case 4:
          if (on) two.process.stop()
          else two.process.continue()
      }
      run(random.below(2 * MS))
    }
    link.setHole(one.id, false)
    link.hold(one.id, undefined)
    two.process.continue()
    run(5 * SECOND)
    expectInOrder(two.heard)
    arrived += two.heard.length
  }
  expect(arrived).toBeGreaterThan(4_000)
})

/** Ascending numbers, none left out between an up and the next down, nothing while the link is down. */
function expectInOrder(heard: readonly string[]): void {
  let isUp = false
  let last = 0
  let fresh = true
  for (const word of heard) {
    if (word === 'up' || word === 'down') {
      isUp = word === 'up'
      fresh = true
      continue
    }
    expect(isUp).toBe(true)
    const number = Number(word)
    if (fresh) expect(number).toBeGreaterThan(last)
    else expect(number).toBe(last + 1)
    last = number
    fresh = false
  }
}

test('what a sender changes after it handed it over is noticed', () => {
  const { ends, run, changed } = twoPeers(1)
  const [one, two] = ends as [(typeof ends)[0], (typeof ends)[0]]
  run(SECOND)
  const parts = frame(7)
  one.transport.send(two.id, parts)
  parts[1]![0] = 8
  run(SECOND)
  expect(changed).toEqual(['1 2'])
})

test('a machine that loses power says nothing; its peer notices after a while, or when it comes back', () => {
  const { network, ends, run } = twoPeers(2)
  const [one, two] = ends as [(typeof ends)[0], (typeof ends)[0]]
  run(SECOND)
  one.process.kill()
  network.forget(one.id, true)
  run(100 * MS)
  expect(two.heard).toEqual(['up'])
  run(20 * SECOND)
  expect(two.heard).toEqual(['up', 'down'])
})
