import { expect, test } from 'vitest'
import { digestAuthentication, digestOf } from '../src/authentication.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const none = digestAuthentication(undefined)

test('digests are ZooKeeper’s', () => {
  expect(digestOf(bytes('bob:bobsecret'))).toBe('bob:WGAwC+XYxdw8bJ5K6KcPh8oL58U=')
  expect(digestOf(bytes('super:secret'))).toBe('super:lK75jTNcA+U9vtVEw5vB51mj/w4=')
})

test('a digest proves one id, and the super user another one beside it', () => {
  const withSuper = digestAuthentication('super:lK75jTNcA+U9vtVEw5vB51mj/w4=')
  expect(withSuper.authenticate('digest', bytes('bob:bobsecret'), '::1')).toEqual([
    { scheme: 'digest', id: 'bob:WGAwC+XYxdw8bJ5K6KcPh8oL58U=' },
  ])
  expect(withSuper.authenticate('digest', bytes('super:secret'), '::1')).toContainEqual({ scheme: 'super', id: '' })
  expect(withSuper.authenticate('digest', bytes('super:Secret'), '::1')).not.toContainEqual({ scheme: 'super', id: '' })
  expect(none.authenticate('digest', bytes('super:secret'), '::1')).toHaveLength(1)
})

test('an address proves itself, whatever the client says it is', () => {
  expect(none.authenticate('ip', bytes('10.0.0.1'), '127.0.0.1')).toEqual([{ scheme: 'ip', id: '127.0.0.1' }])
})

test.each(['sasl', 'x509', 'super', 'world', 'auth', ''])('the scheme %j proves nothing', (scheme) => {
  expect(none.authenticate(scheme, bytes('super:secret'), '127.0.0.1')).toBeUndefined()
})
