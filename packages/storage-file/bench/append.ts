/**
 * How fast the log takes transactions on this machine's disk, beside what the disk itself can do.
 *
 *     node --conditions=source packages/storage-file/bench/append.ts [directory] [seconds per row]
 */
import { closeSync, fdatasync, mkdtempSync, openSync, rmSync, write as writeFile } from 'node:fs'
import { tmpdir } from 'node:os'
import { type Epoch, type WriteId, ZXID_ZERO, zxid } from '@quoll/core'
import { nodeFileSystem, openStorage } from '../src/index.ts'

const parent = process.argv[2] ?? tmpdir()
const secondsPerRow = Number(process.argv[3] ?? 3)

type Load = {
  /** Transactions in one write. */
  readonly batch: number
  readonly payloadBytes: number
  /** Writes that wait for the disk at any time. */
  readonly outstanding: number
}

const LOADS: readonly Load[] = [
  { batch: 1, payloadBytes: 100, outstanding: 1 },
  { batch: 1, payloadBytes: 1024, outstanding: 1 },
  { batch: 1, payloadBytes: 1024, outstanding: 64 },
  { batch: 64, payloadBytes: 100, outstanding: 64 },
  { batch: 64, payloadBytes: 1024, outstanding: 16 },
  { batch: 1, payloadBytes: 1024 * 1024, outstanding: 4 },
]

async function main(): Promise<void> {
  const floor = await bareSyncs()
  console.log(`the disk alone: ${Math.round(floor)} writes of 4 KiB with fdatasync per second\n`)
  console.log('batch  payload  outstanding     txns/s    MiB/s   syncs/s   sync ms p50   p99   cpu us/txn')
  for (const load of LOADS) console.log(await run(load))
}

/** One write and one fdatasync after the other into space that was filled before: the most that this disk can acknowledge. */
async function bareSyncs(): Promise<number> {
  const directory = mkdtempSync(`${parent}/quoll-bench-`)
  const file = openSync(`${directory}/floor`, 'w')
  const page = new Uint8Array(4096).fill(1)
  const pages = 4096
  const writeAt = (at: number) =>
    new Promise<void>((resolve) =>
      writeFile(file, page, 0, page.length, at * page.length, () => fdatasync(file, () => resolve())),
    )
  for (let at = 0; at < pages; at++) {
    await new Promise<void>((resolve) => writeFile(file, page, 0, page.length, at * page.length, () => resolve()))
  }
  await writeAt(0)
  const began = performance.now()
  let count = 0
  while (performance.now() - began < secondsPerRow * 1000) await writeAt(count++ % pages)
  const rate = (count * 1000) / (performance.now() - began)
  closeSync(file)
  rmSync(directory, { recursive: true })
  return rate
}

function run({ batch, payloadBytes, outstanding }: Load): Promise<string> {
  const directory = mkdtempSync(`${parent}/quoll-bench-`)
  const now = () => performance.now()
  const storage = openStorage({ fileSystem: nodeFileSystem(), directory, allowEmpty: true, now, random: Math.random })
  const payloads = Array.from({ length: batch }, () => new Uint8Array(payloadBytes).fill(7))
  return new Promise((resolve) => {
    let [id, counter, acked, began, syncsBefore] = [1, 1, 0, 0, 0]
    let cpu = process.cpuUsage()
    const fill = (): void => {
      while (id - acked < outstanding) {
        storage.write(++id as WriteId, {
          type: 'append',
          batch: { first: zxid(1, counter), payloads },
          committed: ZXID_ZERO,
        })
        counter += batch
      }
    }
    const end = (): void => {
      const seconds = (performance.now() - began) / 1000
      const txns = (acked - 1) * batch
      const { user, system } = process.cpuUsage(cpu)
      const { syncs, syncMs } = storage.stats
      const sorted = [...syncMs].sort((a, b) => a - b)
      const row = [
        `${batch}`.padStart(5),
        `${payloadBytes}`.padStart(8),
        `${outstanding}`.padStart(12),
        `${Math.round(txns / seconds)}`.padStart(10),
        ((txns * payloadBytes) / seconds / 2 ** 20).toFixed(1).padStart(8),
        `${Math.round((syncs - syncsBefore) / seconds)}`.padStart(9),
        (sorted[sorted.length >> 1] ?? 0).toFixed(2).padStart(13),
        (sorted[Math.floor(sorted.length * 0.99)] ?? 0).toFixed(2).padStart(6),
        ((user + system) / txns).toFixed(2).padStart(12),
      ].join(' ')
      storage.close(() => {
        rmSync(directory, { recursive: true })
        resolve(row)
      })
    }
    storage.start({
      onPersisted: (upTo) => {
        acked = upTo
        if (upTo === 1) {
          began = performance.now()
          cpu = process.cpuUsage()
          syncsBefore = storage.stats.syncs
        }
        if (performance.now() - began < secondsPerRow * 1000) fill()
        else if (acked === id) end()
      },
      onFailed: (error) => {
        throw error
      },
    })
    storage.write(1 as WriteId, { type: 'epochs', accepted: 1 as Epoch, current: 1 as Epoch })
  })
}

await main()
