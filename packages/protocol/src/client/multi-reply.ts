/**
 * The parts of the answer to a multi or a multiRead (ZooKeeper: MultiResponse).
 *
 * ```
 * create  1   ustring path            setData      5   Stat
 * create2 15  ustring path · Stat     getData      4   buffer data · Stat
 * delete  2   nothing                 getChildren  8   vector<ustring> names
 * check   13  nothing                 error       -1   int err, the same as in the part's header
 * ```
 */
import { type ByteReader, type ByteWriter, DecodeError } from '@quoll/bytes'
import { ERROR_PART, readParts, writeLastPart, writePart } from './multi-frame.ts'
import { OpCode } from './op-codes.ts'
import type { MultiResult } from './reply.ts'
import { readStat, writeStat } from './stat.ts'
import { readString, readStrings, writeStrings } from './vector.ts'

export function writeMultiReply(writer: ByteWriter, results: readonly MultiResult[]): void {
  for (const result of results) writeResult(writer, result)
  writeLastPart(writer)
}

export function readMultiReply(reader: ByteReader): MultiResult[] {
  return readParts(reader, readResult)
}

function writeResult(writer: ByteWriter, result: MultiResult): void {
  switch (result.type) {
    case 'create':
      writePart(writer, OpCode.create, 0)
      writer.string(result.path)
      return
    case 'create2':
      writePart(writer, OpCode.create2, 0)
      writer.string(result.path)
      writeStat(writer, result.stat)
      return
    case 'delete':
      writePart(writer, OpCode.delete, 0)
      return
    case 'set-data':
      writePart(writer, OpCode.setData, 0)
      writeStat(writer, result.stat)
      return
    case 'check':
      writePart(writer, OpCode.check, 0)
      return
    case 'get-data':
      writePart(writer, OpCode.getData, 0)
      writer.buffer(result.data)
      writeStat(writer, result.stat)
      return
    case 'get-children':
      writePart(writer, OpCode.getChildren, 0)
      writeStrings(writer, result.children)
      return
    case 'error':
      writePart(writer, ERROR_PART, result.code)
      writer.i32(result.code)
      return
    default:
      result satisfies never
  }
}

function readResult(type: number, reader: ByteReader): MultiResult {
  switch (type) {
    case OpCode.create:
      return { type: 'create', path: readString(reader) }
    case OpCode.create2:
      return { type: 'create2', path: readString(reader), stat: readStat(reader) }
    case OpCode.delete:
      return { type: 'delete' }
    case OpCode.setData:
      return { type: 'set-data', stat: readStat(reader) }
    case OpCode.check:
      return { type: 'check' }
    case OpCode.getData:
      return { type: 'get-data', data: reader.buffer(), stat: readStat(reader) }
    case OpCode.getChildren:
      return { type: 'get-children', children: readStrings(reader) }
    case ERROR_PART:
      return { type: 'error', code: reader.i32() }
    default:
      throw new DecodeError(`a multi's answer has no part of type ${type}`)
  }
}
