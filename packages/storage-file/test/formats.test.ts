/** The formats on disk: what is written is read, and anything else is refused without harm. */
import { type Epoch, zxid } from '@quoll/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Entry, entryBytes, readEntries, writeEntry } from '../src/entry.ts'
import { newEpochFile } from '../src/epoch-file.ts'
import { readEpochs } from '../src/epoch-record.ts'
import { getLong, setLong, viewOf } from '../src/long.ts'
import { readRecordBody, readRecordHeader } from '../src/record.ts'
import { RecordDraft } from '../src/record-draft.ts'
import { firstNonZero, missesASector } from '../src/sectors.ts'
import { readSegmentHeader } from '../src/segment.ts'
import { scanSegment } from '../src/segment-scan.ts'
import { SnapshotReader } from '../src/snapshot-reader.ts'

const anyZxid = fc.tuple(fc.nat(0x1f_ffff), fc.nat(0xffff_fffe)).map(([epoch, counter]) => zxid(epoch, counter))
const anyPayloads = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 5 })
const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({ type: fc.constant('append' as const), batch: fc.record({ first: anyZxid, payloads: anyPayloads }) }),
  fc.record({ type: fc.constant('truncate' as const), to: anyZxid }),
  fc.record({ type: fc.constant('restart' as const), base: anyZxid }),
)

describe('entries and records', () => {
  test('what is written is read', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { minLength: 1, maxLength: 6 }), fc.nat(0xffff_ffff), (entries, chain) => {
        const draft = new RecordDraft()
        for (const entry of entries) draft.add(entry, 1 as never, zxid(3, 4))
        const { bytes, crc } = draft.seal(77, chain, 123_456_789_012)
        const header = readRecordHeader(bytes, 0, 77)
        expect(header).toMatchObject({
          crc,
          chain,
          position: 123_456_789_012,
          last: zxid(3, 4),
          entries: entries.length,
        })
        expect(bytes.length % 8).toBe(0)
        expect(readRecordHeader(bytes, 0, 78)).toBeUndefined()
        const body = readRecordBody(bytes, 0, header!)
        expect(readEntries(body!, entries.length)?.map(plain)).toEqual(entries.map(plain))
      }),
    )
  })

  test('a draft can be used again', () => {
    const draft = new RecordDraft()
    const entry: Entry = { type: 'append', batch: { first: zxid(1, 1), payloads: [new Uint8Array(10_000_000)] } }
    draft.add(entry, 1 as never, zxid(1, 1))
    draft.seal(1, 0, 0)
    draft.clear()
    draft.add({ type: 'truncate', to: zxid(1, 1) }, 2 as never, zxid(1, 1))
    const { bytes } = draft.seal(1, 0, 0)
    expect(bytes.length).toBe(40 + 24)
    expect(readEntries(readRecordBody(bytes, 0, readRecordHeader(bytes, 0, 1)!)!, 1)).toHaveLength(1)
  })

  test('arbitrary bytes are no entries, or some, but never an error or a payload out of bounds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(5), (body, count) => {
        const entries = readEntries(body, count) ?? []
        const total = entries.reduce((sum, entry) => sum + entryBytes(entry), 0)
        expect(total).toBeLessThanOrEqual(body.length)
      }),
    )
  })

  test('a payload count far beyond the body allocates nothing', () => {
    const body = new Uint8Array(64)
    const view = viewOf(body)
    writeEntry(body, view, 0, { type: 'append', batch: { first: zxid(1, 1), payloads: [Uint8Array.of(1)] } })
    view.setUint32(4, 0xffff_ffff, true)
    expect(readEntries(body, 1)).toBeUndefined()
  })

  function plain(entry: Entry): unknown {
    return entry.type === 'append' ? [entry.batch.first, entry.batch.payloads.map((payload) => [...payload])] : entry
  }
})

describe('files', () => {
  test('arbitrary bytes are no segment, no snapshot and no epochs', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000, size: 'max' }), (bytes) => {
        expect(readSegmentHeader(bytes)).toMatch(/unused|damaged/)
        const reader = new SnapshotReader()
        reader.push(bytes)
        expect(reader.isWhole).toBe(false)
        expect(() => readEpochs('epochs', bytes)).toThrow('both copies')
      }),
      { numRuns: 50 },
    )
  })

  test('arbitrary bytes behind a header hold no record', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 3000 }), (bytes) => {
        const header = { logId: 1, chain: 0, start: 0, before: zxid(0, 0) }
        const fileSystem = {
          size: () => bytes.length,
          read: (_: string, at: number, length: number) => bytes.slice(at, at + length),
        }
        const scan = scanSegment({ fileSystem, path: 'x', header, limit: undefined }, () => expect.unreachable())
        expect(scan.end).toBe(0)
      }),
    )
  })

  test('the epochs of a new file are read back', () => {
    const record = { accepted: 5 as Epoch, current: 4 as Epoch, logId: 9, vouched: true, watermark: 0 }
    const found = readEpochs('epochs', newEpochFile(record))
    expect(found).toEqual({ ...record, generation: 1, needsRepair: false, notes: [] })
  })
})

describe('numbers and sectors', () => {
  test('64-bit numbers are exact up to 2^53', () => {
    const view = viewOf(new Uint8Array(8))
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        setLong(view, 0, value)
        expect(getLong(view, 0)).toBe(value)
        expect(view.getBigUint64(0, true)).toBe(BigInt(value))
      }),
    )
  })

  test('the first byte that is not zero is found, wherever it is and wherever the search starts', () => {
    const bytes = new Uint8Array(70).subarray(3)
    for (let place = 0; place < bytes.length; place++) {
      bytes[place] = 128
      for (let from = 0; from <= bytes.length; from++) {
        expect(firstNonZero(bytes, from, bytes.length)).toBe(from <= place ? place : bytes.length)
      }
      bytes[place] = 0
    }
  })

  test('a sector is missing when its share holds only zeros', () => {
    const bytes = new Uint8Array(2048)
    for (const at of [510, 512, 1030]) bytes[at] = 1
    expect(missesASector(bytes, 508, 1100)).toBe(false)
    expect(missesASector(bytes, 511, 1100)).toBe(true)
    expect(missesASector(bytes, 508, 1600)).toBe(true)
  })
})
