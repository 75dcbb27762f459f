import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { FaultSwitch, NO_FAULTS, obeyFaultLines, type PeerFaults, parseFaults } from '../../src/faults/index.ts'

class Recording extends FaultSwitch {
  readonly sets: PeerFaults[] = []
  override set(faults: PeerFaults): void {
    this.sets.push(faults)
    super.set(faults)
  }
}

function listening(): { say(text: string): Promise<readonly string[]>; faults: Recording } {
  const [commands, answers] = [new PassThrough(), new PassThrough({ encoding: 'utf8' })]
  const faults = new Recording()
  obeyFaultLines(commands, answers, faults)
  return {
    faults,
    say: async (text) => {
      commands.write(text)
      await new Promise((done) => setImmediate(done))
      return `${answers.read() ?? ''}`.split('\n').filter((line) => line !== '')
    },
  }
}

const BROKEN: PeerFaults = {
  links: [{ peer: 3, dropSent: true, dropArriving: false, delayMs: 20 }],
  syncDelayMs: 300,
}

describe('a line on standard input', () => {
  test('is obeyed and answered, in pieces and in packs', async () => {
    const { say, faults } = listening()
    const line = JSON.stringify({ id: 7, faults: BROKEN })
    expect(await say(line.slice(0, 20))).toEqual([])
    expect(await say(`${line.slice(20)}\n${JSON.stringify({ id: 8, faults: NO_FAULTS })}\n`)).toEqual([
      '{"id":7}',
      '{"id":8}',
    ])
    expect(faults.sets).toEqual([BROKEN, NO_FAULTS])
  })

  test.each([
    ['no JSON', 'kill 3', 'not JSON'],
    ['no faults', '{"id":1}', 'faults'],
    [
      'a peer that cannot be',
      JSON.stringify({ id: 1, faults: { ...BROKEN, links: [{ ...BROKEN.links[0], peer: 0 }] } }),
      'peer',
    ],
    ['for ever', JSON.stringify({ id: 1, faults: { ...BROKEN, syncDelayMs: 1e9 } }), 'syncDelayMs'],
    ['into the past', JSON.stringify({ id: 1, faults: { ...BROKEN, syncDelayMs: -1 } }), 'syncDelayMs'],
    ['something else, too', JSON.stringify({ id: 1, faults: BROKEN, exit: true }), 'exit'],
    ['too long', ' '.repeat(65 * 1024), 'longer than 65536 characters'],
  ])('%s is refused with a reason, and the next one is heard', async (_, line, why) => {
    const { say, faults } = listening()
    const [answer = ''] = await say(`${line}\n`)
    expect(JSON.parse(answer)).toEqual({ problem: expect.stringContaining(why) })
    expect(faults.sets).toEqual([])
    expect(await say(`${JSON.stringify({ id: 2, faults: BROKEN })}\n`)).toEqual(['{"id":2}'])
  })

  test('whoever asked may be gone', async () => {
    const [commands, answers] = [new PassThrough(), new PassThrough()]
    const faults = new Recording()
    obeyFaultLines(commands, answers, faults)
    answers.destroy(new Error('EPIPE'))
    commands.write(`${JSON.stringify({ id: 1, faults: BROKEN })}\n`)
    await new Promise((done) => setImmediate(done))
    expect(faults.sets).toEqual([BROKEN])
  })
})

test('the faults a process begins with are read the same way', () => {
  expect(parseFaults(JSON.stringify(BROKEN))).toEqual(BROKEN)
  expect(() => parseFaults('{}')).toThrow('links')
})
