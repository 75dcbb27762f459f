/**
 * One line of a recorded history: what a client of real servers asked, was told and saw. The shapes are those of
 * `clients/operation.ts` and `clients/sight.ts` in JSON: session ids are hexadecimal text, data is text, times are
 * microseconds of a monotonic clock. test/interop writes them.
 */
import { type PeerId, peerId, type Zxid } from '@quoll/core'
import type { Operation, OperationKind, Outcome, SeenStat } from '../clients/operation.ts'
import type { Sight, WatchKind } from '../clients/sight.ts'
import { hashBytes } from '../evidence/hash.ts'

export type Line =
  /** The wall clock of the moment `at`, to place what the log dates by the wall clock. */
  | { readonly type: 'clock'; readonly at: number; readonly wallMs: number }
  | { readonly type: 'operation'; readonly operation: Operation; readonly endedAt: number }
  | { readonly type: 'sight'; readonly sight: Sight; readonly at: number }

type Fields = Readonly<Record<string, unknown>>

/** Undefined for lines that are about something else, such as locks or faults. @throws Error when a known line lacks a field. */
export function readLine(text: string): Line | undefined {
  const fields = JSON.parse(text) as Fields
  const { type } = fields
  switch (type) {
    case 'run':
      return { type: 'clock', at: number(fields, 'at'), wallMs: number(fields, 'wallMs') }
    case 'operation':
      return { type: 'operation', operation: readOperation(fields), endedAt: number(fields, 'endedAt') }
    case 'attached':
    case 'detached':
    case 'reply':
    case 'event':
    case 'watch-set':
    case 'session-lost':
      return { type: 'sight', sight: readSight(type, fields), at: number(fields, 'at') }
    default:
      return undefined
  }
}

function readOperation(fields: Fields): Operation {
  const { outcome: told } = fields
  const outcome = told === null ? undefined : readOutcome(object(fields, 'outcome'))
  return {
    id: number(fields, 'id'),
    client: number(fields, 'client'),
    session: session(fields),
    xid: number(fields, 'xid'),
    kind: text(fields, 'kind') as OperationKind,
    path: text(fields, 'path'),
    version: number(fields, 'version'),
    watch: flag(fields, 'watch'),
    peer: peer(fields),
    invokedAt: number(fields, 'invokedAt'),
    completedAt: outcome === undefined ? undefined : number(fields, 'endedAt'),
    outcome,
  }
}

function readOutcome(fields: Fields): Outcome {
  const { path, stat, value, children } = fields
  return {
    error: number(fields, 'error'),
    zxid: number(fields, 'zxid') as Zxid,
    ...(path === undefined ? {} : { path: text(fields, 'path') }),
    ...(stat === undefined ? {} : { stat: readStat(object(fields, 'stat')) }),
    ...(value === undefined ? {} : { dataHash: hashBytes(encode(value as string | null)) }),
    ...(children === undefined ? {} : { children: children as readonly string[] }),
  }
}

function readStat(fields: Fields): SeenStat {
  return {
    czxid: number(fields, 'czxid'),
    mzxid: number(fields, 'mzxid'),
    pzxid: number(fields, 'pzxid'),
    version: number(fields, 'version'),
    cversion: number(fields, 'cversion'),
    aversion: number(fields, 'aversion'),
    ephemeralOwner: BigInt(text(fields, 'ephemeralOwner')),
    dataLength: number(fields, 'dataLength'),
    numChildren: number(fields, 'numChildren'),
  }
}

function readSight(type: Sight['type'], fields: Fields): Sight {
  const client = number(fields, 'client')
  switch (type) {
    case 'attached':
      return {
        type,
        client,
        session: session(fields),
        peer: peer(fields),
        timeoutMs: number(fields, 'timeoutMs'),
        again: flag(fields, 'again'),
        lastZxidSeen: number(fields, 'lastZxidSeen'),
      }
    case 'reply':
      return {
        type,
        client,
        session: session(fields),
        xid: number(fields, 'xid'),
        expectedXid: number(fields, 'expectedXid'),
        zxid: number(fields, 'zxid'),
        sentAt: number(fields, 'sentAt'),
      }
    case 'event':
      return {
        type,
        client,
        session: session(fields),
        event: number(fields, 'event'),
        path: text(fields, 'path'),
        zxid: number(fields, 'zxid'),
        caughtUp: flag(fields, 'caughtUp'),
      }
    case 'watch-set': {
      const kind = text(fields, 'kind') as WatchKind
      return { type, client, kind, path: text(fields, 'path'), asOf: number(fields, 'asOf') }
    }
    case 'session-lost':
      return { type, client, session: session(fields) }
    default:
      return { type: 'detached', client }
  }
}

function encode(data: string | null): Uint8Array | undefined {
  return data === null ? undefined : new TextEncoder().encode(data)
}

function session(fields: Fields): bigint {
  return BigInt.asIntN(64, BigInt(text(fields, 'session')))
}

function peer(fields: Fields): PeerId {
  return peerId(number(fields, 'peer'))
}

function flag(fields: Fields, name: string): boolean {
  return fields[name] === true
}

function number(fields: Fields, name: string): number {
  const value = fields[name]
  if (typeof value !== 'number') throw lacks(fields, name)
  return value
}

function text(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string') throw lacks(fields, name)
  return value
}

function object(fields: Fields, name: string): Fields {
  const value = fields[name]
  if (typeof value !== 'object' || value === null) throw lacks(fields, name)
  return value as Fields
}

function lacks(fields: Fields, name: string): Error {
  return new Error(`a line of the history lacks its ${name}: ${JSON.stringify(fields)}`)
}
