import {
  type Acl,
  type AuthId,
  ErrorCode,
  fixupAcl,
  isAllowed,
  OPEN_ACL,
  Permission,
  visibleAcl,
} from '@quoll/state-machine'
import { describe, expect, test } from 'vitest'

const IP: AuthId = { scheme: 'ip', id: '10.0.0.5' }
const BOB: AuthId = { scheme: 'digest', id: 'bob:WGAwC+XYxdw8bJ5K6KcPh8oL58U=' }
const EVE: AuthId = { scheme: 'digest', id: 'eve:lK75jTNcA+U9vtVEw5vB51mj/w4=' }
const SUPER: AuthId = { scheme: 'super', id: '' }

function entry(scheme: string, id: string, perms: number = Permission.all): Acl {
  return { perms, scheme, id }
}

describe('matching', () => {
  test.each<[string, readonly Acl[], number, readonly AuthId[], boolean]>([
    ['an empty list allows', [], Permission.admin, [], true],
    ['the world', [entry('world', 'anyone')], Permission.write, [], true],
    ['the world, but not this', [entry('world', 'anyone', Permission.read)], Permission.write, [IP], false],
    [
      'one of two bits is enough',
      [entry('world', 'anyone', Permission.admin)],
      Permission.read | Permission.admin,
      [],
      true,
    ],
    ['no permissions at all', [entry('world', 'anyone', 0)], Permission.read, [BOB], false],
    ['another world', [entry('world', 'me')], Permission.read, [IP], false],
    ['a digest', [entry('digest', BOB.id)], Permission.read, [IP, BOB], true],
    ['another digest', [entry('digest', BOB.id)], Permission.read, [IP, EVE], false],
    ['a later entry', [entry('digest', BOB.id), entry('digest', EVE.id)], Permission.read, [EVE], true],
    ['the id under another scheme', [entry('digest', IP.id)], Permission.read, [IP], false],
    ['an address', [entry('ip', '10.0.0.0/24')], Permission.read, [IP], true],
    ['an address elsewhere', [entry('ip', '10.0.1.0/24')], Permission.read, [IP], false],
    ['an unknown scheme', [entry('sasl', 'bob')], Permission.read, [{ scheme: 'sasl', id: 'bob' }], false],
    ['super may all', [entry('digest', BOB.id, 0)], Permission.admin, [IP, SUPER], true],
  ])('%s', (_, acl, perms, auth, allowed) => {
    expect(isAllowed(acl, perms, auth)).toBe(allowed)
  })
})

describe('a submitted list is stored', () => {
  test.each<[string, readonly Acl[], readonly AuthId[], readonly Acl[]]>([
    ['open', OPEN_ACL, [], OPEN_ACL],
    ['with unknown bits', [entry('world', 'anyone', 255)], [], [entry('world', 'anyone', 255)]],
    ['without duplicates', [entry('ip', '1.2.3.4'), entry('ip', '1.2.3.4')], [], [entry('ip', '1.2.3.4')]],
    [
      'with different permissions for one id',
      [entry('ip', '1.2.3.4', 1), entry('ip', '1.2.3.4', 2)],
      [],
      [entry('ip', '1.2.3.4', 1), entry('ip', '1.2.3.4', 2)],
    ],
    [
      'auth in its place, by every proven id',
      [entry('world', 'anyone', 1), entry('auth', 'ignored', 2), entry('ip', '::1', 4)],
      [IP, BOB, SUPER, EVE],
      [entry('world', 'anyone', 1), entry('digest', BOB.id, 2), entry('digest', EVE.id, 2), entry('ip', '::1', 4)],
    ],
    ['a user without a name', [entry('digest', ':b')], [], [entry('digest', ':b')]],
    ['a colon at the end', [entry('digest', 'a:b:')], [], [entry('digest', 'a:b:')]],
    ['a network', [entry('ip', 'fd00::/8')], [], [entry('ip', 'fd00::/8')]],
  ])('%s', (_, submitted, auth, stored) => {
    expect(fixupAcl(submitted, auth)).toEqual(stored)
  })
})

describe('a submitted list is refused', () => {
  test.each<[string, readonly Acl[] | undefined, readonly AuthId[]]>([
    ['null', undefined, [BOB]],
    ['empty', [], [BOB]],
    ['another world', [entry('world', 'all')], [BOB]],
    ['auth without proof', [entry('auth', '')], [IP]],
    ['auth with nothing but super', [entry('auth', '')], [SUPER]],
    ['unknown scheme', [entry('x509', 'CN=bob')], [BOB]],
    ['super', [entry('super', '')], [SUPER]],
    ['digest of one part', [entry('digest', 'foo')], []],
    ['digest of three parts', [entry('digest', 'a:b:c')], []],
    ['digest without a hash', [entry('digest', 'a:')], []],
    ['no address', [entry('ip', '1.2.3')], []],
    ['one bad among good ones', [entry('world', 'anyone'), entry('ip', 'x')], []],
  ])('%s', (_, submitted, auth) => {
    expect(fixupAcl(submitted, auth)).toBe(ErrorCode.invalidAcl)
  })
})

test('hashes are shown to who has ADMIN only', () => {
  const acl = [entry('digest', BOB.id, Permission.admin), entry('ip', '::1'), entry('world', 'anyone', Permission.read)]
  expect(visibleAcl(acl, [BOB])).toEqual(acl)
  expect(visibleAcl(acl, [EVE])).toEqual([entry('digest', 'bob:x', Permission.admin), acl[1], acl[2]])
})
