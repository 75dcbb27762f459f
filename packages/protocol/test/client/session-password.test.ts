import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstSessionId, isSessionPassword, nextSessionId, sessionPassword } from '../../src/client/index.ts'
import { hexOf } from '../hex.ts'

const anySession = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n })

test.each([
  [0x0100_000c_dfe0_0000n, '1223c625374c0cd640a96accd8d81bfa'],
  [0x0100_0023_4b11_0000n, '5570d35abe63e4b3bbf7032937c54827'],
])('the password of session %s is the one ZooKeeper gave it', (session, password) => {
  expect(hexOf(sessionPassword(session))).toBe(password)
})

test('a session is recognised by its own password, with a sign or without', () => {
  fc.assert(
    fc.property(anySession, (session) => {
      const signed = BigInt.asIntN(64, session)
      expect(isSessionPassword(session, sessionPassword(signed))).toBe(true)
      expect(isSessionPassword(signed, sessionPassword(session))).toBe(true)
    }),
  )
})

test('and by no other', () => {
  fc.assert(
    fc.property(anySession, fc.nat(15), fc.integer({ min: 1, max: 255 }), (session, at, change) => {
      const password = sessionPassword(session)
      password[at]! ^= change
      expect(isSessionPassword(session, password)).toBe(false)
      expect(isSessionPassword(session, password.subarray(1))).toBe(false)
      expect(isSessionPassword(session, undefined)).toBe(false)
    }),
  )
})

test('the id 0 belongs to nobody', () => {
  expect(isSessionPassword(0n, sessionPassword(0n))).toBe(false)
})

test('a session id names its server and the time, and leaves room to count', () => {
  // The clock of the server that gave the id of the first vector stood at 0xcdfe0 milliseconds.
  expect(firstSessionId(1, 0xcdfe0)).toBe(0x0100_000c_dfe0_0000n)
  expect(firstSessionId(254, 0)).toBe(0xfe00_0000_0000_0000n)
  expect(firstSessionId(1, 2 ** 40 + 5)).toBe(firstSessionId(1, 5))
  expect(nextSessionId(0x0100_000c_dfe0_0000n)).toBe(0x0100_000c_dfe0_0001n)
})

test('no session gets the number that marks containers', () => {
  expect(firstSessionId(128, 0)).toBe(0x8000_0000_0000_0001n)
  expect(nextSessionId(0x7fff_ffff_ffff_ffffn)).toBe(0x8000_0000_0000_0001n)
})
