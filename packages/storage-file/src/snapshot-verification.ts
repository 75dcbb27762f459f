/** Reads a snapshot back, a block per turn, and checks every checksum: only verified ones count (ZOOKEEPER-3231). */
import type { FailStop } from './fail-stop.ts'
import type { FileSystem, OpenFile } from './file-system.ts'
import { SNAPSHOT_BLOCK_BYTES, SnapshotReader } from './snapshot-reader.ts'

/** Calls `verdict` once; never after a failure of the disk. */
export function verifyOpenSnapshot(
  file: OpenFile,
  path: string,
  failStop: FailStop,
  verdict: (isWhole: boolean) => void,
): void {
  const reader = new SnapshotReader()
  // One for all blocks: fresh memory for each would be as much as the snapshot, and the collector would come by for it.
  const room = new Uint8Array(SNAPSHOT_BLOCK_BYTES)
  const readFrom = (at: number): void => {
    const arrived = failStop.afterValue<Uint8Array>(`read ${path}`, (block) => {
      reader.push(block)
      if (block.length < SNAPSHOT_BLOCK_BYTES) verdict(reader.isWhole)
      else readFrom(at + block.length)
    })
    file.read(at, SNAPSHOT_BLOCK_BYTES, arrived, room)
  }
  readFrom(0)
}

/** The same for a file that is not open. */
export function verifySnapshot(
  fileSystem: FileSystem,
  path: string,
  failStop: FailStop,
  verdict: (isWhole: boolean) => void,
): void {
  const opened = failStop.afterValue<OpenFile>(`open ${path}`, (file) => {
    verifyOpenSnapshot(file, path, failStop, (isWhole) =>
      file.close(failStop.after(`close ${path}`, () => verdict(isWhole))),
    )
  })
  fileSystem.open(path, 'write', opened)
}
