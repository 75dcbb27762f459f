import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32c, encodeUtf8 } from '../src/index.ts'

test.each([
  ['nothing', new Uint8Array(0), 0x0000_0000],
  ['the customary digits', encodeUtf8('123456789'), 0xe306_9283],
  ['one byte', encodeUtf8('a'), 0xc1d0_4330],
  // RFC 3720, appendix B.4, where the four bytes stand in the order of the wire.
  ['32 zeros', new Uint8Array(32), 0x8a91_36aa],
  ['32 times ff', new Uint8Array(32).fill(0xff), 0x62a8_ab43],
  ['ascending', Uint8Array.from({ length: 32 }, (_, at) => at), 0x46dd_794e],
  ['descending', Uint8Array.from({ length: 32 }, (_, at) => 31 - at), 0x113f_db5c],
])('the checksum of %s', (_, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected)
})

test('it is the remainder of a division in GF(2), done bit by bit', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1000, size: 'max' }), fc.nat(9), (bytes, from) => {
      expect(crc32c(bytes.subarray(from))).toBe(bitByBit(bytes.subarray(from)))
    }),
  )
})

test('checksums continue each other, wherever the bytes are cut', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, cut) => {
      expect(crc32c(bytes.subarray(cut), crc32c(bytes.subarray(0, cut)))).toBe(crc32c(bytes))
    }),
  )
})

test('one flipped bit never goes unnoticed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat(), (bytes, bit) => {
      const flipped = bytes.slice()
      flipped[(bit >> 3) % bytes.length]! ^= 1 << (bit & 7)
      expect(crc32c(flipped)).not.toBe(crc32c(bytes))
    }),
  )
})

function bitByBit(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes)
    for (let bit = 0; bit < 8; bit++) {
      const odd = ((crc >>> 0) ^ (byte >> bit)) & 1
      crc = (crc >>> 1) ^ (odd ? 0x82f6_3b78 : 0)
    }
  return ~crc >>> 0
}
