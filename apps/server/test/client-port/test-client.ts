/** A TCP client that speaks in raw bytes and remembers everything it hears. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export class TestClient {
  readonly socket: Socket
  closed = false
  error: string | undefined
  readonly chunks: Buffer[] = []

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk) => {
      this.chunks.push(chunk)
    })
    socket.on('error', (error) => {
      this.error = 'code' in error ? String(error.code) : error.message
    })
    socket.on('close', () => {
      this.closed = true
    })
  }

  static dial(port: number, host = '127.0.0.1'): TestClient {
    return new TestClient(connect({ port, host, noDelay: true }))
  }

  static async connect(port: number, host?: string): Promise<TestClient> {
    const client = TestClient.dial(port, host)
    await once(client.socket, 'connect')
    return client
  }

  send(...frames: readonly Uint8Array[]): this {
    this.socket.write(Buffer.concat(frames.map(framed)))
    return this
  }

  write(bytes: string | Uint8Array): this {
    this.socket.write(bytes)
    return this
  }

  get heard(): Buffer {
    return Buffer.concat(this.chunks)
  }

  get heardBytes(): number {
    return this.chunks.reduce((bytes, chunk) => bytes + chunk.length, 0)
  }

  /** The frames that arrived whole. */
  get frames(): Buffer[] {
    const heard = this.heard
    const frames: Buffer[] = []
    let at = 0
    while (at + 4 <= heard.length) {
      const end = at + 4 + heard.readUInt32BE(at)
      if (end > heard.length) break
      frames.push(heard.subarray(at + 4, end))
      at = end
    }
    return frames
  }
}

export function framed(frame: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(frame.length)
  return Buffer.concat([length, frame])
}

/** Polls until `happened`; rejects when that takes longer than `withinMs`. */
export async function until(happened: () => boolean, withinMs = 5_000): Promise<void> {
  const end = performance.now() + withinMs
  while (!happened()) {
    if (performance.now() > end) throw new Error(`it did not happen within ${withinMs} ms`)
    await passMs(2)
  }
}

export function passMs(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}
