/**
 * What every storage promises, as tests: the one on files and the fake in memory both run them, because a fake that
 * lies is worse than none. The runner is handed in, so that nothing that imports `@quoll/peer/testing` needs one.
 */
import { assert, type DurableWrite, InvariantViolation, ZXID_ZERO, zxid } from '@quoll/core'
import {
  append,
  appendKnowing,
  bytes,
  epochs,
  pieces,
  Session,
  type StorageUnderTest,
  texts,
  truncate,
} from './storage-session.ts'

export type TestRunner = {
  describe(name: string, body: () => void): void
  test(name: string, body: () => Promise<void>): void
}

/** Declares the suite with `runner`, for the storages that `make` gives. */
export function runStorageTests(name: string, make: () => StorageUnderTest, { describe, test }: TestRunner): void {
  describe(`${name} keeps the promises of the storage port`, () => {
    for (const [title, run] of Object.entries(PROMISES)) {
      test(title, async () => {
        const disk = make()
        try {
          await run(new Session(disk))
        } finally {
          disk.dispose()
        }
      })
    }
  })
}

const PROMISES: Readonly<Record<string, (session: Session) => Promise<void>>> = {
  'an empty disk holds nothing and is trusted when somebody vouches for it': async (session) => {
    const { base, committed, snapshot, acceptedEpoch, currentEpoch, trusted } = session.recovered
    equal([base, committed, texts(session.recovered), snapshot], [ZXID_ZERO, ZXID_ZERO, [], undefined])
    equal([acceptedEpoch, currentEpoch, trusted], [0, 0, true])
  },

  'what was appended comes back, byte for byte': async (session) => {
    await session.lives(epochs(1, 1), append(1, 1, 'a', '', 'c'), append(1, 4, 'x'.repeat(100_000)))
    await session.restart()
    equal(texts(session.recovered), ['1:1 a', '1:2 ', '1:3 c', `1:4 ${'x'.repeat(100_000)}`])
  },

  'persisted is reported cumulatively, in order, and never from inside the call': async (session) => {
    session.write(epochs(1, 1))
    for (let counter = 1; counter <= 20; counter++) session.write(append(1, counter, `txn ${counter}`))
    equal(session.reports, [])
    await session.settled()
    equal(session.reports.at(-1), 21)
    equal([...session.reports].sort(ascending), session.reports)
  },

  'truncation forgets what came after, also inside a batch, and the log goes on from there': async (session) => {
    await session.lives(epochs(1, 1), append(1, 1, 'a', 'b', 'c'), append(1, 4, 'd'), truncate(zxid(1, 2)))
    await session.lives(epochs(2, 1), append(2, 1, 'e'))
    await session.restart()
    equal(texts(session.recovered), ['1:1 a', '1:2 b', '2:1 e'])
    await session.lives(truncate(ZXID_ZERO))
    await session.restart()
    equal(texts(session.recovered), [])
  },

  'epochs survive, and may be older than the log': async (session) => {
    await session.lives(epochs(1, 1), append(1, 1, 'a'), epochs(7, 1), append(7, 1, 'b'))
    await session.restart()
    equal([session.recovered.acceptedEpoch, session.recovered.currentEpoch], [7, 1])
    equal(texts(session.recovered), ['1:1 a', '7:1 b'])
  },

  'a saved snapshot becomes the base, in the pieces it was written in, and the log above it stays': async (session) => {
    await session.lives(epochs(1, 1), append(1, 1, 'a', 'b', 'c'))
    await session.saves(zxid(1, 2), 'one', '', 'three')
    equal(session.storage.stats.snapshotZxid, zxid(1, 2))
    await session.lives(append(1, 4, 'd'))
    await session.restart()
    equal([session.recovered.base, pieces(session.recovered)], [zxid(1, 2), ['one', '', 'three']])
    equal(texts(session.recovered), ['1:3 c', '1:4 d'])
  },

  'an installed snapshot replaces the log, and the log goes on above it': async (session) => {
    await session.lives(epochs(3, 1), append(1, 1, 'a', 'b'))
    await session.stages(zxid(2, 9), 'theirs')
    await session.lives({ type: 'install-snapshot', zxid: zxid(2, 9) }, append(2, 10, 'c'), epochs(3, 3))
    await session.restart()
    equal([session.recovered.base, pieces(session.recovered)], [zxid(2, 9), ['theirs']])
    equal(texts(session.recovered), ['2:10 c'])
  },

  'a snapshot that was only staged, or aborted, is nowhere after a restart': async (session) => {
    await session.lives(epochs(3, 1), append(1, 1, 'a'))
    await session.stages(zxid(2, 9), 'theirs')
    const aborted = session.storage.saveSnapshot(zxid(1, 1))
    aborted.write(bytes('half'))
    aborted.abort()
    await session.restart()
    equal([session.recovered.base, session.recovered.snapshot], [ZXID_ZERO, undefined])
    equal(texts(session.recovered), ['1:1 a'])
  },

  'a newer staged snapshot replaces the one before': async (session) => {
    await session.lives(epochs(3, 1))
    await session.stages(zxid(2, 8), 'old')
    await session.stages(zxid(2, 9), 'new')
    await session.lives({ type: 'install-snapshot', zxid: zxid(2, 9) })
    await session.restart()
    equal([session.recovered.base, pieces(session.recovered)], [zxid(2, 9), ['new']])
  },

  'the contents that were recovered are let go when the storage starts': async (session) => {
    await session.lives(epochs(1, 1), append(1, 1, 'a', 'b'))
    await session.saves(zxid(1, 1), 'one')
    await session.restart()
    equal([session.recovered.base, texts(session.recovered)], [zxid(1, 1), ['1:2 b']])
    const { base, logAbove, snapshot } = session.storage.recovered
    equal([base, [...logAbove(base)], snapshot], [zxid(1, 1), [], undefined])
  },

  'the log is read from any transaction that is committed, as often as asked': async (session) => {
    await session.lives(epochs(1, 1), append(1, 1, 'a', 'b'), append(1, 3, 'c'), truncate(zxid(1, 2)))
    await session.lives(epochs(2, 2), appendKnowing(zxid(1, 2), append(2, 1, 'd', 'e')), append(2, 3, 'f'))
    await session.restart()
    const found = [zxid(0, 0), zxid(1, 1), zxid(1, 2)].map((from) => texts(session.recovered, from).join())
    equal(found, ['1:1 a,1:2 b,2:1 d,2:2 e,2:3 f', '1:2 b,2:1 d,2:2 e,2:3 f', '2:1 d,2:2 e,2:3 f'])
  },

  'what was known to be committed with a durable append is known again': async (session) => {
    await session.lives(epochs(1, 1), append(1, 1, 'a', 'b'))
    await session.restart()
    equal(session.recovered.committed, ZXID_ZERO)
    await session.lives(appendKnowing(zxid(1, 1), append(1, 3, 'c')))
    await session.restart()
    equal(session.recovered.committed, zxid(1, 1))
    await session.saves(zxid(1, 2), 'one and two')
    await session.restart()
    equal(session.recovered.committed, zxid(1, 2))
    await session.lives(append(1, 4, 'd'))
    await session.restart()
    equal([session.recovered.committed, texts(session.recovered)], [zxid(1, 2), ['1:3 c', '1:4 d']])
  },

  'an installed snapshot is committed': async (session) => {
    await session.lives(epochs(2, 1), append(1, 1, 'a', 'b'))
    await session.stages(zxid(2, 9), 'theirs')
    await session.lives({ type: 'install-snapshot', zxid: zxid(2, 9) }, append(2, 10, 'c'))
    await session.restart()
    equal(session.recovered.committed, zxid(2, 9))
  },

  'what is committed is neither cut nor beyond the log': async (session) => {
    await session.lives(epochs(1, 1), append(1, 1, 'a', 'b'), appendKnowing(zxid(1, 2), append(1, 3, 'c')))
    refused(() => session.attempt(truncate(zxid(1, 1))), 'a cut below what is committed')
    refused(() => session.attempt(appendKnowing(zxid(1, 4), append(1, 4, 'd'))), 'committed before it was appended')
  },

  'closing finishes the writes that were taken': async (session) => {
    session.write(epochs(1, 1))
    session.write(append(1, 1, 'a'))
    await session.restart()
    equal(texts(session.recovered), ['1:1 a'])
  },

  'a write that no correct peer makes is refused before it reaches the disk': async (session) => {
    await session.lives(epochs(2, 2), append(1, 1, 'a'))
    for (const wrong of [
      append(1, 3, 'gap'),
      append(3, 1, 'not accepted'),
      truncate(zxid(1, 7)),
      epochs(1, 1),
      { type: 'install-snapshot', zxid: zxid(1, 9) },
    ] satisfies DurableWrite[]) {
      refused(() => session.attempt(wrong), wrong.type)
    }
    await session.lives(append(1, 2, 'b'))
    await session.saves(zxid(1, 2), 'one')
    refused(() => session.attempt(truncate(zxid(1, 1))), 'a truncation below a snapshot')
    await session.lives(append(1, 3, 'c'))
    await session.restart()
    equal(texts(session.recovered), ['1:3 c'])
  },

  'a crash loses no acknowledged write, and what it leaves is a prefix': async (session) => {
    if (!session.canCrash) return
    await session.lives(epochs(1, 1), append(1, 1, 'a'), append(1, 2, 'b'))
    session.write(append(1, 3, 'c'))
    session.write(epochs(2, 1))
    session.crash()
    const found = texts(session.recovered)
    equal(found, ['1:1 a', '1:2 b', '1:3 c'].slice(0, found.length))
    assert(found.length >= 2, 'both acknowledged transactions are there')
    assert(session.recovered.acceptedEpoch === 1 || found.length === 3, 'epochs never reach the disk before the log')
  },

  'after a crash the log goes on, and a later restart finds it whole': async (session) => {
    if (!session.canCrash) return
    await session.lives(epochs(1, 1), append(1, 1, 'a'))
    session.write(append(1, 2, 'lost, or not'))
    session.crash()
    await session.lives(truncate(zxid(1, 1)), epochs(2, 2), append(2, 1, 'b'))
    session.crash()
    equal(texts(session.recovered), ['1:1 a', '2:1 b'])
  },
}

function ascending(a: number, b: number): number {
  return a - b
}

function equal(found: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)]
  if (left !== right) throw new Error(`found ${left}, expected ${right}`)
}

function refused(attempt: () => void, what: string): void {
  try {
    attempt()
  } catch (error) {
    if (error instanceof InvariantViolation) return
    throw error
  }
  throw new Error(`${what} was not refused`)
}
