import { PassThrough } from 'node:stream'
import { FaultSwitch, NO_FAULTS, obeyFaultLines, type PeerFaults } from '@quoll/server'
import { describe, expect, test } from 'vitest'
import { FaultChannel } from '../../src/up/fault-channel.ts'

const SLOW: PeerFaults = { links: [], syncDelayMs: 100 }

describe('the two ends of the fault lines', () => {
  test('understand each other', async () => {
    const [commands, answers] = [new PassThrough(), new PassThrough()]
    const told: PeerFaults[] = []
    const faults = new (class extends FaultSwitch {
      override set(next: PeerFaults): void {
        told.push(next)
      }
    })()
    obeyFaultLines(commands, answers, faults)
    const channel = new FaultChannel(commands, answers)
    await Promise.all([channel.send(SLOW), channel.send(NO_FAULTS)])
    expect(told).toEqual([SLOW, NO_FAULTS])
    await expect(channel.send({ links: [], syncDelayMs: -1 })).rejects.toThrow('syncDelayMs')
  })

  test('a peer that dies answers nothing any more, and nobody waits for it', async () => {
    const [commands, answers] = [new PassThrough(), new PassThrough()]
    const channel = new FaultChannel(commands, answers)
    const asked = channel.send(SLOW)
    commands.destroy(new Error('EPIPE'))
    channel.close()
    await expect(asked).resolves.toBeUndefined()
  })

  test('nonsense is an answer that says so', async () => {
    const [commands, answers] = [new PassThrough(), new PassThrough()]
    const asked = new FaultChannel(commands, answers).send(SLOW)
    answers.write('Segmentation fault\n')
    await expect(asked).rejects.toThrow('the peer answered Segmentation fault')
  })
})
