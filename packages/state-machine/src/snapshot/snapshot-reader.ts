/** Builds a new state from the pieces of a snapshot, believing nothing: what no SnapshotWriter writes is a DecodeError. */
import { ByteReader, DecodeError, decodeUtf8 } from '@quoll/bytes'
import type { Zxid } from '@quoll/core'
import type { Acl } from '../acl.ts'
import { readAcl, readKind, readSession, readZxid } from '../codec/fields.ts'
import { digestOf } from '../digest.ts'
import { isValidPath, parentPathOf } from '../path.ts'
import { State } from '../state.ts'
import { AsciiPath } from '../store/ascii-path.ts'
import type { Znode } from '../store/znode-table.ts'
import type { ZnodeImage } from '../store/znode-tree.ts'
import type { NodeKind } from '../txn.ts'
import { SNAPSHOT_FORMAT, Tag } from './format.ts'

type Header = { readonly zxid: Zxid; readonly znodes: number; readonly sessions: number }

export class SnapshotReader {
  readonly #state = new State()
  readonly #acls: (readonly Acl[])[] = []
  /** Znodes whose parents have not come yet. */
  readonly #orphans: Znode[] = []
  readonly #path = new AsciiPath()
  #header: Header | undefined
  #digest: number | undefined

  /** Znodes read, of how many; undefined before the first piece. */
  get progress(): { readonly znodes: number; readonly of: number } | undefined {
    return this.#header === undefined ? undefined : { znodes: this.#state.znodeCount, of: this.#header.znodes }
  }

  /** Takes the next piece, as the writer cut it. @throws DecodeError; the reader is of no use then. */
  write(piece: Uint8Array): void {
    const reader = new ByteReader(piece)
    const length = reader.i32()
    if (length !== reader.remaining) throw new DecodeError(`a piece of ${reader.remaining} bytes that claims ${length}`)
    const view = new DataView(piece.buffer, piece.byteOffset, piece.length)
    while (reader.remaining > 0) this.#record(reader, piece, view)
  }

  /** The state, after the last piece. @throws DecodeError when something is missing or is not what was written. */
  finish(): { readonly state: State; readonly zxid: Zxid } {
    const header = this.#header
    const state = this.#state
    if (header === undefined || this.#digest === undefined) throw new DecodeError('the snapshot has no end')
    for (const orphan of this.#orphans)
      if (!this.#link(orphan, state.pathOf(orphan))) throw new DecodeError(`${state.pathOf(orphan)} has no parent`)
    if (state.znodeCount !== header.znodes || state.sessions.size !== header.sessions)
      throw new DecodeError(
        `${state.znodeCount} znodes and ${state.sessions.size} sessions of ${header.znodes} and ${header.sessions}`,
      )
    if (digestOf(state) !== this.#digest) throw new DecodeError('the digest is not the one of the state that was saved')
    state.quotas.restore()
    return { state, zxid: header.zxid }
  }

  #record(reader: ByteReader, piece: Uint8Array, view: DataView): void {
    const tag = reader.u8()
    if (this.#digest !== undefined) throw new DecodeError('more records after the end')
    if ((tag === Tag.header) !== (this.#header === undefined)) throw new DecodeError('the header comes first, and once')
    switch (tag) {
      case Tag.header:
        this.#readHeader(reader)
        break
      case Tag.acl:
        this.#acls.push(readAcl(reader))
        break
      case Tag.session:
        this.#state.openSession(readSession(reader), reader.i32())
        break
      case Tag.znode:
        this.#readZnode(reader, piece, view)
        break
      case Tag.end:
        this.#digest = reader.i53()
        break
      default:
        throw new DecodeError(`no record of a snapshot has the number ${tag}`)
    }
  }

  #readHeader(reader: ByteReader): void {
    const format = reader.u8()
    if (format !== SNAPSHOT_FORMAT)
      throw new DecodeError(`a snapshot of format ${format}, ${SNAPSHOT_FORMAT} is the newest known here`)
    this.#header = { zxid: readZxid(reader), znodes: reader.u32(), sessions: reader.u32() }
    this.#state.tree.expect(this.#header.znodes)
  }

  /** A path of ASCII characters, as nearly all are, goes into the tree as it lies there, without becoming a string. */
  #readZnode(reader: ByteReader, piece: Uint8Array, view: DataView): void {
    const length = reader.i32()
    const start = reader.offset
    reader.skip(length)
    if (this.#path.take(piece, start, start + length)) this.#insertAscii(this.#path, view, reader)
    else this.#insert(decodeUtf8(piece, start, start + length), reader)
  }

  #insertAscii(path: AsciiPath, piece: DataView, reader: ByteReader): void {
    const { tree } = this.#state
    if (tree.findAscii(path) !== undefined) throw new DecodeError(`${path} is there twice`)
    const dataLength = reader.i32()
    const dataStart = reader.offset
    if (dataLength !== -1) reader.skip(dataLength)
    const znode = tree.insertAscii(path, piece, dataStart, dataLength, this.#readImage(reader))
    if (path.isRoot) return
    const parent = tree.findParent(path)
    if (parent === undefined) this.#orphans.push(znode)
    else tree.link(parent, znode)
  }

  #insert(path: string, reader: ByteReader): void {
    if (!isValidPath(path)) throw new DecodeError('a znode has a path that is none')
    const { tree } = this.#state
    if (tree.find(path) !== undefined) throw new DecodeError(`${path} is there twice`)
    const znode = tree.insert(path, reader.buffer(), this.#readImage(reader))
    if (!this.#link(znode, path)) this.#orphans.push(znode)
  }

  #readImage(reader: ByteReader): ZnodeImage {
    return {
      acl: this.#readAclNumber(reader),
      kind: this.#readKind(reader),
      czxid: readZxid(reader),
      mzxid: readZxid(reader),
      pzxid: readZxid(reader),
      ctime: reader.i53(),
      mtime: reader.i53(),
      version: reader.i32(),
      cversion: reader.i32(),
      aversion: reader.i32(),
    }
  }

  #readAclNumber(reader: ByteReader): readonly Acl[] {
    const number = reader.u32()
    const acl = this.#acls[number]
    if (acl === undefined) throw new DecodeError(`no access control list has the number ${number}`)
    return acl
  }

  #readKind(reader: ByteReader): NodeKind {
    const kind = readKind(reader)
    if (kind.type === 'ephemeral' && !this.#state.sessions.has(kind.owner))
      throw new DecodeError('an ephemeral znode has an owner that is no session')
    return kind
  }

  /** False while the parent is missing. */
  #link(znode: Znode, path: string): boolean {
    const { tree } = this.#state
    const parent = tree.find(parentPathOf(path))
    if (parent !== undefined) tree.link(parent, znode)
    return parent !== undefined
  }
}
