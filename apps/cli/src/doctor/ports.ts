/** Ports: are our own free, or taken by ourselves; are those of the others open from here? */
import { connect, createServer } from 'node:net'
import { type Address, formatAddress } from '../peers/addresses.ts'
import { duration } from '../table.ts'
import { type Finding, finding, good } from './finding.ts'

export type OwnPort = Address & { readonly purpose: string }

/** `running`: the process of the peer itself, when it runs. */
export async function checkOwnPort(port: OwnPort, running: number | undefined): Promise<Finding> {
  const what = `${formatAddress(port)}, for ${port.purpose},`
  const error = await tryToListen(port)
  if (error === undefined) return good('ports', `${what} is free`, 'A peer can listen there.')
  if (error === 'EADDRINUSE' && running !== undefined)
    return good('ports', `${what} is taken, most likely by the peer itself`, `It runs as process ${running}.`)
  if (error === 'EADDRINUSE')
    return finding(
      'ports',
      'problem',
      `${what} is taken`,
      'A peer would not start: another process has the port.',
      `Find it with ss -ltnp 'sport = :${port.port}' and stop it; or choose another port.`,
    )
  if (error === 'EADDRNOTAVAIL')
    return finding(
      'ports',
      'problem',
      `${what} is no address of this machine`,
      'A peer would not start.',
      'Correct the address in the configuration; quorumListenOnAllIPs=true listens everywhere for peers.',
    )
  if (error === 'ENOTFOUND' || error === 'EAI_AGAIN')
    return finding(
      'ports',
      'problem',
      `${what} has a name that cannot be found`,
      'A peer would not start.',
      'Correct the name, or use the address of this machine.',
    )
  return finding(
    'ports',
    'problem',
    `${what} may not be opened (${error})`,
    'A peer would not start.',
    'Choose a port above 1023, or allow it (CAP_NET_BIND_SERVICE).',
  )
}

function tryToListen({ host, port }: Address): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

const PATIENCE_MS = 1500

type Reached = { readonly tookMs: number } | { readonly error: string }

/** Whether a TCP connection can be made; it is closed at once. */
function reach({ host, port }: Address): Promise<Reached> {
  return new Promise((resolve) => {
    const started = performance.now()
    const socket = connect({ host, port })
    const settle = (reached: Reached): void => {
      clearTimeout(late)
      socket.destroy()
      resolve(reached)
    }
    const late = setTimeout(() => settle({ error: 'ETIMEDOUT' }), PATIENCE_MS)
    socket.on('connect', () => settle({ tookMs: performance.now() - started }))
    socket.on('error', (error: NodeJS.ErrnoException) => settle({ error: error.code ?? error.message }))
  })
}

export async function checkPeerPort(name: string, address: Address): Promise<Finding> {
  const where = `${name} at ${formatAddress(address)}`
  const reached = await reach(address)
  if ('tookMs' in reached) return good('ports', `${where} takes connections`, `After ${duration(reached.tookMs)}.`)
  if (reached.error === 'ECONNREFUSED')
    return finding(
      'ports',
      'warning',
      `${where}: nobody listens there`,
      'The machine is there, and the peer is down, or listens on another address or port.',
      'Start it, or compare the server lines of both configurations.',
    )
  return finding(
    'ports',
    'problem',
    `${where} cannot be reached (${reached.error})`,
    reached.error === 'ETIMEDOUT'
      ? 'The machine is down, or a firewall drops the packets.'
      : 'There is no way to that machine from here.',
    'Open the port between the peers, in both directions: the one with the higher number dials.',
  )
}
