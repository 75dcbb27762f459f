/** The command from outside: help, exit codes, a whole ensemble up and down again. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { finished, firstLine, quoll, startQuoll } from './quoll.ts'

type Up = { connect: string; peers: { id: number; pid: number; client: string; http: string }[] }

const PATIENCE_MS = 30_000

test.each([
  [['--help']],
  [['serve', '--help']],
  [['up', '--help']],
  [['status', '--help']],
  [['sim', '--help']],
  [['bench', '--help']],
])(
  'quoll %j explains itself',
  async (args) => {
    const { code, stdout } = await quoll(...args)
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining(`quoll ${args[0] === '--help' ? '[options]' : args[0]}`),
    ])
  },
  PATIENCE_MS,
)

test('--version', async () => {
  expect(await quoll('--version')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
})

test.each([
  [['nonsense'], 'unknown command'],
  [['serve'], 'required option'],
  [['up', '--peers', '0'], 'whole number from 1 to 9'],
  [['status', '--connect', 'a:b'], 'Write host:port'],
  [['serve', '--config', '/nowhere/zoo.cfg'], '/nowhere/zoo.cfg'],
])('quoll %j is used wrongly and says how to use it', async (args, says) => {
  const { code, stderr } = await quoll(...args)
  expect([code, stderr]).toEqual([2, expect.stringContaining(says)])
})

test('status of nobody says that writes wait, by its exit code too', async () => {
  const { code, stdout } = await quoll('status', '--connect', '127.0.0.1:1')
  expect([code, stdout]).toEqual([3, expect.stringContaining('no leader: 0 of 1 serve, writes wait')])
})

test(
  'up --headless: one line of JSON once it serves, a status that agrees, and nothing left behind',
  async () => {
    const child = startQuoll(['up', '--headless'])
    const ended = finished(child)
    const up = JSON.parse(await firstLine(child)) as Up
    expect(up.peers.map(({ id }) => id)).toEqual([1, 2, 3])
    expect(up.connect).toBe(up.peers.map(({ client }) => client).join(','))

    const { code, stdout } = await quoll('status', '--connect', up.connect, '--json')
    const status = JSON.parse(stdout) as { writable: boolean; peers: { mode: string }[] }
    expect([code, status.writable]).toEqual([0, true])
    expect(status.peers.map(({ mode }) => mode).sort()).toEqual(['follower', 'follower', 'leader'])

    child.kill('SIGINT')
    expect((await ended).code).toBe(0)
    expect(up.peers.filter(({ pid }) => isAlive(pid))).toEqual([])
  },
  PATIENCE_MS,
)

test(
  'peers end when whoever started them is killed without a word',
  async () => {
    const child = startQuoll(['up', '--headless', '--peers', '1'])
    const up = JSON.parse(await firstLine(child)) as Up
    child.kill('SIGKILL')
    const deadline = performance.now() + 10_000
    while (up.peers.some(({ pid }) => isAlive(pid)) && performance.now() < deadline) await sleep(50)
    expect(up.peers.filter(({ pid }) => isAlive(pid))).toEqual([])
  },
  PATIENCE_MS,
)

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
