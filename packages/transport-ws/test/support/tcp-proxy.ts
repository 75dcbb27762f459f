/** A wire between two peers that can be cut without anybody being told: it stops forwarding and closes nothing. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

export class TcpProxy {
  /** Bytes that went from the dialling side to the other, for tests that record a conversation. */
  readonly recorded: Buffer[] = []
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #cut = false

  private constructor(server: Server, targetPort: () => number | undefined) {
    this.#server = server
    server.on('connection', (near) => this.#onConnection(near, targetPort()))
  }

  /** Listens on a free port; `targetPort` is asked on every connection. */
  static async open(targetPort: () => number | undefined): Promise<TcpProxy> {
    const server = createServer()
    const proxy = new TcpProxy(server, targetPort)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  cut(): void {
    this.#cut = true
    for (const socket of this.#sockets) socket.pause()
  }

  heal(): void {
    this.#cut = false
    for (const socket of this.#sockets) socket.destroy()
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #onConnection(near: Socket, port: number | undefined): void {
    this.#watch(near)
    if (port === undefined) {
      near.destroy()
      return
    }
    const far = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#watch(far)
    this.#forward(near, far)
    this.#forward(far, near)
    near.on('data', (chunk) => this.recorded.push(chunk))
  }

  #forward(from: Socket, to: Socket): void {
    from.on('data', (chunk) => {
      if (!to.write(chunk)) from.pause()
    })
    to.on('drain', () => {
      if (!this.#cut) from.resume()
    })
    from.on('close', () => to.destroy())
    if (this.#cut) from.pause()
  }

  #watch(socket: Socket): void {
    socket.setNoDelay(true)
    this.#sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => this.#sockets.delete(socket))
  }
}
