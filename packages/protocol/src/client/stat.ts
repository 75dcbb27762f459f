/**
 * ```
 * Stat, 68 bytes   long czxid, mzxid, ctime, mtime · int version, cversion, aversion · long ephemeralOwner
 *                  int dataLength, numChildren · long pzxid
 * ```
 */
import type { ByteReader, ByteWriter } from '@quoll/bytes'

/** What a reply tells of a znode; neighbours agree by shape with `Stat` of state-machine. */
export type StatRecord = {
  readonly czxid: number
  readonly mzxid: number
  /** Milliseconds since 1970. */
  readonly ctime: number
  readonly mtime: number
  readonly version: number
  readonly cversion: number
  readonly aversion: number
  /** The session, without a sign; undefined unless the znode is ephemeral. */
  readonly ephemeralOwner: bigint | undefined
  readonly dataLength: number
  readonly numChildren: number
  readonly pzxid: number
}

export function writeStat(writer: ByteWriter, stat: StatRecord): void {
  writer.i53(stat.czxid)
  writer.i53(stat.mzxid)
  writer.i53(stat.ctime)
  writer.i53(stat.mtime)
  writer.i32(stat.version)
  writer.i32(stat.cversion)
  writer.i32(stat.aversion)
  if (stat.ephemeralOwner === undefined) writer.i53(0)
  else writer.i64(stat.ephemeralOwner)
  writer.i32(stat.dataLength)
  writer.i32(stat.numChildren)
  writer.i53(stat.pzxid)
}

export function readStat(reader: ByteReader): StatRecord {
  return {
    czxid: reader.i53(),
    mzxid: reader.i53(),
    ctime: reader.i53(),
    mtime: reader.i53(),
    version: reader.i32(),
    cversion: reader.i32(),
    aversion: reader.i32(),
    ephemeralOwner: readOwner(reader),
    dataLength: reader.i32(),
    numChildren: reader.i32(),
    pzxid: reader.i53(),
  }
}

function readOwner(reader: ByteReader): bigint | undefined {
  const owner = reader.u64()
  return owner === 0n ? undefined : owner
}
