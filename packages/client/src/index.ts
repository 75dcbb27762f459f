/** The public face: `connect`, over TCP. Nothing in here imports this file. */
import type { Client } from './client.ts'
import { connectOver } from './connect.ts'
import { type ConnectOptions, DEFAULT_LIMITS } from './options.ts'
import { tcpTransport } from './transport/tcp.ts'
import type { Transport } from './transport/transport.ts'

export * from './portable.ts'
export { type TcpTransportOptions, tcpTransport } from './transport/tcp.ts'

/** As `connectOver`, over TCP unless a transport is given. */
export function connect({
  transport,
  ...options
}: ConnectOptions & { readonly transport?: Transport }): Promise<Client> {
  const frameBytesMax = options.limits?.replyBytesMax ?? DEFAULT_LIMITS.replyBytesMax
  return connectOver(transport ?? tcpTransport({ frameBytesMax }), options)
}
