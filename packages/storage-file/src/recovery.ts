/**
 * Opening: reads everything, changes nothing, and decides what this peer knows (spec: epochs, then the log, then the newest
 * whole snapshot from which the log goes on). The log is the one source of truth: a snapshot counts only if the log's
 * history contains its zxid, so one that was staged but not installed is nothing, whatever it is called.
 */
import { EPOCH_ZERO, epochOf, formatZxid, ZXID_ZERO, type Zxid } from '@quoll/core'
import type { Recovered } from '@quoll/peer'
import { EPOCH_FILE_BYTES, type EpochRecord, readEpochs } from './epoch-record.ts'
import { CorruptEpochsError, CorruptLogError } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import {
  EPOCH_FILE,
  INITIALIZE_MARKER,
  type Layout,
  readFormat,
  snapshotName,
  snapshotZxidOf,
  TEMPORARY_SUFFIX,
} from './layout.ts'
import { LogHistory } from './log-history.ts'
import { holdsNoRecords, type RecoveredLog, recoverLog, segmentPaths } from './log-recovery.ts'
import { readLogAbove } from './log-tail.ts'
import { readSnapshotHeader, SNAPSHOT_HEADER_BYTES } from './snapshot-format.ts'
import { readSnapshot } from './snapshot-reader.ts'
import type { KnownSnapshot } from './snapshot-retention.ts'

export type OpeningOptions = {
  readonly fileSystem: FileSystem
  readonly layout: Layout
  /** An empty directory is new, not wiped. */
  readonly allowEmpty: boolean
  /** In [0, 1): names a new log. */
  readonly random: () => number
}

export type FoundDirectory = {
  readonly recovered: Recovered
  /** Nothing was ever acknowledged here: the directory must be furnished before the first write. */
  readonly fresh: boolean
  readonly needsFormat: boolean
  readonly epochs: EpochRecord
  readonly needsEpochRewrite: boolean
  readonly log: RecoveredLog
  readonly snapshots: readonly KnownSnapshot[]
  /** Free for temporary files of this life. */
  readonly temporaryNumber: number
  /** Files nobody needs any more; a fresh directory removes them before it begins. */
  readonly leftovers: readonly string[]
}

/** @throws CorruptLogError, CorruptEpochsError, UnknownFormatError: each says what to do. */
export function readDirectory(options: OpeningOptions): FoundDirectory {
  const { fileSystem, layout } = options
  const format = readFormat(fileSystem, layout)
  const names = fileSystem.list(layout.directory)
  const epochPath = `${layout.directory}/${EPOCH_FILE}`
  const isVouched = options.allowEmpty || names.includes(INITIALIZE_MARKER)
  const leftovers = names
    .filter((name) => name.endsWith(TEMPORARY_SUFFIX) || name === INITIALIZE_MARKER)
    .map((name) => `${layout.directory}/${name}`)
  if (names.includes(EPOCH_FILE)) return readUsed(options, { format, isVouched, leftovers, names })
  if (names.some((name) => snapshotZxidOf(name) !== undefined) || !holdsNoRecords(fileSystem, layout.logDirectory)) {
    throw new CorruptEpochsError(epochPath, 'the file is missing, although there are snapshots or a log')
  }
  return freshDirectory(options, isVouched, [...leftovers, ...segmentPaths(fileSystem, layout.logDirectory)])
}

function freshDirectory({ random }: OpeningOptions, vouched: boolean, leftovers: readonly string[]): FoundDirectory {
  const logId = 1 + Math.floor(random() * 0xffff_fffe)
  const epochs = { generation: 1, accepted: EPOCH_ZERO, current: EPOCH_ZERO, logId, vouched, watermark: 0 }
  const log: RecoveredLog = {
    segments: [],
    history: new LogHistory(ZXID_ZERO),
    cuts: [],
    end: 0,
    chain: 0,
    clean: true,
    unused: [],
    highestNumber: 0,
    notes: [],
  }
  const note = 'the directory is empty and nobody vouched for it: this peer learns from a leader before it votes'
  const recovered: Recovered = {
    acceptedEpoch: EPOCH_ZERO,
    currentEpoch: EPOCH_ZERO,
    base: ZXID_ZERO,
    committed: ZXID_ZERO,
    logAbove: () => [],
    trusted: vouched,
    snapshot: undefined,
    notes: vouched ? [] : [note],
  }
  return {
    recovered,
    fresh: true,
    needsFormat: true,
    epochs,
    needsEpochRewrite: false,
    temporaryNumber: temporaryNumberAbove(leftovers),
    log,
    snapshots: [],
    leftovers,
  }
}

type Seen = {
  readonly format: ReturnType<typeof readFormat>
  readonly isVouched: boolean
  readonly leftovers: readonly string[]
  readonly names: readonly string[]
}

const FORMAT_NOTES = {
  present: [],
  older: ['the data directory is of an older format; it becomes one that older versions do not read'],
  missing: ['the format file of the data directory is missing; it is written anew'],
} as const

function readUsed({ fileSystem, layout }: OpeningOptions, seen: Seen): FoundDirectory {
  const epochPath = `${layout.directory}/${EPOCH_FILE}`
  const epochs = readEpochs(epochPath, fileSystem.read(epochPath, 0, EPOCH_FILE_BYTES))
  const log = recoverLog(fileSystem, layout.logDirectory, epochs)
  const { last } = log.history
  if (epochOf(last) > epochs.accepted) {
    throw new CorruptEpochsError(epochPath, `the log reaches ${formatZxid(last)}, so these epochs are an old copy`)
  }
  const snapshots = chooseSnapshot(fileSystem, layout, seen.names, log.history)
  const stillEmpty = last === ZXID_ZERO && epochs.current === EPOCH_ZERO
  const vouched = epochs.vouched || (seen.isVouched && stillEmpty)
  return {
    recovered: {
      acceptedEpoch: epochs.accepted,
      currentEpoch: epochs.current,
      base: snapshots.base,
      committed: Math.max(snapshots.base, log.history.committed) as Zxid,
      logAbove: (zxid) => readLogAbove(fileSystem, log, epochs.logId, zxid),
      trusted: vouched || epochs.current > EPOCH_ZERO,
      snapshot: snapshots.pieces,
      notes: [...FORMAT_NOTES[seen.format], ...epochs.notes, ...log.notes, ...snapshots.notes],
    },
    fresh: false,
    needsFormat: seen.format !== 'present',
    epochs: { ...epochs, vouched },
    needsEpochRewrite: epochs.needsRepair || vouched !== epochs.vouched,
    temporaryNumber: temporaryNumberAbove(seen.leftovers),
    log,
    snapshots: snapshots.known,
    leftovers: [...seen.leftovers, ...log.unused, ...snapshots.leftovers],
  }
}

/** Leftovers are removed while the storage runs already, so their names are not used again. */
function temporaryNumberAbove(leftovers: readonly string[]): number {
  const numbers = leftovers.map((path) => Number(/snapshot\.(\d+)\.tmp$/.exec(path)?.[1] ?? 0))
  return 1 + Math.max(0, ...numbers)
}

type ChosenSnapshot = {
  readonly base: Zxid
  readonly pieces: Iterable<Uint8Array> | undefined
  readonly known: readonly KnownSnapshot[]
  readonly leftovers: readonly string[]
  readonly notes: readonly string[]
}

function chooseSnapshot(
  fileSystem: FileSystem,
  layout: Layout,
  names: readonly string[],
  history: LogHistory,
): ChosenSnapshot {
  const zxids = names.map(snapshotZxidOf).filter((zxid) => zxid !== undefined)
  const known: KnownSnapshot[] = []
  const leftovers: string[] = []
  const notes: string[] = []
  let chosen: { base: Zxid; pieces: Iterable<Uint8Array> } | undefined
  for (const zxid of zxids.sort((a, b) => b - a)) {
    const path = `${layout.directory}/${snapshotName(zxid)}`
    const bytes = fileSystem.size(path) ?? 0
    if (!history.contains(zxid)) {
      refuseLogBeforeSnapshot(fileSystem, path, zxid, history)
      leftovers.push(path)
      notes.push(`${path}: not part of this log's history (an install that was interrupted, or long replaced); removed`)
      continue
    }
    const snapshot = chosen === undefined ? readSnapshot(fileSystem, path) : undefined
    if (chosen !== undefined) known.push({ zxid, path, bytes, verified: false })
    else if (snapshot?.header.zxid === zxid) {
      chosen = { base: zxid, pieces: snapshot.pieces }
      known.push({ zxid, path, bytes, verified: true })
    } else {
      leftovers.push(path)
      notes.push(`${path}: the snapshot is damaged; an older one and the log after it are used instead`)
    }
  }
  if (chosen === undefined && history.floor !== ZXID_ZERO) {
    const found = `there is no whole snapshot from which the log, beginning after ${formatZxid(history.floor)}, goes on`
    throw new CorruptLogError(layout.directory, found)
  }
  return { base: chosen?.base ?? ZXID_ZERO, pieces: chosen?.pieces, known, leftovers, notes }
}

/** A snapshot of our own is put in place only once the log is durable up to it: a log that ends before it lost something. */
function refuseLogBeforeSnapshot(fileSystem: FileSystem, path: string, zxid: Zxid, history: LogHistory): void {
  if (zxid <= history.last) return
  const header = readSnapshotHeader(fileSystem.read(path, 0, SNAPSHOT_HEADER_BYTES))
  if (header?.origin !== 'saved') return
  throw new CorruptLogError(path, `the log ends at ${formatZxid(history.last)}, before this snapshot taken from it`)
}
