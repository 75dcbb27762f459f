/** Ways to bring a file into being that a crash leaves either whole or absent. */
import type { FailStop } from './fail-stop.ts'
import type { FileSystem, OpenFile } from './file-system.ts'
import { TEMPORARY_SUFFIX } from './layout.ts'

type Host = { readonly fileSystem: FileSystem; readonly failStop: FailStop }

/** Writes a small file under a temporary name, syncs it, and renames it into place. The caller syncs the directory. */
export function placeFile({ fileSystem, failStop }: Host, path: string, bytes: Uint8Array, done: () => void): void {
  const temporary = path + TEMPORARY_SUFFIX
  const written = (file: OpenFile) => failStop.after(`write ${path}`, () => file.sync(synced(file)))
  const synced = (file: OpenFile) => failStop.after(`sync ${path}`, () => file.close(closed))
  const closed = failStop.after(`close ${path}`, () => fileSystem.rename(temporary, path, renamed))
  const renamed = failStop.after(`rename ${path}`, done)
  const create = failStop.afterValue<OpenFile>(`create ${path}`, (file) => file.write([bytes], 0, written(file)))
  fileSystem.unlink(
    temporary,
    failStop.after(`remove ${temporary}`, () => fileSystem.open(temporary, 'create', create)),
  )
}

/** Zeros are written, and synced, this many bytes at a time: a log sync beside them never waits for much. */
const ZERO_PART_BYTES = 256 * 1024
const ZERO_PARTS = 4
const zeros = new Uint8Array(ZERO_PART_BYTES)

/**
 * Makes a file of `bytes` zeros, durable with its directory entry, ready to be written without any change of metadata.
 */
export function createZeroed({ fileSystem, failStop }: Host, path: string, bytes: number, done: () => void): void {
  const fill = (file: OpenFile, from: number): void => {
    if (from >= bytes) {
      file.close(closed)
      return
    }
    const parts: Uint8Array[] = []
    let end = from
    while (end < bytes && parts.length < ZERO_PARTS) {
      const part = zeros.subarray(0, Math.min(ZERO_PART_BYTES, bytes - end))
      parts.push(part)
      end += part.length
    }
    const written = failStop.after(`write ${path}`, () => file.sync(synced))
    const synced = failStop.after(`sync ${path}`, () => fill(file, end))
    file.write(parts, from, written)
  }
  const closed = failStop.after(`close ${path}`, () => fileSystem.syncDirectory(directoryOf(path), entered))
  const entered = failStop.after(`sync ${directoryOf(path)}`, done)
  fileSystem.open(
    path,
    'create',
    failStop.afterValue<OpenFile>(`create ${path}`, (file) => fill(file, 0)),
  )
}

export function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}
