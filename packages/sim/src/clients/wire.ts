/** What a simulated client says and hears, as real bytes: the same codec that real clients and the server use. */
import type { Zxid } from '@quoll/core'
import {
  type ClientRequest,
  decodeConnectResponse,
  decodeNotification,
  decodeReply,
  decodeReplyHeader,
  encodeConnectRequest,
  encodeRequest,
  type MultiOperation,
  type MultiResult,
  type Reply,
  type StatRecord,
  Xid,
} from '@quoll/protocol/client'
import { hashBytes } from '../evidence/hash.ts'
import type { Outcome, SeenStat } from './operation.ts'
import type { Ask, AskPart } from './workload.ts'

export const PING_XID: number = Xid.ping
export const SET_WATCHES_XID: number = Xid.setWatches

const OPEN_ACL = [{ perms: 31, scheme: 'world', id: 'anyone' }]

export type Seen =
  | { readonly type: 'reply'; readonly xid: number; readonly outcome: Outcome }
  | { readonly type: 'event'; readonly event: number; readonly path: string; readonly zxid: number }

export function connectFrame(handshake: {
  readonly lastZxidSeen: number
  readonly timeoutMs: number
  readonly session: bigint
  readonly password: Uint8Array
}): Uint8Array {
  const { lastZxidSeen, timeoutMs, session, password } = handshake
  return encodeConnectRequest({ lastZxidSeen, timeoutMs, sessionId: session, password, readOnly: false })
}

export function readConnect(frame: Uint8Array): {
  session: bigint
  password: Uint8Array<ArrayBuffer>
  timeoutMs: number
} {
  const { sessionId, password, timeoutMs } = decodeConnectResponse(frame)
  return { session: timeoutMs === 0 ? 0n : sessionId, password: Uint8Array.from(password), timeoutMs }
}

export function pingFrame(): Uint8Array {
  return encodeRequest(PING_XID, { type: 'ping' })
}

export function setWatchesFrame(watches: {
  readonly relative: number
  readonly data: readonly string[]
  readonly exists: readonly string[]
  readonly child: readonly string[]
  readonly persistent: readonly string[]
  readonly recursive: readonly string[]
}): Uint8Array {
  const { relative, data, exists, child, persistent, recursive } = watches
  const type = persistent.length + recursive.length > 0 ? 'set-watches2' : 'set-watches'
  return encodeRequest(SET_WATCHES_XID, {
    type,
    relativeZxid: relative,
    data,
    exists,
    child,
    persistent,
    persistentRecursive: recursive,
  })
}

export function requestFrame(xid: number, ask: Ask): Uint8Array {
  return encodeRequest(xid, requestOf(ask))
}

/** `asked` tells what the reply with this xid answers; undefined for pings and the like. */
export function readFrame(frame: Uint8Array, asked: (xid: number) => Ask | undefined): Seen {
  const { xid, zxid, error } = decodeReplyHeader(frame)
  if (xid === Xid.notification) {
    const { type, path } = decodeNotification(frame)
    return { type: 'event', event: type, path, zxid }
  }
  const ask = asked(xid)
  if (ask === undefined) return { type: 'reply', xid, outcome: { error, zxid: zxid as Zxid } }
  return {
    type: 'reply',
    xid,
    outcome: { error, zxid: zxid as Zxid, ...answerIn(decodeReply(requestOf(ask), frame).reply) },
  }
}

function requestOf(ask: Ask): ClientRequest {
  switch (ask.kind) {
    case 'multi':
      return { type: 'multi', operations: ask.parts.map(partOf) }
    case 'set-acl':
      return { type: 'set-acl', path: ask.path, acl: OPEN_ACL, version: ask.version }
    case 'exists':
    case 'get-data':
      return { type: ask.kind, path: ask.path, watch: ask.watch }
    case 'get-children':
      return { type: 'get-children2', path: ask.path, watch: ask.watch }
    case 'sync':
      return { type: 'sync', path: ask.path }
    case 'close-session':
      return { type: 'close-session' }
    default:
      return partOf(ask)
  }
}

function partOf(part: AskPart): MultiOperation {
  switch (part.kind) {
    case 'create': {
      const { path, data, container } = part
      const flags = container ? 4 : (part.ephemeral ? 1 : 0) + (part.sequential ? 2 : 0)
      const operation = container ? 'createContainer' : data.length % 2 === 0 ? 'create' : 'create2'
      return { type: 'create', operation, path, data, acl: OPEN_ACL, flags, ttlMs: undefined }
    }
    case 'delete':
      return { type: 'delete', path: part.path, version: part.version }
    case 'set-data':
      return { type: 'set-data', path: part.path, data: part.data, version: part.version }
    case 'check':
      return { type: 'check', path: part.path, version: part.version }
  }
}

function answerIn(reply: Reply): Omit<Outcome, 'error' | 'zxid'> {
  switch (reply.type) {
    case 'path':
      return reply.path === undefined ? {} : { path: reply.path }
    case 'path-and-stat':
      return { path: reply.path, stat: statOf(reply.stat) }
    case 'stat':
      return { stat: statOf(reply.stat) }
    case 'data':
      return { stat: statOf(reply.stat), dataHash: hashBytes(reply.data) }
    case 'children-and-stat':
      return { stat: statOf(reply.stat), children: reply.children }
    case 'multi':
      return { parts: reply.results.map(codeOf) }
    default:
      return {}
  }
}

function codeOf(result: MultiResult): number {
  return result.type === 'error' ? result.code : 0
}

function statOf(stat: StatRecord): SeenStat {
  const { czxid, mzxid, pzxid, version, cversion, aversion, dataLength, numChildren, ephemeralOwner } = stat
  return {
    czxid,
    mzxid,
    pzxid,
    version,
    cversion,
    aversion,
    dataLength,
    numChildren,
    ephemeralOwner: ephemeralOwner ?? 0n,
  }
}
