/**
 * Requests answered from the state here, at their turn, and what they leave behind in the watch table. The order of the
 * checks is ZooKeeper's (FinalRequestProcessor); see docs/divergence.md for where a defect of it is not copied.
 */
import type { Zxid } from '@quoll/core'
import {
  type ClientRequest,
  encodeNotification,
  type MultiReadRequest,
  type MultiResult,
  type Reply,
  type SetWatchesRequest,
  type WatcherType,
} from '@quoll/protocol/client'
import {
  ErrorCode,
  isAllowed,
  type LostWatch,
  missedEvent,
  Permission,
  type State,
  visibleAcl,
  type WatchKind,
  type WatchTable,
  type Znode,
} from '@quoll/state-machine'
import type { Client } from './client.ts'

export type Reading = { readonly state: State; readonly watches: WatchTable<Client>; readonly client: Client }

const DONE: Reply = { type: 'done' }
/** ZooKeeper keeps the root under two names, and its count of all znodes but two says so; ours counts it once. */
const ROOT = '/'

/** The reply to anything that is neither a write nor authentication. */
export function answerRead(reading: Reading, request: ClientRequest): Reply {
  switch (request.type) {
    case 'ping':
      return DONE
    case 'sync': // the leader has answered: the tree here is as new as its was
      return { type: 'path', path: request.path }
    case 'exists':
      return exists(reading, request.path, request.watch)
    case 'get-data':
      return readable(reading, request.path, request.watch ? 'data' : undefined, (znode, state) => ({
        type: 'data',
        data: state.dataOf(znode),
        stat: state.statOf(znode),
      }))
    case 'get-children':
      return readable(reading, request.path, request.watch ? 'child' : undefined, (znode, state) => ({
        type: 'children',
        children: state.childrenOf(znode),
      }))
    case 'get-children2':
      return readable(reading, request.path, request.watch ? 'child' : undefined, (znode, state) => ({
        type: 'children-and-stat',
        children: state.childrenOf(znode),
        stat: state.statOf(znode),
      }))
    case 'get-all-children-number':
      return readable(reading, request.path, undefined, (_, state) => ({
        type: 'count',
        count: state.countDescendants(request.path),
      }))
    case 'get-acl':
      return getAcl(reading, request.path)
    case 'multi-read':
      return multiRead(reading, request)
    default:
      return answerAboutConnection(reading, request)
  }
}

function answerAboutConnection(reading: Reading, request: ClientRequest): Reply {
  const { state, watches, client } = reading
  switch (request.type) {
    case 'get-ephemerals': {
      const paths = client.session === undefined ? [] : state.ephemeralsOf(client.session)
      const prefix = request.prefix?.trim() ?? ''
      return { type: 'children', children: paths.filter((path) => prefix === '' || path.startsWith(prefix)) }
    }
    case 'who-am-i':
      return {
        type: 'identities',
        identities: client.auth.map(({ scheme, id }) => ({ scheme, user: userOf(scheme, id) })),
      }
    case 'add-watch':
      watches.add(request.mode, request.path, client)
      return { type: 'watch-added' }
    case 'check-watches':
      return anyOf(kindsOf(request.watcherType), (kind) => watches.has(kind, request.path, client))
    case 'remove-watches':
      return anyOf(kindsOf(request.watcherType), (kind) => watches.remove(kind, request.path, client))
    case 'set-watches':
    case 'set-watches2':
      return setWatches(reading, request)
    case 'reconfig':
      return { type: 'error', code: ErrorCode.reconfigDisabled }
    default:
      return { type: 'error', code: ErrorCode.unimplemented }
  }
}

function exists({ state, watches, client }: Reading, path: string, watch: boolean): Reply {
  if (path.includes('\0')) return { type: 'error', code: ErrorCode.badArguments }
  const znode = state.lookup(path)
  if (znode !== undefined && !isAllowed(state.aclOf(znode), Permission.read, client.auth))
    return { type: 'error', code: ErrorCode.noAuth }
  if (watch) watches.add('data', path, client)
  return znode === undefined ? { type: 'error', code: ErrorCode.noNode } : { type: 'stat', stat: state.statOf(znode) }
}

/** Missing, then forbidden, then the watch, then the answer. */
function readable(
  { state, watches, client }: Reading,
  path: string,
  watch: WatchKind | undefined,
  answer: (znode: Znode, state: State) => Reply,
): Reply {
  const znode = state.lookup(path)
  if (znode === undefined) return { type: 'error', code: ErrorCode.noNode }
  if (!isAllowed(state.aclOf(znode), Permission.read, client.auth)) return { type: 'error', code: ErrorCode.noAuth }
  if (watch !== undefined) watches.add(watch, path === '' ? ROOT : path, client)
  return answer(znode, state)
}

function getAcl({ state, client }: Reading, path: string): Reply {
  const znode = state.lookup(path)
  if (znode === undefined) return { type: 'error', code: ErrorCode.noNode }
  const acl = state.aclOf(znode)
  if (!isAllowed(acl, Permission.read | Permission.admin, client.auth)) return { type: 'error', code: ErrorCode.noAuth }
  return { type: 'acl', acl: visibleAcl(acl, client.auth), stat: state.statOf(znode) }
}

/** Each part for itself; the watch flags of the parts are ignored, as in ZooKeeper. */
function multiRead(reading: Reading, { operations }: MultiReadRequest): Reply {
  const results = operations.map((operation): MultiResult => {
    const reply = answerRead(reading, { ...operation, watch: false })
    switch (reply.type) {
      case 'data':
        return { type: 'get-data', data: reply.data, stat: reply.stat }
      case 'children':
        return { type: 'get-children', children: reply.children }
      default:
        return { type: 'error', code: reply.type === 'error' ? reply.code : ErrorCode.marshallingError }
    }
  })
  return { type: 'multi', results }
}

/** After a reconnect: what was missed is told before the reply, the rest is watched again (DataTree.setWatches). */
function setWatches({ state, watches, client }: Reading, request: SetWatchesRequest): Reply {
  const restore = (kind: LostWatch, path: string) => {
    const znode = state.lookup(path)
    const missed = missedEvent(
      kind,
      znode === undefined ? undefined : state.statOf(znode),
      request.relativeZxid as Zxid,
    )
    if (missed === undefined) watches.add(kind === 'child' ? 'child' : 'data', path, client)
    else client.send(encodeNotification(missed, path, -1))
  }
  for (const path of request.data) restore('data', path)
  for (const path of request.exists) restore('exist', path)
  for (const path of request.child) restore('child', path)
  for (const path of request.persistent) watches.add('persistent', path, client)
  for (const path of request.persistentRecursive) watches.add('persistent-recursive', path, client)
  return DONE
}

function kindsOf(watcherType: WatcherType): readonly WatchKind[] {
  return watcherType === 'any' ? ['data', 'child', 'persistent', 'persistent-recursive'] : [watcherType]
}

function anyOf(kinds: readonly WatchKind[], test: (kind: WatchKind) => boolean): Reply {
  const found = kinds.filter(test)
  return found.length > 0 ? DONE : { type: 'error', code: ErrorCode.noWatcher }
}

/** The part of an id that names somebody: of `digest` what stands before the colon. */
function userOf(scheme: string, id: string): string {
  return scheme === 'digest' ? (id.split(':')[0] ?? '') : id
}
