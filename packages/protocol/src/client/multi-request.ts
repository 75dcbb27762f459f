/**
 * The parts of a multi and of a multiRead (ZooKeeper: MultiOperationRecord). All writes or all reads: a part of the other
 * sort, or of a sort that may not stand here at all, makes the whole request malformed.
 *
 * In a multi the flags of a create have a say in what it becomes, other than at the top level (Op.Create.getOpcode):
 *
 *   asked as            flags   becomes
 *   ─────────────────   ─────   ─────────────────────────────
 *   create, create2     0–3     as asked
 *   create, create2     4       createContainer
 *   createContainer     0–4     createContainer
 *   createTtl           0–3     create, its TTL ignored
 *   createTtl           4       createContainer, likewise
 *   createTtl           5, 6    createTtl
 *   anything else               malformed
 */
import { type ByteReader, type ByteWriter, DecodeError } from '@quoll/bytes'
import { readParts, writeLastPart, writePart } from './multi-frame.ts'
import { OpCode } from './op-codes.ts'
import { readPathAndWatch, writePathAndWatch } from './read-request-records.ts'
import type { CreateRequest, MultiOperation, MultiReadOperation } from './request.ts'
import {
  readCheck,
  readCreate,
  readDelete,
  readSetData,
  writeCreate,
  writePathAndVersion,
  writeSetData,
} from './write-request-records.ts'

const CONTAINER_FLAGS = 4
const TTL_FLAGS_MAX = 6

export function writeMulti(writer: ByteWriter, operations: readonly MultiOperation[]): void {
  for (const operation of operations) {
    writePart(writer, opCodeOfPart(operation), -1)
    if (operation.type === 'create') writeCreate(writer, operation)
    else if (operation.type === 'set-data') writeSetData(writer, operation)
    else writePathAndVersion(writer, operation)
  }
  writeLastPart(writer)
}

export function readMulti(reader: ByteReader): MultiOperation[] {
  return readParts(reader, readOperation)
}

export function writeMultiRead(writer: ByteWriter, operations: readonly MultiReadOperation[]): void {
  for (const operation of operations) {
    writePart(writer, operation.type === 'get-data' ? OpCode.getData : OpCode.getChildren, -1)
    writePathAndWatch(writer, operation)
  }
  writeLastPart(writer)
}

export function readMultiRead(reader: ByteReader): MultiReadOperation[] {
  return readParts(reader, (type) => {
    if (type === OpCode.getData) return readPathAndWatch(reader, 'get-data')
    if (type === OpCode.getChildren) return readPathAndWatch(reader, 'get-children')
    throw new DecodeError(`operation ${type} cannot be part of a multiRead`)
  })
}

function readOperation(type: number, reader: ByteReader): MultiOperation {
  switch (type) {
    case OpCode.create:
      return effectiveCreate(readCreate(reader, 'create'))
    case OpCode.create2:
      return effectiveCreate(readCreate(reader, 'create2'))
    case OpCode.createContainer:
      return effectiveCreate(readCreate(reader, 'createContainer'))
    case OpCode.createTtl:
      return effectiveCreate(readCreate(reader, 'createTtl'))
    case OpCode.delete:
      return readDelete(reader)
    case OpCode.setData:
      return readSetData(reader)
    case OpCode.check:
      return readCheck(reader)
    default:
      throw new DecodeError(`operation ${type} cannot be part of a multi`)
  }
}

/** The table above. */
function effectiveCreate(request: CreateRequest): CreateRequest {
  const { operation, flags } = request
  const isTtl = flags > CONTAINER_FLAGS
  if (flags < 0 || flags > TTL_FLAGS_MAX || (isTtl && operation !== 'createTtl'))
    throw new DecodeError(`a ${operation} in a multi cannot have the flags ${flags}`)
  if (isTtl || operation === 'createContainer') return request
  if (flags === CONTAINER_FLAGS) return { ...request, operation: 'createContainer', ttlMs: undefined }
  return operation === 'createTtl' ? { ...request, operation: 'create', ttlMs: undefined } : request
}

function opCodeOfPart(operation: MultiOperation): number {
  switch (operation.type) {
    case 'create':
      return OpCode[operation.operation]
    case 'delete':
      return OpCode.delete
    case 'set-data':
      return OpCode.setData
    case 'check':
      return OpCode.check
  }
}
