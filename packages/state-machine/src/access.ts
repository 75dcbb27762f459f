/**
 * Who may do what: matching an access control list against the ids of a connection, and making a submitted list fit to be
 * stored. ZooKeeper: ZooKeeperServer.checkACL, PrepRequestProcessor.fixupACL, the authentication providers.
 *
 * Ids arrive proven and, for `digest`, already hashed: comparing strings is all that is left to do here.
 */
import type { Acl, AuthId } from './acl.ts'
import { ErrorCode } from './error-code.ts'
import { isInNetwork, parseNetwork } from './ip-address.ts'

/** Bits of `Acl.perms`. Others may be stored and are returned untouched. */
export const Permission = { read: 1, write: 2, create: 4, delete: 8, admin: 16, all: 31 } as const

/** Everybody may do everything: `world:anyone` with all permissions. */
export const OPEN_ACL: readonly Acl[] = [{ perms: Permission.all, scheme: 'world', id: 'anyone' }]
export const READ_ACL: readonly Acl[] = [{ perms: Permission.read, scheme: 'world', id: 'anyone' }]

type Scheme = {
  isValid(aclId: string): boolean
  matches(connectionId: string, aclId: string): boolean
  /** Does an id of this scheme count as a proof of who somebody is? An address does not. */
  readonly authenticates: boolean
}

const SCHEMES: ReadonlyMap<string, Scheme> = new Map<string, Scheme>([
  [
    'digest',
    { isValid: isUserAndDigest, matches: (connectionId, aclId) => connectionId === aclId, authenticates: true },
  ],
  ['ip', { isValid: (aclId) => parseNetwork(aclId) !== undefined, matches: isInNetwork, authenticates: false }],
])

/** True when some entry of `acl` grants one of `perms` to one of the ids, when the list is empty, or to a `super` id always. */
export function isAllowed(acl: readonly Acl[], perms: number, auth: readonly AuthId[]): boolean {
  if (acl.length === 0) return true
  for (const { scheme, id, perms: granted } of acl)
    if ((granted & perms) !== 0 && (isWorld(scheme, id) || matchesAny(scheme, id, auth))) return true
  return isSuper(auth)
}

/**
 * The list to store for a submitted one: duplicates collapsed, `auth` replaced by the connection's proven ids.
 * Returns `invalidAcl` when there is none or an entry is malformed or of an unknown scheme.
 */
export function fixupAcl(acl: readonly Acl[] | undefined, auth: readonly AuthId[]): readonly Acl[] | ErrorCode {
  if (acl === undefined || acl.length === 0) return ErrorCode.invalidAcl
  if (acl.length === 1 && isWorld(acl[0]!.scheme, acl[0]!.id)) return acl[0]!.perms === Permission.all ? OPEN_ACL : acl
  const stored: Acl[] = []
  for (const entry of withoutDuplicates(acl)) {
    if (entry.scheme === 'auth') {
      const proven = auth.filter(({ scheme }) => SCHEMES.get(scheme)?.authenticates === true)
      if (proven.length === 0) return ErrorCode.invalidAcl
      for (const { scheme, id } of proven) stored.push({ perms: entry.perms, scheme, id })
    } else {
      if (!isWorld(entry.scheme, entry.id) && SCHEMES.get(entry.scheme)?.isValid(entry.id) !== true)
        return ErrorCode.invalidAcl
      stored.push(entry)
    }
  }
  return stored
}

/** The list as getACL shows it: without ADMIN the hashes of `digest` ids are hidden, `bob:x`. The caller has checked READ or ADMIN. */
export function visibleAcl(acl: readonly Acl[], auth: readonly AuthId[]): readonly Acl[] {
  if (isAllowed(acl, Permission.admin, auth)) return acl
  return acl.map((entry) => {
    const colon = entry.scheme === 'digest' ? entry.id.indexOf(':') : -1
    return colon < 0 ? entry : { ...entry, id: `${entry.id.slice(0, colon)}:x` }
  })
}

function isWorld(scheme: string, id: string): boolean {
  return scheme === 'world' && id === 'anyone'
}

function isSuper(auth: readonly AuthId[]): boolean {
  for (const { scheme } of auth) if (scheme === 'super') return true
  return false
}

function matchesAny(scheme: string, aclId: string, auth: readonly AuthId[]): boolean {
  const rules = SCHEMES.get(scheme)
  if (rules === undefined) return false
  for (const proven of auth) if (proven.scheme === scheme && rules.matches(proven.id, aclId)) return true
  return false
}

/** Exactly `user:hash`; as Java splits, empty parts at the end do not count: `a:` is none, `:b` is one. */
function isUserAndDigest(aclId: string): boolean {
  const parts = aclId.split(':')
  while (parts.at(-1) === '') parts.pop()
  return parts.length === 2
}

function withoutDuplicates(acl: readonly Acl[]): readonly Acl[] {
  if (acl.length === 1) return acl
  const seen = new Set<string>()
  return acl.filter(({ perms, scheme, id }) => {
    const key = `${perms}:${scheme.length}:${scheme}${id}`
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}
