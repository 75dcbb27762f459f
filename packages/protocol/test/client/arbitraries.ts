/** Requests and replies of every kind, as a client or a server may send them. */
import fc from 'fast-check'
import type { ClientRequest, MultiOperation, MultiResult, Reply, StatRecord } from '../../src/client/index.ts'

const int = fc.integer()
const anyString = fc.string({ unit: 'grapheme', maxLength: 30 })
const anyStrings = fc.array(anyString, { maxLength: 5 })
const anyBytes = fc.uint8Array({ maxLength: 50 })
const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined })
const anyAcl = fc.array(fc.record({ perms: int, scheme: anyString, id: anyString }), { maxLength: 3 })
const anyWatch = fc.record({ path: anyString, watch: fc.boolean() })
const anyZxid = fc.maxSafeNat()

/** A request that may carry nulls, with the flags that `operation` may have within a multi. */
const anyCreate = fc
  .record({
    operation: fc.constantFrom('create' as const, 'create2' as const, 'createContainer' as const, 'createTtl' as const),
    path: orNull(anyString),
    data: orNull(anyBytes),
    acl: orNull(anyAcl),
    flags: fc.nat(1),
    ttlMs: fc.maxSafeInteger(),
  })
  .map(({ operation, flags, ttlMs, ...rest }) => {
    const isTtl = operation === 'createTtl'
    return {
      type: 'create' as const,
      operation,
      ...rest,
      flags: isTtl ? flags + 5 : flags,
      ttlMs: isTtl ? ttlMs : undefined,
    }
  })

const anyDelete = fc.record({ type: fc.constant('delete' as const), path: orNull(anyString), version: int })
const anyCheck = fc.record({ type: fc.constant('check' as const), path: orNull(anyString), version: int })
const anySetData = fc.record({
  type: fc.constant('set-data' as const),
  path: orNull(anyString),
  data: orNull(anyBytes),
  version: int,
})
const anyOperation: fc.Arbitrary<MultiOperation> = fc.oneof(anyCreate, anyDelete, anyCheck, anySetData)

const anySetWatches = fc
  .record({
    type: fc.constantFrom('set-watches' as const, 'set-watches2' as const),
    relativeZxid: fc.maxSafeInteger(),
    data: anyStrings,
    exists: anyStrings,
    child: anyStrings,
    persistent: anyStrings,
    persistentRecursive: anyStrings,
  })
  .map((request) =>
    request.type === 'set-watches2' ? request : { ...request, persistent: [], persistentRecursive: [] },
  )

export const anyRequest: fc.Arbitrary<ClientRequest> = fc.oneof(
  anyOperation,
  fc.record({ type: fc.constant('set-acl' as const), path: orNull(anyString), acl: orNull(anyAcl), version: int }),
  fc.record({ type: fc.constant('multi' as const), operations: fc.array(anyOperation, { maxLength: 4 }) }),
  fc.constant({ type: 'close-session' as const }),
  ...(['exists', 'get-data', 'get-children', 'get-children2'] as const).map((type) =>
    anyWatch.map((rest) => ({ type, ...rest })),
  ),
  fc.record({
    type: fc.constant('multi-read' as const),
    operations: fc.array(
      fc.oneof(
        anyWatch.map((rest) => ({ type: 'get-data' as const, ...rest })),
        anyWatch.map((rest) => ({ type: 'get-children' as const, ...rest })),
      ),
      { maxLength: 4 },
    ),
  }),
  fc.record({ type: fc.constantFrom('get-acl' as const, 'get-all-children-number' as const), path: anyString }),
  fc.record({ type: fc.constant('get-ephemerals' as const), prefix: orNull(anyString) }),
  fc.record({ type: fc.constantFrom('who-am-i' as const, 'ping' as const) }),
  anySetWatches,
  fc.record({
    type: fc.constant('add-watch' as const),
    path: anyString,
    mode: fc.constantFrom('persistent' as const, 'persistent-recursive' as const),
  }),
  fc.record({
    type: fc.constantFrom('check-watches' as const, 'remove-watches' as const),
    path: anyString,
    watcherType: fc.constantFrom(
      'child' as const,
      'data' as const,
      'any' as const,
      'persistent' as const,
      'persistent-recursive' as const,
    ),
  }),
  fc.record({
    type: fc.constant('reconfig' as const),
    joining: orNull(anyString),
    leaving: orNull(anyString),
    newMembers: orNull(anyString),
    configVersion: fc.maxSafeInteger(),
  }),
  fc.record({ type: fc.constant('sync' as const), path: orNull(anyString) }),
  fc.record({ type: fc.constant('auth' as const), scheme: orNull(anyString), credentials: orNull(anyBytes) }),
  fc.record({ type: fc.constant('sasl' as const), token: orNull(anyBytes) }),
  fc.record({ type: fc.constant('unknown' as const), opCode: fc.constantFrom(0, -1, -10, 10, 20, 23, 99, 999) }),
)

const anyStat: fc.Arbitrary<StatRecord> = fc.record({
  czxid: anyZxid,
  mzxid: anyZxid,
  ctime: fc.maxSafeInteger(),
  mtime: fc.maxSafeInteger(),
  version: int,
  cversion: int,
  aversion: int,
  ephemeralOwner: orNull(fc.bigInt({ min: 1n, max: 2n ** 64n - 1n })),
  dataLength: int,
  numChildren: int,
  pzxid: anyZxid,
})

const anyMultiResult: fc.Arbitrary<MultiResult> = fc.oneof(
  fc.record({ type: fc.constant('create' as const), path: anyString }),
  fc.record({ type: fc.constant('create2' as const), path: anyString, stat: anyStat }),
  fc.constant({ type: 'delete' as const }),
  fc.record({ type: fc.constant('set-data' as const), stat: anyStat }),
  fc.constant({ type: 'check' as const }),
  fc.record({ type: fc.constant('get-data' as const), data: orNull(anyBytes), stat: anyStat }),
  fc.record({ type: fc.constant('get-children' as const), children: anyStrings }),
  fc.record({ type: fc.constant('error' as const), code: int }),
)

/** A successful reply of the right shape for a request. */
export function replyTo(request: ClientRequest): fc.Arbitrary<Reply> {
  switch (request.type) {
    case 'create':
      return request.operation === 'create'
        ? fc.record({ type: fc.constant('path' as const), path: anyString })
        : fc.record({ type: fc.constant('path-and-stat' as const), path: anyString, stat: anyStat })
    case 'sync':
      return fc.record({ type: fc.constant('path' as const), path: orNull(anyString) })
    case 'exists':
    case 'set-data':
    case 'set-acl':
      return fc.record({ type: fc.constant('stat' as const), stat: anyStat })
    case 'get-data':
    case 'reconfig':
      return fc.record({ type: fc.constant('data' as const), data: orNull(anyBytes), stat: anyStat })
    case 'get-acl':
      return fc.record({ type: fc.constant('acl' as const), acl: anyAcl, stat: anyStat })
    case 'get-children':
    case 'get-ephemerals':
      return fc.record({ type: fc.constant('children' as const), children: anyStrings })
    case 'get-children2':
      return fc.record({ type: fc.constant('children-and-stat' as const), children: anyStrings, stat: anyStat })
    case 'get-all-children-number':
      return fc.record({ type: fc.constant('count' as const), count: int })
    case 'who-am-i': {
      const identities = fc.array(fc.record({ scheme: anyString, user: anyString }), { maxLength: 3 })
      return fc.record({ type: fc.constant('identities' as const), identities })
    }
    case 'add-watch':
      return fc.constant({ type: 'watch-added' as const })
    case 'sasl':
      return fc.record({ type: fc.constant('token' as const), token: orNull(anyBytes) })
    case 'multi':
    case 'multi-read':
      return fc.record({ type: fc.constant('multi' as const), results: fc.array(anyMultiResult, { maxLength: 4 }) })
    default:
      return fc.constant({ type: 'done' as const })
  }
}
