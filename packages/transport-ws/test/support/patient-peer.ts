/** A peer in a thread of its own that forgives long silences. Runs until it is terminated. */
import { workerData } from 'node:worker_threads'
import { startPlayer } from './exchange.ts'

const { id, peers, key } = workerData as { id: number; peers: Record<number, number>; key: string }
await startPlayer(id, peers, { key, timing: { deadLinkMs: 60_000 } })
