/** The client's side of decode-request.ts. */
import type { ByteWriter } from '@quoll/bytes'
import { writeRequestHeader } from './headers.ts'
import { beginFrame } from './mill.ts'
import { writeMulti, writeMultiRead } from './multi-request.ts'
import { OpCode } from './op-codes.ts'
import { writePathAndWatch, writeSetWatches, writeWatcherType, writeWatchMode } from './read-request-records.ts'
import type { ClientRequest } from './request.ts'
import { writeCreate, writePathAndVersion, writeSetAcl, writeSetData } from './write-request-records.ts'

/** A frame to a server, without its length word. */
export function encodeRequest(xid: number, request: ClientRequest): Uint8Array {
  const writer = beginFrame()
  writeRequestHeader(writer, xid, opCodeOf(request))
  writeBody(writer, request)
  return writer.take()
}

const OP_CODES = {
  delete: OpCode.delete,
  'set-data': OpCode.setData,
  'set-acl': OpCode.setAcl,
  check: OpCode.check,
  multi: OpCode.multi,
  'close-session': OpCode.closeSession,
  exists: OpCode.exists,
  'get-data': OpCode.getData,
  'get-children': OpCode.getChildren,
  'get-children2': OpCode.getChildren2,
  'get-acl': OpCode.getAcl,
  'get-all-children-number': OpCode.getAllChildrenNumber,
  'get-ephemerals': OpCode.getEphemerals,
  'multi-read': OpCode.multiRead,
  sync: OpCode.sync,
  ping: OpCode.ping,
  'who-am-i': OpCode.whoAmI,
  'set-watches': OpCode.setWatches,
  'set-watches2': OpCode.setWatches2,
  'add-watch': OpCode.addWatch,
  'check-watches': OpCode.checkWatches,
  'remove-watches': OpCode.removeWatches,
  reconfig: OpCode.reconfig,
  auth: OpCode.auth,
  sasl: OpCode.sasl,
} as const

/** The number a request goes by on the wire. */
export function opCodeOf(request: ClientRequest): number {
  if (request.type === 'create') return OpCode[request.operation]
  if (request.type === 'unknown') return request.opCode
  return OP_CODES[request.type]
}

function writeBody(writer: ByteWriter, request: ClientRequest): void {
  switch (request.type) {
    case 'create':
      writeCreate(writer, request)
      return
    case 'delete':
    case 'check':
      writePathAndVersion(writer, request)
      return
    case 'set-data':
      writeSetData(writer, request)
      return
    case 'set-acl':
      writeSetAcl(writer, request)
      return
    case 'multi':
      writeMulti(writer, request.operations)
      return
    case 'multi-read':
      writeMultiRead(writer, request.operations)
      return
    case 'exists':
    case 'get-data':
    case 'get-children':
    case 'get-children2':
      writePathAndWatch(writer, request)
      return
    case 'get-acl':
    case 'get-all-children-number':
    case 'sync':
      writer.string(request.path)
      return
    case 'get-ephemerals':
      writer.string(request.prefix)
      return
    case 'set-watches':
    case 'set-watches2':
      writeSetWatches(writer, request)
      return
    case 'add-watch':
      writer.string(request.path)
      writeWatchMode(writer, request.mode)
      return
    case 'check-watches':
    case 'remove-watches':
      writer.string(request.path)
      writeWatcherType(writer, request.watcherType)
      return
    case 'reconfig':
      writer.string(request.joining)
      writer.string(request.leaving)
      writer.string(request.newMembers)
      writer.i53(request.configVersion)
      return
    case 'auth':
      writer.i32(0)
      writer.string(request.scheme)
      writer.buffer(request.credentials)
      return
    case 'sasl':
      writer.buffer(request.token)
      return
    case 'ping':
    case 'who-am-i':
    case 'close-session':
    case 'unknown':
      return
    default:
      request satisfies never
  }
}
