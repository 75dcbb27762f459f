/** Two live peers that keep talking, and the books about whether anybody disturbed them. */
import { type PeerId, peerId } from '@quoll/core'
import type { Transport } from '@quoll/peer'
import { type PeerAddress, type WebSocketTransportOptions, webSocketTransport } from '../../src/index.ts'
import { until } from './wait.ts'

export const KEY = 'the key of the ensemble'

export type Player = {
  readonly id: PeerId
  readonly transport: Transport
  readonly port: number
  readonly story: string[]
  readonly notes: string[]
  readonly frames: Map<PeerId, Uint8Array[]>
  stop(): Promise<void>
}

/** Starts a peer on a free port. `others` are the peers it knows, and where. */
export async function startPlayer(
  id: number,
  others: Readonly<Record<number, number>>,
  options: Partial<WebSocketTransportOptions> = {},
): Promise<Player> {
  const peers = new Map<PeerId, PeerAddress>()
  for (const [peer, port] of Object.entries(others)) peers.set(peerId(Number(peer)), { host: '127.0.0.1', port })
  const story: string[] = []
  const notes: string[] = []
  const frames = new Map<PeerId, Uint8Array[]>()

  let listening: (port: number) => void = () => {}
  const port = new Promise<number>((done) => {
    listening = done
  })
  const transport = webSocketTransport({
    self: peerId(id),
    peers,
    listen: { host: '127.0.0.1', port: 0 },
    key: KEY,
    protocolVersion: 1,
    note: (sentence) => notes.push(sentence),
    onListening: listening,
    ...options,
  })
  transport.start({
    onLinkUp: (peer) => story.push(`up ${peer}`),
    onLinkDown: (peer, why) => story.push(`down ${peer}: ${why}`),
    onFrame: (peer, frame) => {
      const heard = frames.get(peer) ?? []
      heard.push(frame)
      frames.set(peer, heard)
    },
  })
  const stop = (): Promise<void> => new Promise((done) => transport.stop(done))
  return { id: peerId(id), transport, port: await port, story, notes, frames, stop }
}

/** A port on which nobody listens: the peer of that address is away. */
export const NOBODY = 1

export type Exchange = {
  readonly one: Player
  readonly two: Player
  undisturbed(): Promise<void>
  stop(): Promise<void>
}

/** Peers 1 and 2, linked, sending to each other every few milliseconds. Peer 1 also knows a peer 3 that is away. */
export async function startExchange(options: Partial<WebSocketTransportOptions> = {}): Promise<Exchange> {
  const one = await startPlayer(1, { 2: NOBODY, 3: NOBODY }, options)
  const two = await startPlayer(2, { 1: one.port })
  await until(() => one.story.includes('up 2') && two.story.includes('up 1'))
  const talking = setInterval(() => {
    one.transport.send(two.id, [Uint8Array.of(1, 2, 3)])
    two.transport.send(one.id, [Uint8Array.of(4, 5, 6)])
  }, 5)
  const heard = (): number[] => [one.frames.get(two.id)?.length ?? 0, two.frames.get(one.id)?.length ?? 0]

  return {
    one,
    two,
    async undisturbed() {
      const before = heard()
      await until(() => heard().every((frames, at) => frames > (before[at] ?? 0) + 3), 'the two keep talking')
      const downs = [...one.story, ...two.story].filter((line) => line === 'down 2' || line.startsWith('down 1'))
      if (downs.length > 0) throw new Error(`a live link was lost: ${downs[0]}`)
    },
    async stop() {
      clearInterval(talking)
      await Promise.all([one.stop(), two.stop()])
    },
  }
}
