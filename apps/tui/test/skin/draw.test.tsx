import { Console } from 'node:console'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { Player } from '../../src/player.ts'
import { draw } from '../../src/skin/draw.tsx'
import { FakeTerminal } from '../support/fake-terminal.ts'
import { Scene } from '../support/scene.ts'

// A terminal is a terminal, in the machine room of a project too.
vi.hoisted(() => {
  Object.assign(process.env, { CI: 'true' })
})

// Ink catches what is written to the console; the test runner's console lacks what that takes.
Object.assign(console, { Console })

const ENTER_OTHER_SCREEN = '[?1049h'
const LEAVE_OTHER_SCREEN = '[?1049l'
const SHOW_CURSOR = '[?25h'
const PLAIN = { colors: false, ascii: false, spoken: false }

type Started = { terminal: FakeTerminal; scene: Scene; player: Player; done: Promise<void> }

function start(signal?: AbortSignal, look = PLAIN): Started {
  const terminal = new FakeTerminal(80, 24)
  const scene = new Scene()
  const player = new Player(scene.source, { clock: () => scene.nowMs })
  const done = draw(player, terminal.streams, look, signal)
  scene.statuses()
  return { terminal, scene, player, done }
}

function expectRestored(terminal: FakeTerminal): void {
  const last = (code: string): number => terminal.written.lastIndexOf(code)
  expect(last(ENTER_OTHER_SCREEN)).toBeGreaterThanOrEqual(0)
  expect(last(LEAVE_OTHER_SCREEN)).toBeGreaterThan(last(ENTER_OTHER_SCREEN))
  expect(last(SHOW_CURSOR)).toBeGreaterThan(last(ENTER_OTHER_SCREEN))
  expect(terminal.raw).toBe(false)
}

async function shown(terminal: FakeTerminal, text: string): Promise<void> {
  await vi.waitFor(() => expect(terminal.written).toContain(text), { timeout: 5000 })
}

test('draws although CI is set, answers keys, and leaves the terminal as it was', async () => {
  const { terminal, scene, done } = start()
  await shown(terminal, '3 of 3 up, survives 1 failure')
  terminal.type('K')
  await shown(terminal, 'kill 1')
  terminal.type('y')

  await shown(terminal, '1 was killed')
  expect(scene.peers[0]?.running).toBe(false)
  terminal.type('q')
  await done
  expectRestored(terminal)
})

test('a command typed or pasted at once is many keys', async () => {
  const { terminal, player, done } = start()
  await shown(terminal, '3 of 3 up')
  terminal.type(':view help\r')
  await shown(terminal, 'keys everywhere')
  expect(player.dashboard.screen.view).toBe('help')
  terminal.type('q')
  await done
})

test.each([
  ['Ctrl-C', (terminal: FakeTerminal) => terminal.type('\u0003')],
  ['the signal', (_: FakeTerminal, stop: AbortController) => stop.abort()],
  ['SIGTERM', () => process.emit('SIGTERM')],
  ['SIGHUP', () => process.emit('SIGHUP')],
  ['a closed window', (terminal: FakeTerminal) => terminal.hangUp()],
])('%s ends it too', async (_, end) => {
  const stop = new AbortController()
  const { terminal, done } = start(stop.signal)
  await shown(terminal, '3 of 3 up')
  end(terminal, stop)
  await done
  expectRestored(terminal)
})

test('an error that nobody caught ends it, and is thrown once the terminal is as it was', async () => {
  const { terminal, done } = start()
  await shown(terminal, '3 of 3 up')
  const failure = new Error('a bug somewhere')
  process.listeners('uncaughtException').at(-1)?.(failure, 'uncaughtException')
  await expect(done).rejects.toBe(failure)
  expectRestored(terminal)
})

test('nothing of it stays: no listener, no timer that keeps the process alive', async () => {
  const before = process.listenerCount('uncaughtException')
  const { terminal, done } = start()
  await shown(terminal, '3 of 3 up')
  terminal.type('q')
  await done
  expect(process.listenerCount('uncaughtException')).toBe(before)
})

test('a resize is drawn at once, from the new size', async () => {
  const { terminal, done } = start()
  await shown(terminal, 'survives 1 failure')
  terminal.resize(120, 30)
  await shown(terminal, 'process')
  terminal.type('q')
  await done
})

test('however fast records come, it draws no more than four frames a second, and only what changed', async () => {
  const { terminal, scene, done } = start()
  await shown(terminal, 'survives 1 failure')
  await sleep(300)
  terminal.written = ''
  for (let i = 0; i < 100; i++) {
    scene.watch(1000)
    await sleep(10)
  }
  const frames = terminal.written.split('[?2026h').length - 1
  terminal.type('q')
  await done
  expect(frames).toBeGreaterThan(1)
  expect(frames).toBeLessThanOrEqual(6)
  expect(terminal.written).not.toContain('connect  127')
})

test('for a screen reader it stays on the usual screen and speaks seldom', { timeout: 15_000 }, async () => {
  const { terminal, scene, done } = start(undefined, { ...PLAIN, spoken: true })
  await shown(terminal, '3 of 3 up, survives 1 failure.')
  terminal.written = ''
  for (let i = 0; i < 50; i++) {
    scene.watch(1000)
    await sleep(10)
  }
  expect(terminal.written).not.toContain('Ensemble')
  expect(terminal.written).not.toContain(ENTER_OTHER_SCREEN)
  terminal.type('q')
  await done
})
