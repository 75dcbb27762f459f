import { Console } from 'node:console'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { LiveModel } from '../../src/live-model.ts'
import { draw } from '../../src/skin/draw.tsx'
import { FakeEnsemble } from '../support/fake-ensemble.ts'
import { FakeTerminal } from '../support/fake-terminal.ts'

// A terminal is a terminal, in the machine room of a project too.
vi.hoisted(() => {
  Object.assign(process.env, { CI: 'true' })
})

// Ink catches what is written to the console; the test runner's console lacks what that takes.
Object.assign(console, { Console })

const ENTER_OTHER_SCREEN = '[?1049h'
const LEAVE_OTHER_SCREEN = '[?1049l'
const SHOW_CURSOR = '[?25h'

function start(signal?: AbortSignal): { terminal: FakeTerminal; live: LiveModel; done: Promise<void> } {
  const terminal = new FakeTerminal(80, 24)
  const live = new LiveModel(new FakeEnsemble({ peers: 3, clock: Date.now }).source)
  return { terminal, live, done: draw(live, terminal.streams, signal) }
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
  const { terminal, live, done } = start()
  await shown(terminal, '3 of 3 up, survives 1 failure')
  terminal.type('k')
  await shown(terminal, 'kill 1 (follower)? 2 of 3 stay, writes go on')
  terminal.type('y')
  await shown(terminal, 'survives no further failure')
  expect(live.model.peers[0]?.running).toBe(false)
  terminal.type('q')
  await done
  expectRestored(terminal)
})

test.each([
  ['Ctrl-C', (terminal: FakeTerminal) => terminal.type('\u0003')],
  ['the signal', (_: FakeTerminal, stop: AbortController) => stop.abort()],
])('%s ends it too', async (_, end) => {
  const stop = new AbortController()
  const { terminal, done } = start(stop.signal)
  await shown(terminal, '3 of 3 up')
  end(terminal, stop)
  await done
  expectRestored(terminal)
})

test('a resize is drawn at once, from the new size', async () => {
  const { terminal, done } = start()
  await shown(terminal, 'survives 1 failure')
  terminal.resize(120, 30)
  await shown(terminal, 'clients connect to')
  terminal.type('q')
  await done
})

test('at rest it draws no more than five frames a second', async () => {
  const { terminal, done } = start()
  await shown(terminal, 'survives 1 failure')
  terminal.written = ''
  await sleep(1000)
  const frames = terminal.written.split('[?2026h').length - 1
  terminal.type('q')
  await done
  expect(frames).toBeLessThanOrEqual(5)
})
