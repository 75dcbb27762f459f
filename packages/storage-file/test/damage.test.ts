/** A disk that lies: flipped bits, cut tails, missing files. Each is noticed, or lies where nothing was written; none is ever served. */
import { zxid } from '@quoll/core'
import { describe, expect, test } from 'vitest'
import { EPOCH_PAGE_BYTES, WATERMARK_AT } from '../src/epoch-record.ts'
import type { SimulatedFileSystem } from '../src/testing/index.ts'
import { DIRECTORY, openOn, type SimulatedDisk, simulatedDisk } from './disk.ts'
import { ModelPeer, type State, stateOf } from './model-peer.ts'
import { live } from './workload.ts'

const LOG = `${DIRECTORY}/log`
const EPOCHS = `${DIRECTORY}/epochs`

type Outcome = { readonly state?: State; readonly notes: readonly string[]; readonly refused?: string }

/** Opens, and lets go again without a trace: opening writes nothing. */
function opened(disk: SimulatedFileSystem, turns: SimulatedDisk['turns']): Outcome {
  try {
    const { recovered } = openOn(disk, turns)
    return { state: stateOf(recovered), notes: recovered.notes }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { refused: error.name, notes: [error.message] }
  } finally {
    disk.kill()
  }
}

/** A short life: two snapshots, a log in two segments, one spare. */
function furnished(): SimulatedDisk & { state: State } {
  const simulated = simulatedDisk()
  const peer = new ModelPeer(simulated.open())
  peer.epochs(1, 1)
  peer.append(zxid(1, 1), 'a', 'b', 'c')
  simulated.turns.runAll()
  peer.save(zxid(1, 2), () => {})
  simulated.turns.runAll()
  for (const counter of [4, 5, 6, 7, 8, 9, 10, 11]) {
    peer.append(zxid(1, counter), `${counter}`.repeat(1100))
    simulated.turns.runAll()
  }
  peer.save(zxid(1, 5), () => {})
  simulated.turns.runAll()
  peer.append(zxid(1, 12), 'the last')
  simulated.turns.runAll()
  simulated.disk.kill()
  return { ...simulated, state: peer.state }
}

function usedBytes(disk: SimulatedFileSystem, path: string): number {
  const bytes = disk.read(path, 0, disk.size(path)!)
  return bytes.findLastIndex((byte) => byte !== 0) + 1
}

describe('one flipped bit', { timeout: 60_000 }, () => {
  const { disk, turns, state } = furnished()

  function flipEach(path: string, check: (outcome: Outcome, byte: number) => void): void {
    const [size, sparse] = [disk.size(path)!, 128 + usedBytes(disk, path)]
    // Every byte that was written, and a sample of the zeros between and behind.
    for (let byte = 0; byte < size; byte += isZeroPage(path, byte) || byte >= sparse ? 13 : 1) {
      const bit = (byte * 5) % 8
      disk.flipBit(path, byte, bit)
      check(opened(disk, turns), byte)
      disk.flipBit(path, byte, bit)
    }
  }

  function isZeroPage(path: string, byte: number): boolean {
    return path === EPOCHS && byte % EPOCH_PAGE_BYTES >= 64
  }

  test('nothing is wrong before', () => {
    expect(opened(disk, turns)).toEqual({ state, notes: [] })
    expect(disk.paths()).toEqual([
      ...['epochs', 'format'].map((name) => `${DIRECTORY}/${name}`),
      ...['1', '2', '3'].map((number) => `${LOG}/log.0000000${number}`),
      ...['2', '5'].map((counter) => `${DIRECTORY}/snapshot.000000010000000${counter}`),
    ])
  })

  test('in the format file: refused', () => {
    flipEach(`${DIRECTORY}/format`, ({ refused }) => expect(refused).toBe('UnknownFormatError'))
  })

  test('in the epochs: the other copy serves, with a note', () => {
    flipEach(EPOCHS, (outcome, byte) => {
      const isUsed = byte % EPOCH_PAGE_BYTES < (byte < WATERMARK_AT ? 64 : 16)
      expect(outcome.state, `byte ${byte}`).toEqual(state)
      if (isUsed) expect(outcome.notes[0], `byte ${byte}`).toMatch(/copy of the epochs|watermark/)
    })
  })

  test('in the log: refused wherever something was written, no matter where otherwise', () => {
    for (const path of disk.paths().filter((path) => path.startsWith(LOG))) {
      const used = usedBytes(disk, path)
      flipEach(path, (outcome, byte) => {
        if (byte < used) expect(outcome.refused, `${path} byte ${byte}`).toBe('CorruptLogError')
        else expect(outcome.state, `${path} byte ${byte}`).toEqual(state)
      })
    }
  })

  test('in the last record, with no watermark to tell: refused, because all of its sectors are there', () => {
    const copy = disk.copy()
    for (let byte = 0; byte < 16; byte++) clear(copy, EPOCHS, WATERMARK_AT + byte)
    const path = `${LOG}/log.00000002`
    const used = usedBytes(copy, path)
    expect(opened(copy, turns).state).toEqual(state)
    for (let byte = used - 80; byte < used; byte++) {
      copy.flipBit(path, byte, byte % 8)
      expect(opened(copy, turns).refused, `byte ${byte} of ${used}`).toBe('CorruptLogError')
      copy.flipBit(path, byte, byte % 8)
    }
  })

  test('in the newest snapshot: the older one and the log after it serve, with a note', () => {
    flipEach(`${DIRECTORY}/snapshot.0000000100000005`, (outcome, byte) => {
      expect(outcome.state, `byte ${byte}`).toEqual(state)
      expect(outcome.notes.join(), `byte ${byte}`).toContain('the snapshot is damaged')
    })
  })

  test('in an older snapshot: it is found out in the background, and retired', () => {
    const path = `${DIRECTORY}/snapshot.0000000100000002`
    for (let byte = 0; byte < disk.size(path)!; byte += 3) {
      const copy = disk.copy()
      copy.flipBit(path, byte, byte % 8)
      const peer = new ModelPeer(openOn(copy, turns))
      turns.runAll()
      expect(copy.size(path), `byte ${byte}`).toBeUndefined()
      expect(peer.failures).toEqual([])
      copy.kill()
      expect(opened(copy, turns)).toEqual({ state, notes: [] })
    }
  })
})

describe('a write that was interrupted', { timeout: 60_000 }, () => {
  test('at every byte: what was acknowledged stays, the rest is cut, and the log goes on', () => {
    const { disk, turns, open } = simulatedDisk()
    const peer = new ModelPeer(open())
    peer.epochs(1, 1)
    peer.append(zxid(1, 1), 'acknowledged')
    turns.runAll()
    const acknowledged = peer.state
    const path = `${LOG}/log.00000001`
    const start = usedBytes(disk, path)
    peer.append(zxid(1, 2), 'never acknowledged '.repeat(60))
    turns.runUntil(() => usedBytes(disk, path) > start)
    const end = usedBytes(disk, path)
    disk.kill()
    expect(end - start).toBeGreaterThan(1100)
    for (let cut = start; cut < end; cut++) {
      for (const how of ['the file ends', 'zeros'] as const) {
        const copy = disk.copy()
        const size = copy.size(path)!
        copy.resize(path, cut)
        if (how === 'zeros') copy.resize(path, size)
        expect(opened(copy, turns).state, `${how} at ${cut}`).toEqual(acknowledged)
        if (cut % 16 === 0) goesOn(copy, turns)
      }
    }
  })

  function goesOn(disk: SimulatedFileSystem, turns: SimulatedDisk['turns']): void {
    const peer = new ModelPeer(openOn(disk, turns))
    peer.append(zxid(1, 2), 'another')
    turns.runUntil(() => peer.isAllAcked)
    disk.crash()
    expect(opened(disk, turns).state).toEqual(peer.state)
  }
})

describe('something is missing', () => {
  function without(path: string): Outcome {
    const { disk, turns } = furnished()
    disk.remove(path)
    return opened(disk, turns)
  }

  test('the epochs: refused', () => {
    expect(without(EPOCHS).refused).toBe('CorruptEpochsError')
  })

  test('any segment that was in use: refused', () => {
    expect(without(`${LOG}/log.00000001`).refused).toBe('CorruptLogError')
    expect(without(`${LOG}/log.00000002`).refused).toBe('CorruptLogError')
  })

  test('the whole log, because its disk was not mounted: refused, in words that say so', () => {
    const { disk, turns } = furnished()
    for (const path of disk.paths().filter((path) => path.startsWith(LOG))) disk.remove(path)
    expect(opened(disk, turns).notes[0]).toContain('is the log directory mounted?')
  })

  test('a spare segment, or the format file: replaced', () => {
    expect(without(`${LOG}/log.00000003`).state).toEqual(furnished().state)
    const { state, notes } = without(`${DIRECTORY}/format`)
    expect([state, notes]).toEqual([furnished().state, [expect.stringContaining('written anew')]])
  })

  test('the newest snapshot: the older one serves', () => {
    expect(without(`${DIRECTORY}/snapshot.0000000100000005`).state).toEqual(furnished().state)
  })

  test('every snapshot, when the log does not reach back to the beginning: refused', () => {
    const { disk, turns, open } = simulatedDisk()
    live(new ModelPeer(open()))
    turns.runAll()
    disk.kill()
    for (const path of disk.paths().filter((path) => path.includes('snapshot'))) disk.remove(path)
    expect(opened(disk, turns)).toEqual({
      refused: 'CorruptLogError',
      notes: [expect.stringContaining('no whole snapshot')],
    })
  })

  test('the end of the log below a snapshot that was taken from it: refused', () => {
    const { disk, turns } = furnished()
    const path = `${LOG}/log.00000001`
    const size = disk.size(path)!
    for (const number of ['2', '3']) disk.remove(`${LOG}/log.0000000${number}`)
    disk.resize(path, 1000)
    disk.resize(path, size)
    for (let byte = 0; byte < 16; byte++) clear(disk, EPOCHS, WATERMARK_AT + byte)
    expect(opened(disk, turns).refused).toBe('CorruptLogError')
  })
})

describe('something that does not belong here', () => {
  test('the segment of another peer: refused', () => {
    const { disk, turns } = furnished()
    const other = simulatedDisk()
    const peer = new ModelPeer(other.open({ random: () => 0.25 }))
    peer.epochs(1, 1)
    other.turns.runAll()
    const foreign = other.disk.read(`${LOG}/log.00000001`, 0, 8192)
    disk.place(`${LOG}/log.00000003`, foreign)
    expect(opened(disk, turns).notes[0]).toContain('belongs to the log of another peer')
  })

  test('an old copy of the epochs: refused', () => {
    const { disk, turns, open } = simulatedDisk()
    const peer = new ModelPeer(open())
    peer.epochs(1, 1)
    turns.runAll()
    const old = disk.read(EPOCHS, 0, disk.size(EPOCHS)!)
    peer.epochs(2, 2)
    peer.append(zxid(2, 1), 'a')
    turns.runAll()
    disk.kill()
    disk.remove(EPOCHS)
    disk.place(EPOCHS, old)
    expect(opened(disk, turns).notes[0]).toContain('an old copy')
  })

  test('a directory of the format before: read, and from then on of the present one', () => {
    const { disk, turns, state } = furnished()
    const path = `${DIRECTORY}/format`
    const present = disk.read(path, 0, 64)
    disk.remove(path)
    disk.place(
      path,
      Uint8Array.from('quoll storage 1\n', (letter) => letter.charCodeAt(0)),
    )
    const peer = new ModelPeer(openOn(disk, turns))
    expect([peer.state, peer.storage.recovered.notes]).toEqual([state, [expect.stringContaining('an older format')]])
    turns.runAll()
    expect(disk.read(path, 0, 64)).toEqual(present)
    disk.crash()
    expect(stateOf(openOn(disk, turns).recovered)).toEqual(state)
  })

  test('a directory of a newer version: refused, and nothing is changed', () => {
    const { disk, turns } = simulatedDisk()
    disk.place(
      `${DIRECTORY}/format`,
      Uint8Array.from('quoll storage 3\n', (letter) => letter.charCodeAt(0)),
    )
    const { refused, notes } = opened(disk, turns)
    expect([refused, notes[0]]).toEqual(['UnknownFormatError', expect.stringContaining('quoll storage 3')])
    expect(disk.paths()).toEqual([`${DIRECTORY}/format`])
  })
})

function clear(disk: SimulatedFileSystem, path: string, byte: number): void {
  const [value] = disk.read(path, byte, 1)
  for (let bit = 0; bit < 8; bit++) if (((value ?? 0) >> bit) & 1) disk.flipBit(path, byte, bit)
}
