/**
 * The first thing a started storage does: makes the directory fit to be written. In a fresh directory the epochs come
 * last, because from the moment they are there, a missing log is a lost log.
 */
import { type EpochFile, newEpochFile } from './epoch-file.ts'
import type { FailStop } from './fail-stop.ts'
import type { FileSystem } from './file-system.ts'
import { EPOCH_FILE, FORMAT_FILE, formatFileBytes, type Layout } from './layout.ts'
import { placeFile } from './new-file.ts'
import type { FoundDirectory } from './recovery.ts'
import type { WriteAheadLog } from './write-ahead-log.ts'

export type Furniture = {
  readonly fileSystem: FileSystem
  readonly failStop: FailStop
  readonly layout: Layout
  readonly log: WriteAheadLog
  readonly epochs: EpochFile
}

/** Calls `done` when the storage can be written. */
export function furnish(parts: Furniture, found: FoundDirectory, done: () => void): void {
  const steps = found.fresh ? freshSteps(parts, found) : usedSteps(parts, found)
  inOrder(steps, done)
}

type Step = (next: () => void) => void

function freshSteps(parts: Furniture, found: FoundDirectory): readonly Step[] {
  const { layout, log, epochs } = parts
  const isSegment = (path: string) => path.startsWith(`${layout.logDirectory}/`)
  const segments = found.leftovers.filter(isSegment)
  const others = found.leftovers.filter((path) => !isSegment(path))
  return [
    // What a first start left that was interrupted: its segments would be taken for another peer's.
    (next) => remove(parts, segments, next),
    syncOf(parts, layout.logDirectory),
    (next) => placeFile(parts, `${layout.directory}/${FORMAT_FILE}`, formatFileBytes(), next),
    (next) => log.open(next),
    (next) => placeFile(parts, `${layout.directory}/${EPOCH_FILE}`, newEpochFile(found.epochs), next),
    syncOf(parts, layout.directory),
    (next) => epochs.open(next),
    (next) => remove(parts, others, next),
  ]
}

function usedSteps(parts: Furniture, found: FoundDirectory): readonly Step[] {
  const { layout, log, epochs } = parts
  const format: Step = (next) => placeFile(parts, `${layout.directory}/${FORMAT_FILE}`, formatFileBytes(), next)
  const rewrite: Step = (next) => epochs.rewrite(found.log.end, found.epochs.vouched, next)
  return [
    ...(found.needsFormat ? [format, syncOf(parts, layout.directory)] : []),
    (next) => log.open(next),
    (next) => epochs.open(next),
    ...(found.needsEpochRewrite ? [rewrite] : []),
    (next) => {
      // Nobody waits for these.
      remove(parts, found.leftovers, () => {})
      next()
    },
  ]
}

function inOrder(steps: readonly Step[], done: () => void): void {
  const [first, ...rest] = steps
  if (first === undefined) done()
  else first(() => inOrder(rest, done))
}

function syncOf({ fileSystem, failStop }: Furniture, directory: string): Step {
  return (next) => fileSystem.syncDirectory(directory, failStop.after(`sync ${directory}`, next))
}

function remove(parts: Furniture, paths: readonly string[], done: () => void): void {
  const [path, ...rest] = paths
  if (path === undefined) {
    done()
    return
  }
  const removed = parts.failStop.after(`remove ${path}`, () => remove(parts, rest, done))
  parts.fileSystem.unlink(path, removed)
}
