/** The requests between two looks at a peer: how many, and how long they took. Each reader of statuses has one of its own. */
import { LATENCY_BUCKETS, latencyOfBucket, type NodeView, type RequestTimes } from '@quoll/peer'
import type { PeerStatus, RecentLatency } from './peer-status.ts'

export class RecentRequests {
  readonly #reads = new Since()
  readonly #writes = new Since()

  /** What came since the last call, or since the peer's start. */
  take({ reads, writes }: Pick<NodeView, 'reads' | 'writes'>): PeerStatus['recent'] {
    return { reads: this.#reads.take(reads), writes: this.#writes.take(writes) }
  }
}

class Since {
  readonly #before = new Float64Array(LATENCY_BUCKETS)
  #count = 0

  take({ count, buckets }: RequestTimes): RecentLatency | undefined {
    const fresh = count - this.#count
    if (fresh <= 0) return undefined
    const latency = {
      count: fresh,
      p50: this.#quantile(buckets, fresh / 2),
      p99: this.#quantile(buckets, fresh * 0.99),
    }
    this.#before.set(buckets)
    this.#count = count
    return latency
  }

  /** Milliseconds within which `wanted` of the fresh requests were answered. */
  #quantile(buckets: Readonly<Float64Array>, wanted: number): number {
    let seen = 0
    for (let bucket = 0; bucket < LATENCY_BUCKETS; bucket++) {
      seen += buckets[bucket]! - this.#before[bucket]!
      if (seen >= wanted) return latencyOfBucket(bucket)
    }
    return latencyOfBucket(LATENCY_BUCKETS - 1)
  }
}
