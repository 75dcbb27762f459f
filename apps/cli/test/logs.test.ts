/** What peers wrote, read back: a log for people, merged and filtered; and the transactions and snapshots of a real directory. */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@quoll/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseZxid } from '../src/commands/logs-txns.ts'
import { GrowingFile } from '../src/logs/growing-file.ts'
import { accepts, parseLogLine } from '../src/logs/log-line.ts'
import { lastOf, merged } from '../src/logs/merge.ts'
import { momentOf } from '../src/logs/moments.ts'
import { freePorts } from '../src/up/free-ports.ts'
import { finished, quoll, startQuoll } from './quoll.ts'

const PATIENCE_MS = 30_000
let directory: string
const started: ReturnType<typeof startQuoll>[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quoll-logs-'))
})
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  rmSync(directory, { recursive: true, force: true })
})

function line(peer: number, second: number, msg: string, level = 30): string {
  const time = `2026-11-22T10:00:${String(second).padStart(2, '0')}.000Z`
  return `${JSON.stringify({ level, time, peer, msg })}\n`
}

describe('the log for people', () => {
  test('two peers as one, in the order of time, with the date once', async () => {
    for (const peer of [1, 2]) mkdirSync(join(directory, `peer-${peer}`))
    writeFileSync(join(directory, 'peer-1/peer.log'), line(1, 1, 'a') + line(1, 3, 'c', 40))
    writeFileSync(join(directory, 'peer-2/peer.log'), `${line(2, 2, 'b')}    at a stack\n${line(2, 4, 'd')}`)
    const { code, stdout } = await quoll('logs', directory)
    expect([code, stdout.split('\n')]).toEqual([
      0,
      [
        '2026-11-22, UTC',
        '10:00:01.000 peer 1  a',
        '10:00:02.000 peer 2  b',
        '                 at a stack',
        '10:00:03.000 peer 1  warning: c',
        '10:00:04.000 peer 2  d',
        '',
      ],
    ])
    expect((await quoll('logs', directory, '--level', 'warn')).stdout).toContain('warning: c\n')
    expect((await quoll('logs', directory, '--peer', '2', '-n', '1')).stdout).toMatch(
      /^2026.*\n10:00:04.000 peer 2 {2}d\n$/,
    )
    const json = (await quoll('logs', directory, '--grep', 'B', '--json')).stdout
    expect(JSON.parse(json)).toMatchObject({ peer: 2, text: 'b', level: 'info' })
  })

  test('a directory without one says what is there instead', async () => {
    expect(await quoll('logs', directory)).toMatchObject({ code: 1, stderr: expect.stringContaining('Name the file') })
    writeFileSync(join(directory, 'epochs'), '')
    expect((await quoll('logs', directory)).stderr).toContain(`quoll logs txns ${directory}`)
  })

  test(
    '-f goes on as the file grows, and again when it is begun anew',
    async () => {
      const file = join(directory, 'one.log')
      writeFileSync(file, line(1, 1, 'first'))
      const child = startQuoll(['logs', '-f', file])
      started.push(child)
      const ended = finished(child)
      let heard = ''
      child.stdout?.on('data', (chunk) => {
        heard += chunk
      })
      const until = async (text: string) => {
        while (!heard.includes(text)) await new Promise((done) => setTimeout(done, 20))
      }
      await until('first')
      appendFileSync(file, line(1, 2, 'second').slice(0, 20))
      appendFileSync(file, line(1, 2, 'second').slice(20))
      await until('second')
      writeFileSync(file, line(1, 3, '3rd'))
      await until('3rd')
      child.kill()
      await ended
      expect(heard.match(/second/g)).toHaveLength(1)
    },
    PATIENCE_MS,
  )

  test('lines, filters, moments', () => {
    expect(parseLogLine('not json')).toMatchObject({ timeMs: undefined, text: 'not json' })
    expect(parseLogLine('{"level":50,"time":"2026-11-22T10:00:00.000Z","msg":"x","extra":1}')).toMatchObject({
      level: 'error',
      peer: undefined,
      details: { extra: 1 },
    })
    const lines = [line(1, 1, 'a'), 'below a', line(2, 2, 'b'), 'below b'].map((text) => parseLogLine(text.trimEnd()))
    expect(lines.filter(accepts({ peers: new Set([2]) })).map(({ text }) => text)).toEqual(['b', 'below b'])
    expect(momentOf('10m', 1_000_000)).toBe(400_000)
    expect(momentOf('2026-11-22T10:00:00Z', 0)).toBe(Date.UTC(2026, 10, 22, 10))
    expect(() => momentOf('soon', 0)).toThrow('no moment')
    expect(lastOf([1, 2, 3], 2)).toEqual([2, 3])
    expect([...merged([])]).toEqual([])
  })

  test('a file without a last line feed keeps its last words', () => {
    const file = join(directory, 'x.log')
    writeFileSync(file, 'one\ntwo')
    const growing = new GrowingFile(file)
    expect([...growing.lines()]).toEqual(['one'])
    expect(growing.takeRest()).toBe('two')
  })
})

describe('a data directory', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)

  test(
    'its transactions and its snapshot, as the peer that wrote them left them',
    async () => {
      const [port] = (await freePorts(1)) as [number]
      const config = join(directory, 'zoo.cfg')
      writeFileSync(config, `dataDir=${directory}/data\nclientPort=${port}\nsnapCount=4\n`)
      const peer = startQuoll(['serve', '--config', config])
      started.push(peer)
      const ended = finished(peer)
      const client = await connect({ hosts: `127.0.0.1:${port}` })
      await client.create('/app', bytes('hello'))
      await client.setData('/app', bytes('world'))
      await client.create('/app/e', bytes(''), { ephemeral: true })
      await client.setData('/app', bytes('\x1b[31mred'))
      await client.close()
      peer.kill('SIGTERM')
      expect((await ended).code).toBe(0)

      const txns = await quoll('logs', 'txns', join(directory, 'data'), '--data')
      expect([txns.code, txns.stderr]).toEqual([
        0,
        expect.stringMatching(/^6 transactions in 1 segment, .*the last is 1:6\n$/),
      ])
      expect(txns.stdout).toMatch(/^1:1 {2}.*create-session\n1:2 {2}.*create \/app {2}5 bytes\n {6}\| hello\n1:3/)
      expect(txns.stdout).toContain('\\u001b[31mred')
      const below = await quoll('logs', 'txns', join(directory, 'data'), '--path', '/app/e', '--json')
      const rows = below.stdout
        .trimEnd()
        .split('\n')
        .map((text) => JSON.parse(text))
      expect(rows.map(({ operation }) => operation.type)).toEqual(['create', 'close-session'])

      const snapshot = await quoll('logs', 'snapshot', join(directory, 'data'), '--path', '/app', '--data')
      expect([snapshot.code, snapshot.stderr]).toEqual([0, ''])
      expect(snapshot.stdout).toContain('taken here at 1:')
      expect(snapshot.stdout).toMatch(/\n\/app {2}\d+ bytes {2}version \d/)
    },
    PATIENCE_MS,
  )

  test('what is none is refused, and says where one would be', async () => {
    expect(await quoll('logs', 'txns', directory)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('dataDir'),
    })
    mkdirSync(join(directory, 'version-2'))
    expect((await quoll('logs', 'snapshot', directory)).stderr).toContain('Apache ZooKeeper')
  })

  test('zxids in both spellings', () => {
    expect(parseZxid('5:17')).toBe(parseZxid('0x500000011'))
    for (const text of ['5', '5:99999999999', '0xffffffffffffffff', 'x:1'])
      expect(() => parseZxid(text)).toThrow('no zxid')
  })
})
