/** The same dashboard on a recording and on a simulation: only what time does is different. */
import type { TraceRecord } from '@quoll/trace'
import { describe, expect, it } from 'vitest'
import { Player } from '../src/player.ts'
import type { EnsembleSource } from '../src/source.ts'
import { lineText } from '../src/view/line.ts'
import { screen } from '../src/view/screen.ts'
import { Scene } from './support/scene.ts'

const told = (): Scene =>
  new Scene({ writesPerSecond: () => 100 })
    .statuses()
    .watch(60_000)
    .perform({ type: 'kill', peer: 3 })
    .finishElection()
    .watch(60_000)

type Hand = {
  readonly player: Player
  readonly text: () => string
  readonly wait: (ms: number) => void
  readonly press: (...keys: string[]) => void
}

function at(source: EnsembleSource): Hand {
  let nowMs = 0
  const player = new Player(source, { clock: () => nowMs })
  player.start()
  return {
    player,
    text: () => screen(player.dashboard, { columns: 80, rows: 24 }).map(lineText).join('\n'),
    wait: (ms) => {
      for (let passed = 0; passed < ms; passed += 50) {
        nowMs += 50
        player.tick()
      }
    },
    press: (...keys) => {
      for (const key of keys) player.press(key)
    },
  }
}

describe('a recording', () => {
  const scene = told()
  const recorded = (): Hand =>
    at({
      header: scene.header,
      kind: 'recorded',
      start: (tell) => {
        for (const record of scene.records) tell(record)
      },
      stop: () => {},
    })

  it('plays from its beginning, at the speed asked for', () => {
    const { text, wait, press } = recorded()
    wait(5000)
    expect(text()).toContain('replay 00:00:05 of 00:02:00')
    press('+')
    wait(5000)
    expect(text()).toContain('replay 00:00:15 of 00:02:00, 2x')
    expect(text()).toContain('3 of 3 up')
  })

  it('ends with its end, and begins again', () => {
    const { player, text, wait, press } = recorded()
    press('+', '+', '+', '+', '+', '+')
    wait(3000)
    expect(text()).toContain('the recording ends here')
    expect(text()).toContain('replay 00:02:00 of 00:02:00, paused')
    press('space')
    expect(player.dashboard.playback.mode).toBe('playing')
    expect(text()).toContain('replay 00:00:00 of 00:02:00')
  })

  it('jumps to the election, to a moment, to both ends', () => {
    const { text, press } = recorded()
    press(']')
    expect(text()).toContain('electing a leader, writes wait')
    press(']')
    expect(text()).toContain('no election after this moment')
    press(...':go', 'space', ...'1:30', 'enter')
    expect(text()).toContain('replay 00:01:30 of 00:02:00, paused')
    expect(text()).toContain('epoch 6, led by 2')
    press(...':begin', 'enter')
    expect(text()).toContain('replay 00:00:00')
  })

  it('offers nothing that would change the world', () => {
    const { text, press } = recorded()
    expect(text()).not.toContain('kill')
    press(...':kill', 'space', '1', 'enter')
    expect(text()).toContain('this dashboard only looks')
  })
})

describe('a simulation', () => {
  /** Records of a scene, told as simulated time reaches them. */
  function simulated(): Hand & { readonly ran: () => number } {
    const scene = told()
    let tell: (record: TraceRecord) => void = () => {}
    let [ranMs, next] = [0, 0]
    const runTo = (ms: number): void => {
      ranMs = ms
      for (; next < scene.records.length && scene.records[next]!.atMs <= scene.header.atMs + ranMs; next++)
        tell(scene.records[next]!)
    }
    const hand = at({
      header: scene.header,
      kind: 'simulated',
      start: (listener) => {
        tell = listener
      },
      stop: () => {},
      engine: {
        run: (ms) => runTo(ranMs + ms),
        step: () => {
          const record = scene.records[next]
          if (record === undefined) return false
          runTo(record.atMs - scene.header.atMs)
          return true
        },
      },
    })
    return { ...hand, ran: () => ranMs }
  }

  it('runs as fast as it is shown, and not at all while paused', () => {
    const { text, wait, press, ran } = simulated()
    wait(3000)
    expect(text()).toContain('simulated 00:00:03')
    expect(ran()).toBeCloseTo(3000, -2)
    press('space')
    wait(3000)
    expect(ran()).toBeCloseTo(3000, -2)
  })

  it('goes back without running, and runs on from where it is', () => {
    const { player, text, wait, press, ran } = simulated()
    press('+', '+', '+', '+')
    wait(4500)
    const ranMs = ran()
    press('[')
    expect(text()).toContain('electing a leader')
    expect(text()).toMatch(/simulated 00:01:00, 1\d s back, paused/)
    press(',', '.', '.')
    expect(ran()).toBe(ranMs)
    press('0', 'space')
    wait(200)
    expect(ran()).toBeGreaterThan(ranMs)
    expect(player.dashboard.playback.taken).toBe(player.dashboard.playback.known)
  })

  it('steps one event at a time, which makes it happen', () => {
    const { player, wait, press, text } = simulated()
    wait(1000)
    const { known } = player.dashboard.playback
    press('.')
    expect(player.dashboard.playback.known).toBeGreaterThan(known)
    expect(text()).toContain('peer 3 was killed')
  })

  it('runs ahead to the next election, if there is one', () => {
    const { text, press } = simulated()
    press(']')
    expect(text()).toContain('electing a leader, writes wait')
    press(']')
    expect(text()).toContain('no election after this moment')
  })
})
