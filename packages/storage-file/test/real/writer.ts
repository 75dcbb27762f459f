/** A process that appends as fast as it can and says what was acknowledged, until somebody kills it. Run by kill.test.ts. */
import { type Epoch, type WriteId, ZXID_ZERO, zxid } from '@quoll/core'
import { nodeFileSystem, openStorage } from '../../src/index.ts'

const [directory = ''] = process.argv.slice(2)
const limits = { segmentBytesMin: 16 * 1024, segmentBytesMax: 256 * 1024 }
const now = () => performance.now()
const storage = openStorage({
  fileSystem: nodeFileSystem(),
  directory,
  limits,
  allowEmpty: true,
  now,
  random: Math.random,
})
const epoch = storage.recovered.currentEpoch + 1
let id = 1

function append(): void {
  const payloads = [Uint8Array.from(`${process.pid} ${id}`.padEnd(id % 900), (letter) => letter.charCodeAt(0))]
  storage.write(++id as WriteId, {
    type: 'append',
    batch: { first: zxid(epoch, id - 1), payloads },
    committed: id > 20 ? zxid(epoch, id - 20) : ZXID_ZERO,
  })
}

storage.start({
  onPersisted: (upTo) => {
    process.stdout.write(`${epoch} ${upTo - 1}\n`)
    while (id < upTo + 8) append()
  },
  onFailed: (error) => {
    throw error
  },
})
storage.write(1 as WriteId, { type: 'epochs', accepted: epoch as Epoch, current: epoch as Epoch })
