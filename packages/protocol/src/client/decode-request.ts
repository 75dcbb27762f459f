/** A request's bytes become what the client asks for. The other direction stands in encode-request.ts. */
import { ByteReader } from '@quoll/bytes'
import { type RequestHeader, readRequestHeader } from './headers.ts'
import { readMulti, readMultiRead } from './multi-request.ts'
import { OpCode } from './op-codes.ts'
import { readPathAndWatch, readSetWatches, readWatcherType, readWatchMode } from './read-request-records.ts'
import type { ClientRequest } from './request.ts'
import { readString } from './vector.ts'
import { readCheck, readCreate, readDelete, readSetAcl, readSetData } from './write-request-records.ts'

/** A request's header and, undecoded, its body: what a learner forwards to its leader. */
export type RequestFrame = RequestHeader & { readonly body: Uint8Array }

/** @throws DecodeError when there is not even a header; the connection is then closed without a reply. */
export function splitRequest(frame: Uint8Array): RequestFrame {
  const reader = new ByteReader(frame)
  const { xid, opCode } = readRequestHeader(reader)
  return { xid, opCode, body: frame.subarray(reader.offset) }
}

/**
 * What a body asks for. Buffers in it are parts of `body`, which must not change any more. Bytes behind the record are
 * ignored, as ZooKeeper does.
 * @throws DecodeError for what ZooKeeper answers with -5 (marshallingError); after `auth` and `sasl` it closes instead.
 */
export function decodeRequest(opCode: number, body: Uint8Array): ClientRequest {
  const reader = new ByteReader(body)
  switch (opCode) {
    case OpCode.create:
      return readCreate(reader, 'create')
    case OpCode.create2:
      return readCreate(reader, 'create2')
    case OpCode.createContainer:
      return readCreate(reader, 'createContainer')
    case OpCode.createTtl:
      return readCreate(reader, 'createTtl')
    case OpCode.delete:
      return readDelete(reader)
    case OpCode.setData:
      return readSetData(reader)
    case OpCode.setAcl:
      return readSetAcl(reader)
    case OpCode.check:
      return readCheck(reader)
    case OpCode.multi:
      return { type: 'multi', operations: readMulti(reader) }
    case OpCode.closeSession:
      return { type: 'close-session' }
    default:
      return decodeRead(opCode, reader)
  }
}

function decodeRead(opCode: number, reader: ByteReader): ClientRequest {
  switch (opCode) {
    case OpCode.exists:
      return readPathAndWatch(reader, 'exists')
    case OpCode.getData:
      return readPathAndWatch(reader, 'get-data')
    case OpCode.getChildren:
      return readPathAndWatch(reader, 'get-children')
    case OpCode.getChildren2:
      return readPathAndWatch(reader, 'get-children2')
    case OpCode.getAcl:
      return { type: 'get-acl', path: readString(reader) }
    case OpCode.getAllChildrenNumber:
      return { type: 'get-all-children-number', path: readString(reader) }
    case OpCode.getEphemerals:
      return { type: 'get-ephemerals', prefix: reader.string() }
    case OpCode.multiRead:
      return { type: 'multi-read', operations: readMultiRead(reader) }
    case OpCode.sync:
      return { type: 'sync', path: reader.string() }
    case OpCode.ping:
      return { type: 'ping' }
    case OpCode.whoAmI:
      return { type: 'who-am-i' }
    default:
      return decodeOther(opCode, reader)
  }
}

function decodeOther(opCode: number, reader: ByteReader): ClientRequest {
  switch (opCode) {
    case OpCode.setWatches:
      return readSetWatches(reader, 'set-watches')
    case OpCode.setWatches2:
      return readSetWatches(reader, 'set-watches2')
    case OpCode.addWatch:
      return { type: 'add-watch', path: readString(reader), mode: readWatchMode(reader) }
    case OpCode.checkWatches:
      return { type: 'check-watches', path: readString(reader), watcherType: readWatcherType(reader) }
    case OpCode.removeWatches:
      return { type: 'remove-watches', path: readString(reader), watcherType: readWatcherType(reader) }
    case OpCode.reconfig:
      return {
        type: 'reconfig',
        joining: reader.string(),
        leaving: reader.string(),
        newMembers: reader.string(),
        configVersion: reader.i64Rounded(),
      }
    case OpCode.auth:
      reader.skip(4) // a type that every client leaves 0
      return { type: 'auth', scheme: reader.string(), credentials: reader.buffer() }
    case OpCode.sasl:
      return { type: 'sasl', token: reader.buffer() }
    default:
      return { type: 'unknown', opCode }
  }
}
