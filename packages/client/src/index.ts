/** The public face: `connect`, over TCP or WebSocket. Nothing in here imports this file. */
import type { Client } from './client.ts'
import { connectOver } from './connect.ts'
import { type ConnectOptions, DEFAULT_LIMITS } from './options.ts'
import { type TcpTransportOptions, tcpTransport } from './transport/tcp.ts'
import type { Transport } from './transport/transport.ts'
import { webSocketTransport } from './transport/web-socket.ts'

export * from './portable.ts'
export { type TcpTransportOptions, tcpTransport } from './transport/tcp.ts'

/** As `connectOver`, over what each address asks for, `host:port` TCP or a `ws:` URL, unless a transport is given. */
export function connect({
  transport,
  ...options
}: ConnectOptions & { readonly transport?: Transport }): Promise<Client> {
  const frameBytesMax = options.limits?.replyBytesMax ?? DEFAULT_LIMITS.replyBytesMax
  return connectOver(transport ?? byAddress({ frameBytesMax }), options)
}

function byAddress(options: TcpTransportOptions): Transport {
  const [tcp, webSocket] = [tcpTransport(options), webSocketTransport(options)]
  return { dial: (address, listener) => (address.url === undefined ? tcp : webSocket).dial(address, listener) }
}
