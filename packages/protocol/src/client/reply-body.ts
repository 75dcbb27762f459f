/** Bodies of replies, by their shape: several operations share one. A reply with an error has none. */
import type { ByteReader, ByteWriter } from '@quoll/bytes'
import { readAcl, writeAcl } from './acl.ts'
import { readMultiReply, writeMultiReply } from './multi-reply.ts'
import type { Reply } from './reply.ts'
import type { ClientRequest } from './request.ts'
import { readStat, writeStat } from './stat.ts'
import { readString, readStrings, readVector, required, writeStrings, writeVector } from './vector.ts'

type BodyType = Exclude<Reply['type'], 'error'>
type Identity = Extract<Reply, { type: 'identities' }>['identities'][number]

/** Two lengths. */
const IDENTITY_BYTES_MIN = 8

/** The shape of the body that answers a request. */
export function bodyOf(request: ClientRequest): BodyType {
  switch (request.type) {
    case 'create':
      return request.operation === 'create' ? 'path' : 'path-and-stat'
    case 'sync':
      return 'path'
    case 'exists':
    case 'set-data':
    case 'set-acl':
      return 'stat'
    case 'get-data':
    case 'reconfig':
      return 'data'
    case 'get-acl':
      return 'acl'
    case 'get-children':
    case 'get-ephemerals':
      return 'children'
    case 'get-children2':
      return 'children-and-stat'
    case 'get-all-children-number':
      return 'count'
    case 'who-am-i':
      return 'identities'
    case 'add-watch':
      return 'watch-added'
    case 'sasl':
      return 'token'
    case 'multi':
    case 'multi-read':
      return 'multi'
    default:
      return 'done'
  }
}

export function writeReplyBody(writer: ByteWriter, reply: Reply): void {
  switch (reply.type) {
    case 'error':
    case 'done':
      return
    case 'path':
      writer.string(reply.path)
      return
    case 'path-and-stat':
      writer.string(reply.path)
      writeStat(writer, reply.stat)
      return
    case 'stat':
      writeStat(writer, reply.stat)
      return
    case 'data':
      writer.buffer(reply.data)
      writeStat(writer, reply.stat)
      return
    case 'acl':
      writeAcl(writer, reply.acl)
      writeStat(writer, reply.stat)
      return
    case 'children':
      writeStrings(writer, reply.children)
      return
    case 'children-and-stat':
      writeStrings(writer, reply.children)
      writeStat(writer, reply.stat)
      return
    case 'count':
      writer.i32(reply.count)
      return
    case 'identities':
      writeVector(writer, reply.identities, writeIdentity)
      return
    case 'watch-added':
      writer.i32(0)
      return
    case 'token':
      writer.buffer(reply.token)
      return
    case 'multi':
      writeMultiReply(writer, reply.results)
      return
    default:
      reply satisfies never
  }
}

export function readReplyBody(reader: ByteReader, type: BodyType): Reply {
  switch (type) {
    case 'done':
      return { type }
    case 'path':
      return { type, path: reader.string() }
    case 'path-and-stat':
      return { type, path: readString(reader), stat: readStat(reader) }
    case 'stat':
      return { type, stat: readStat(reader) }
    case 'data':
      return { type, data: reader.buffer(), stat: readStat(reader) }
    case 'acl':
      return { type, acl: required(readAcl(reader), 'list'), stat: readStat(reader) }
    case 'children':
      return { type, children: readStrings(reader) }
    case 'children-and-stat':
      return { type, children: readStrings(reader), stat: readStat(reader) }
    case 'count':
      return { type, count: reader.i32() }
    case 'identities':
      return { type, identities: required(readVector(reader, IDENTITY_BYTES_MIN, readIdentity), 'list') }
    case 'watch-added':
      reader.skip(4)
      return { type }
    case 'token':
      return { type, token: reader.buffer() }
    case 'multi':
      return { type, results: readMultiReply(reader) }
  }
}

function writeIdentity(writer: ByteWriter, { scheme, user }: Identity): void {
  writer.string(scheme)
  writer.string(user)
}

function readIdentity(reader: ByteReader): Identity {
  return { scheme: readString(reader), user: readString(reader) }
}
