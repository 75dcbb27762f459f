/** What is in a data directory, without opening it: an inventory, and what the next start would say. Nothing is changed. */
import type { Epoch, Zxid } from '@quoll/core'
import { ownerOf } from '../directory-lock.ts'
import { EPOCH_FILE_BYTES, readEpochs } from '../epoch-record.ts'
import type { FileSystem } from '../file-system.ts'
import { EPOCH_FILE, snapshotZxidOf, TEMPORARY_SUFFIX } from '../layout.ts'
import { readDirectory } from '../recovery.ts'
import type { SnapshotOrigin } from '../snapshot-format.ts'
import { readSnapshot } from '../snapshot-reader.ts'
import { type InspectedSegment, readLogSegments } from './read-log.ts'

export type InspectedSnapshot = {
  readonly path: string
  readonly zxid: Zxid
  readonly bytes: number
  /** False: damaged or unfinished; a start does not use it. */
  readonly whole: boolean
  /** Taken here, or received from a leader; undefined when it cannot be read. */
  readonly origin: SnapshotOrigin | undefined
}

export type InspectedDirectory = {
  readonly directory: string
  readonly logDirectory: string
  /** Process that works in it now. What is being written just then looks torn. */
  readonly owner: number | undefined
  /** Nothing was ever acknowledged here. */
  readonly fresh: boolean
  readonly epochs: { readonly accepted: Epoch; readonly current: Epoch } | undefined
  readonly segments: readonly InspectedSegment[]
  /** Newest first. */
  readonly snapshots: readonly InspectedSnapshot[]
  /** Unfinished files, which the next start removes. */
  readonly leftovers: readonly string[]
  /** What the next start would refuse with; it says what it means and what to do. */
  readonly refusal: Error | undefined
  /** What the next start would remark. */
  readonly notes: readonly string[]
}

/** Reads all of it: takes as long as a start. */
export function inspectDirectory(
  fileSystem: FileSystem,
  directory: string,
  logDirectory = `${directory}/log`,
): InspectedDirectory {
  const names = fileSystem.list(directory)
  return {
    directory,
    logDirectory,
    owner: ownerOf(directory),
    epochs: epochsIn(fileSystem, directory, names),
    segments: readLogSegments(fileSystem, logDirectory),
    snapshots: snapshotsIn(fileSystem, directory, names),
    leftovers: names.filter((name) => name.endsWith(TEMPORARY_SUFFIX)).map((name) => `${directory}/${name}`),
    ...nextStart(fileSystem, directory, logDirectory),
  }
}

function epochsIn(fileSystem: FileSystem, directory: string, names: readonly string[]): InspectedDirectory['epochs'] {
  if (!names.includes(EPOCH_FILE)) return undefined
  const path = `${directory}/${EPOCH_FILE}`
  try {
    const { accepted, current } = readEpochs(path, fileSystem.read(path, 0, EPOCH_FILE_BYTES))
    return { accepted, current }
  } catch {
    // The refusal says it.
    return undefined
  }
}

function snapshotsIn(fileSystem: FileSystem, directory: string, names: readonly string[]): InspectedSnapshot[] {
  const zxids = names.map((name) => ({ name, zxid: snapshotZxidOf(name) }))
  return zxids
    .flatMap(({ name, zxid }) => (zxid === undefined ? [] : [{ path: `${directory}/${name}`, zxid }]))
    .sort((a, b) => b.zxid - a.zxid)
    .map(({ path, zxid }) => {
      const snapshot = readSnapshot(fileSystem, path)
      const whole = snapshot?.header.zxid === zxid
      return { path, zxid, bytes: fileSystem.size(path) ?? 0, whole, origin: snapshot?.header.origin }
    })
}

function nextStart(
  fileSystem: FileSystem,
  directory: string,
  logDirectory: string,
): Pick<InspectedDirectory, 'fresh' | 'refusal' | 'notes'> {
  try {
    const layout = { directory, logDirectory }
    const { fresh, recovered } = readDirectory({ fileSystem, layout, allowEmpty: true, random: () => 0 })
    return { fresh, refusal: undefined, notes: recovered.notes }
  } catch (error) {
    return { fresh: false, refusal: error instanceof Error ? error : new Error(String(error)), notes: [] }
  }
}
