/**
 * A snapshot is a sequence of pieces, each with whole records in it. Big-endian. Whether the bytes are the ones that were
 * written is the storage's business; the digest at the end says whether they mean the state they were made from.
 *
 *   piece    i32 length of the rest, records
 *   header   u8 1 | u8 format | i64 zxid | u32 znodes | u32 sessions          first record of the first piece
 *   acl      u8 2 | list                                                      numbered by their order, from 0
 *   session  u8 3 | i64 id | i32 timeout                                      all before the first znode
 *   znode    u8 4 | path | data | u32 acl | kind | i64 × 5 | i32 × 3          in any order
 *   end      u8 5 | i64 digest                                                last record of the last piece
 */
import type { ByteWriter } from '@quoll/bytes'
import { writeKind } from '../codec/fields.ts'
import { Int, Long, type Znode } from '../store/znode-table.ts'
import type { ZnodeTree } from '../store/znode-tree.ts'

export const SNAPSHOT_FORMAT = 1

export const Tag = { header: 1, acl: 2, session: 3, znode: 4, end: 5 } as const

export function writeZnode(writer: ByteWriter, tree: ZnodeTree, znode: Znode, acl: number): void {
  writer.u8(Tag.znode)
  tree.writePath(writer, znode)
  tree.writeData(writer, znode)
  writer.u32(acl)
  writeKind(writer, tree.kindOf(znode))
  writer.i53(tree.long(znode, Long.czxid))
  writer.i53(tree.long(znode, Long.mzxid))
  writer.i53(tree.long(znode, Long.pzxid))
  writer.i53(tree.long(znode, Long.ctime))
  writer.i53(tree.long(znode, Long.mtime))
  writer.i32(tree.int(znode, Int.version))
  writer.i32(tree.int(znode, Int.cversion))
  writer.i32(tree.int(znode, Int.aversion))
}
