/** Three real transports on this machine, with a proxy on every wire. */
import { type PeerId, peerId } from '@quoll/core'
import type { Transport } from '@quoll/peer'
import { type NetworkUnderTest, QUEUE_BYTES_MAX_UNDER_TEST } from '@quoll/peer/testing'
import { type PeerAddress, webSocketTransport } from '../../src/index.ts'
import { TcpProxy } from './tcp-proxy.ts'
import { passMs, until } from './wait.ts'

const PEERS = [peerId(1), peerId(2), peerId(3)]

export async function webSocketNetwork(): Promise<NetworkUnderTest> {
  const ports = new Map<PeerId, number>()
  const wires = new Map<string, TcpProxy>()
  const open = new Set<Transport>()
  for (const dialer of PEERS) {
    for (const acceptor of PEERS) {
      if (dialer > acceptor) wires.set(wire(dialer, acceptor), await TcpProxy.open(() => ports.get(acceptor)))
    }
  }

  const transport = (self: PeerId): Transport => {
    const peers = new Map<PeerId, PeerAddress>()
    for (const peer of PEERS) peers.set(peer, { host: '127.0.0.1', port: wires.get(wire(self, peer))?.port ?? 1 })
    const made = webSocketTransport({
      self,
      peers,
      listen: { host: '127.0.0.1', port: 0 },
      key: 'the key of the suite',
      protocolVersion: 1,
      limits: { queueBytesMax: QUEUE_BYTES_MAX_UNDER_TEST },
      timing: { redialMaxMs: 100 },
      onListening: (port) => ports.set(self, port),
    })
    open.add(made)
    const stop = made.stop.bind(made)
    made.stop = (done) => {
      open.delete(made)
      ports.delete(self)
      stop(done)
    }
    return made
  }

  return {
    transport,
    cut: (a, b) => wires.get(wire(a, b))?.cut(),
    heal: (a, b) => wires.get(wire(a, b))?.heal(),
    until: (happened) => until(happened),
    settle: () => passMs(60),
    dispose: async () => {
      await Promise.all([...open].map((each) => new Promise<void>((done) => each.stop(done))))
      for (const proxy of wires.values()) proxy.close()
    },
  }
}

function wire(a: PeerId, b: PeerId): string {
  return a > b ? `${a} dials ${b}` : `${b} dials ${a}`
}
