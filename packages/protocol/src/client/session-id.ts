/**
 * ```
 * session id   63      56 55                          16 15           0
 *              | server  | low 40 bits of a clock in ms | counter      |
 * ```
 * ZooKeeper: SessionTrackerImpl.initializeNextSessionId. The clock keeps the ids of one life of a server from those of
 * an earlier one; there is room for 65,536 sessions per millisecond between them.
 */

/** Containers carry this number where ephemerals carry their session. */
const CONTAINER_MARK = 1n << 63n

/** Without a sign, like every session id here. `serverId` is 1 to 255, `clockMs` any clock that does not go back. */
export function firstSessionId(serverId: number, clockMs: number): bigint {
  const clock = BigInt.asUintN(64, BigInt(Math.floor(clockMs)) << 24n) >> 8n
  return unlessMark(clock | (BigInt(serverId) << 56n))
}

/** The id after `id`. */
export function nextSessionId(id: bigint): bigint {
  return unlessMark(BigInt.asUintN(64, id + 1n))
}

function unlessMark(id: bigint): bigint {
  return id === CONTAINER_MARK ? id + 1n : id
}
