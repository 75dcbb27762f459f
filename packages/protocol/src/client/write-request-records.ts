/**
 * Bodies of the requests that change a znode.
 *
 * ```
 * CreateRequest         ustring path · buffer data · vector<ACL> acl · int flags
 * CreateTTLRequest      the same · long ttl
 * DeleteRequest         ustring path · int version         CheckVersionRequest likewise
 * SetDataRequest        ustring path · buffer data · int version
 * SetACLRequest         ustring path · vector<ACL> acl · int version
 * ```
 */
import type { ByteReader, ByteWriter } from '@quoll/bytes'
import { readAcl, writeAcl } from './acl.ts'
import type { CheckRequest, CreateRequest, DeleteRequest, SetAclRequest, SetDataRequest } from './request.ts'

export function writeCreate(writer: ByteWriter, request: CreateRequest): void {
  writer.string(request.path)
  writer.buffer(request.data)
  writeAcl(writer, request.acl)
  writer.i32(request.flags)
  if (request.operation === 'createTtl') writer.i53(request.ttlMs ?? 0)
}

export function readCreate(reader: ByteReader, operation: CreateRequest['operation']): CreateRequest {
  return {
    type: 'create',
    operation,
    path: reader.string(),
    data: reader.buffer(),
    acl: readAcl(reader),
    flags: reader.i32(),
    ttlMs: operation === 'createTtl' ? reader.i64Rounded() : undefined,
  }
}

export function writePathAndVersion(writer: ByteWriter, request: DeleteRequest | CheckRequest): void {
  writer.string(request.path)
  writer.i32(request.version)
}

export function readDelete(reader: ByteReader): DeleteRequest {
  return { type: 'delete', path: reader.string(), version: reader.i32() }
}

export function readCheck(reader: ByteReader): CheckRequest {
  return { type: 'check', path: reader.string(), version: reader.i32() }
}

export function writeSetData(writer: ByteWriter, request: SetDataRequest): void {
  writer.string(request.path)
  writer.buffer(request.data)
  writer.i32(request.version)
}

export function readSetData(reader: ByteReader): SetDataRequest {
  return { type: 'set-data', path: reader.string(), data: reader.buffer(), version: reader.i32() }
}

export function writeSetAcl(writer: ByteWriter, request: SetAclRequest): void {
  writer.string(request.path)
  writeAcl(writer, request.acl)
  writer.i32(request.version)
}

export function readSetAcl(reader: ByteReader): SetAclRequest {
  return { type: 'set-acl', path: reader.string(), acl: readAcl(reader), version: reader.i32() }
}
