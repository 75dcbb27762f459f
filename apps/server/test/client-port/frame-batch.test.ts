import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { FrameBatch, writeFrame } from '../../src/client-port/frame-batch.ts'

/** What a socket is handed, piece by piece. */
class Pieces extends Writable {
  readonly all: Uint8Array[] = []

  override _write(piece: Uint8Array, _encoding: string, done: () => void): void {
    this.all.push(piece)
    done()
  }

  get bytes(): number[] {
    return [...Buffer.concat(this.all)]
  }
}

const LARGE = 20_000

describe('frames that leave together', () => {
  it('stand behind one another in one piece, each behind its length', () => {
    const socket = new Pieces()
    const batch = new FrameBatch(Uint8Array.of(1), Uint8Array.of(2, 3))
    batch.add(Uint8Array.of(4))
    expect(batch.bytes).toBe(16)
    batch.writeTo(socket)
    expect(socket.bytes).toEqual([0, 0, 0, 1, 1, 0, 0, 0, 2, 2, 3, 0, 0, 0, 1, 4])
    expect(socket.all).toHaveLength(1)
  })

  it('are not copied when they are large', () => {
    const socket = new Pieces()
    const large = new Uint8Array(LARGE).fill(7)
    new FrameBatch(Uint8Array.of(1), large).writeTo(socket)
    expect(socket.bytes.slice(0, 10)).toEqual([0, 0, 0, 1, 1, 0, 0, 0x4e, 0x20, 7])
    expect(socket.bytes).toHaveLength(9 + LARGE)
    expect(socket.all.some((piece) => piece.buffer === large.buffer)).toBe(true)
  })
})

describe('a frame alone', () => {
  it('is laid out once for all sockets it goes to, one after the other', () => {
    const [one, two] = [new Pieces(), new Pieces()]
    const frame = Uint8Array.of(5, 6)
    writeFrame(one, frame)
    writeFrame(two, frame)
    expect(one.bytes).toEqual([0, 0, 0, 2, 5, 6])
    expect(two.all[0]).toBe(one.all[0])
  })

  it('is not taken for an equal one, nor for the one before', () => {
    const socket = new Pieces()
    writeFrame(socket, Uint8Array.of(5))
    writeFrame(socket, Uint8Array.of(6))
    expect(socket.bytes).toEqual([0, 0, 0, 1, 5, 0, 0, 0, 1, 6])
  })

  it('is not copied when it is large', () => {
    const socket = new Pieces()
    const large = new Uint8Array(LARGE)
    writeFrame(socket, large)
    expect(socket.bytes.slice(0, 4)).toEqual([0, 0, 0x4e, 0x20])
    expect(socket.all.some((piece) => piece.buffer === large.buffer)).toBe(true)
  })
})
