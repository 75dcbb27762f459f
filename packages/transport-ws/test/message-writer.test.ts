import { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { bytesOf, writeMessage } from '../src/message-writer.ts'

/** A socket that only remembers what it was asked to write. */
class WrittenSocket extends Socket {
  readonly writes: Uint8Array[] = []

  override write(chunk: unknown): boolean {
    if (chunk instanceof Uint8Array) this.writes.push(chunk)
    return true
  }
}

function written(parts: readonly Uint8Array[], masked: boolean): readonly Uint8Array[] {
  const socket = new WrittenSocket()
  writeMessage(socket, parts, bytesOf(parts), masked)
  return socket.writes
}

const part = (bytes: number, seed = 1): Uint8Array => new Uint8Array(bytes).fill(seed)

describe('a message', () => {
  test.each([
    [0, '8200'],
    [125, '827d'],
    [126, '827e007e'],
    [65_535, '827effff'],
  ])('of %i bytes is one write with the header %s in front', (bytes, header) => {
    const [message, ...more] = written([part(bytes)], false)
    expect(more).toEqual([])
    expect(Buffer.from(message ?? []).toString('hex', 0, header.length / 2)).toBe(header)
    expect(message).toHaveLength(header.length / 2 + bytes)
  })

  test('of a dialer has a mask, which is zero, so that the payload stays as it is', () => {
    const [message] = written([Uint8Array.of(1, 2), Uint8Array.of(3)], true)
    expect(Buffer.from(message ?? []).toString('hex')).toBe('828300000000010203')
    const [head] = written([part(70_000)], true)
    expect(Buffer.from(head ?? []).toString('hex')).toBe('82ff000000000001117000000000')
  })

  test('that is large copies only what is small', () => {
    const [large, huge] = [part(10_000, 2), part(100_000, 3)]
    const writes = written([part(1), part(2), large, huge, part(3), part(0), part(4)], false)
    expect(writes.map((chunk) => chunk.length)).toEqual([10 + 3, 10_000, 100_000, 7])
    expect(writes[1]).toBe(large)
    expect(writes[2]).toBe(huge)
  })
})
