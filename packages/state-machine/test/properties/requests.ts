/** Random requests over a handful of paths and sessions, so that they meet each other often. */
import {
  type Acl,
  type AuthId,
  OPEN_ACL,
  READ_ACL,
  type SessionId,
  sessionId,
  type WriteRequest,
} from '@quoll/state-machine'
import fc from 'fast-check'
import type { Asking } from '../fixtures/world.ts'

export type Call = { readonly request: WriteRequest; readonly asking: Asking }

const SESSIONS: readonly SessionId[] = [1n, 2n, 0xff00_0000_0000_0003n].map((id) => sessionId(id))
const DIGEST: AuthId = { scheme: 'digest', id: 'bob:hash' }
const DIGEST_ACL: readonly Acl[] = [
  { perms: 31, ...DIGEST },
  { perms: 5, scheme: 'ip', id: '10.0.0.0/8' },
]

const name = fc.constantFrom('a', 'b', 'c')
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => `/${names.join('/')}`)
const anyPath = fc.oneof(
  { weight: 20, arbitrary: path },
  { weight: 1, arbitrary: fc.constantFrom('/', '', 'a', '/a/', '/zookeeper', '/zookeeper/config', '/\0', undefined) },
)
const data = fc.oneof(fc.constant(undefined), fc.uint8Array({ maxLength: 40 }))
const acl = fc.oneof(
  { weight: 8, arbitrary: fc.constant(OPEN_ACL) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<readonly Acl[]>(READ_ACL, DIGEST_ACL, [{ perms: 31, scheme: 'auth', id: '' }], []),
  },
)
const version = fc.oneof(
  { weight: 4, arbitrary: fc.constant(-1) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 }) },
)

const create = fc.record({
  type: fc.constant('create' as const),
  operation: fc.constantFrom('create' as const, 'create2' as const, 'createContainer' as const, 'createTtl' as const),
  path: anyPath,
  data,
  acl,
  flags: fc.integer({ min: 0, max: 6 }),
  ttlMs: fc.constantFrom(undefined, 5, 50),
})
const plainCreate = fc.record({
  type: fc.constant('create' as const),
  operation: fc.constant('create' as const),
  path: anyPath,
  data,
  acl,
  flags: fc.integer({ min: 0, max: 3 }),
  ttlMs: fc.constant(undefined),
})
const remove = fc.record({ type: fc.constant('delete' as const), path: anyPath, version })
const setData = fc.record({ type: fc.constant('set-data' as const), path: anyPath, data, version })
const setAcl = fc.record({ type: fc.constant('set-acl' as const), path: anyPath, acl, version })
const check = fc.record({ type: fc.constant('check' as const), path: anyPath, version })
const multi = fc.record({
  type: fc.constant('multi' as const),
  operations: fc.array(fc.oneof(plainCreate, create, remove, setData, check), { maxLength: 4 }),
})
const openSession = fc.record({
  type: fc.constant('create-session' as const),
  timeoutMs: fc.integer({ min: 1, max: 9 }),
})
const closeSession = fc.record({ type: fc.constant('close-session' as const) })
const reap = fc.record({ type: fc.constant('reap' as const), path })

const request: fc.Arbitrary<WriteRequest> = fc.oneof(
  { weight: 12, arbitrary: plainCreate },
  { weight: 3, arbitrary: create },
  { weight: 6, arbitrary: remove },
  { weight: 6, arbitrary: setData },
  { weight: 2, arbitrary: setAcl },
  { weight: 5, arbitrary: multi },
  { weight: 3, arbitrary: openSession },
  { weight: 2, arbitrary: closeSession },
  { weight: 1, arbitrary: reap },
)

const asking: fc.Arbitrary<Asking> = fc.record({
  session: fc.constantFrom(...SESSIONS),
  auth: fc.constantFrom<readonly AuthId[]>([], [DIGEST], [{ scheme: 'ip', id: '10.1.1.1' }]),
  timeMs: fc.integer({ min: 1000, max: 1100 }),
})

/** Begins with open sessions: otherwise nearly everything would be refused. */
export const calls: fc.Arbitrary<readonly Call[]> = fc
  .array(fc.record({ request, asking }), { maxLength: 60 })
  .map((more) => [
    ...SESSIONS.map((session): Call => ({ request: { type: 'create-session', timeoutMs: 4000 }, asking: { session } })),
    ...more,
  ])
