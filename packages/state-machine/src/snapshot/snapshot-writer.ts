/**
 * Writes the state as it is now, a slice at a time, while transactions go on being applied. A cursor walks over the
 * znodes; one that is about to change before the cursor has reached it is written down at once and skipped later, and what
 * appears later is left out. So the snapshot holds exactly what was applied up to its zxid (no ZOOKEEPER-3127, 3144, 3306).
 */
import { ByteWriter } from '@quoll/bytes'
import type { Zxid } from '@quoll/core'
import type { Acl } from '../acl.ts'
import { writeAcl } from '../codec/fields.ts'
import { digestOf } from '../digest.ts'
import type { SessionId } from '../session-id.ts'
import type { State } from '../state.ts'
import type { Znode } from '../store/znode-table.ts'
import type { ChangeObserver, ZnodeTree } from '../store/znode-tree.ts'
import { SNAPSHOT_FORMAT, Tag, writeZnode } from './format.ts'

/** Room for the record that goes beyond the budget. */
const OVERSHOOT_BYTES = 2048
/** Below this a piece might hold nothing but its length. */
const PIECE_BYTES_MIN = 64

/** Has room for a piece, and the record that goes beyond its budget. */
export function pieceWriter(budgetBytes: number): ByteWriter {
  return new ByteWriter(Math.max(budgetBytes, PIECE_BYTES_MIN) + OVERSHOOT_BYTES)
}

export class SnapshotWriter {
  readonly #tree: ZnodeTree
  readonly #zxid: Zxid
  readonly #znodeCount: number
  readonly #digest: number
  readonly #sessions: readonly (readonly [SessionId, number])[]
  /** Znodes with a higher number appeared later. */
  readonly #end: number
  /** One bit per znode that is done before its turn. */
  readonly #done: Uint8Array
  readonly #early = new ByteWriter(4096)
  #earlyRecords: Uint8Array[] = []
  #nextEarly = 0
  /** Numbers of the lists already written. A list given up and made again is another object and is written again. */
  readonly #acls = new Map<readonly Acl[], number>()
  readonly #observer: ChangeObserver = { beforeChange: (znode) => this.#beforeChange(znode) }
  #phase: 'header' | 'sessions' | 'znodes' | 'done' = 'header'
  #nextSession = 0
  #cursor = 1

  /** Takes the state at `zxid`, the last transaction applied to it. Costs memory for what changes until the end; so end it, or `cancel`. */
  constructor(state: State, zxid: Zxid) {
    this.#tree = state.tree
    this.#zxid = zxid
    this.#znodeCount = state.znodeCount
    this.#digest = digestOf(state)
    this.#sessions = [...state.sessions]
    this.#end = state.tree.end
    this.#done = new Uint8Array((this.#end >>> 3) + 1)
    state.tree.observers.add(this.#observer)
  }

  /**
   * The next piece, about `budgetBytes` long (longer by a record at most); undefined after the last. Written with `writer`,
   * if given, it is good until that is used again.
   */
  next(budgetBytes: number, writer: ByteWriter = pieceWriter(budgetBytes)): Uint8Array | undefined {
    if (this.#phase === 'done') return undefined
    const budget = Math.max(budgetBytes, PIECE_BYTES_MIN)
    writer.reset()
    writer.i32(0)
    if (this.#phase === 'header') this.#writeHeader(writer)
    if (this.#phase === 'sessions') this.#writeSessions(writer, budget)
    if (this.#phase === 'znodes') this.#writeZnodes(writer, budget)
    writer.i32At(0, writer.length - 4)
    return writer.finish()
  }

  /** Lets go of the state. What was written so far is worth nothing. */
  cancel(): void {
    this.#tree.observers.delete(this.#observer)
    this.#forgetEarly()
    this.#phase = 'done'
  }

  #forgetEarly(): void {
    this.#earlyRecords = []
    this.#nextEarly = 0
  }

  #writeHeader(writer: ByteWriter): void {
    writer.u8(Tag.header)
    writer.u8(SNAPSHOT_FORMAT)
    writer.i53(this.#zxid)
    writer.u32(this.#znodeCount)
    writer.u32(this.#sessions.length)
    this.#phase = 'sessions'
  }

  #writeSessions(writer: ByteWriter, budgetBytes: number): void {
    while (writer.length < budgetBytes) {
      const session = this.#sessions[this.#nextSession++]
      if (session === undefined) {
        this.#phase = 'znodes'
        return
      }
      writer.u8(Tag.session)
      writer.i64(session[0])
      writer.i32(session[1])
    }
  }

  /** Early records first: lists of access control they brought along may be referred to by any record behind them. */
  #writeZnodes(writer: ByteWriter, budgetBytes: number): void {
    while (this.#nextEarly < this.#earlyRecords.length && writer.length < budgetBytes)
      writer.bytes(this.#earlyRecords[this.#nextEarly++]!)
    if (this.#nextEarly === this.#earlyRecords.length) this.#forgetEarly()
    while (writer.length < budgetBytes && this.#cursor < this.#end) {
      const znode = this.#cursor++ as Znode
      if (!this.#isDone(znode)) this.#writeRecord(writer, znode)
    }
    if (writer.length < budgetBytes) this.#writeEnd(writer)
  }

  #writeEnd(writer: ByteWriter): void {
    writer.u8(Tag.end)
    writer.i53(this.#digest)
    this.cancel()
  }

  #beforeChange(znode: Znode): void {
    if (znode < this.#cursor || znode >= this.#end || this.#isDone(znode)) return
    this.#done[znode >>> 3]! |= 1 << (znode & 7)
    this.#writeRecord(this.#early, znode)
    if (this.#early.length > 0) this.#earlyRecords.push(this.#early.take())
  }

  #isDone(znode: Znode): boolean {
    return (this.#done[znode >>> 3]! & (1 << (znode & 7))) !== 0
  }

  /** Writes nothing for a number that is free: what gets it later is not part of this snapshot. */
  #writeRecord(writer: ByteWriter, znode: Znode): void {
    if (!this.#tree.has(znode)) return
    const acl = this.#tree.aclOf(znode)
    let number = this.#acls.get(acl)
    if (number === undefined) {
      number = this.#acls.size
      this.#acls.set(acl, number)
      writer.u8(Tag.acl)
      writeAcl(writer, acl)
    }
    writeZnode(writer, this.#tree, znode, number)
  }
}
