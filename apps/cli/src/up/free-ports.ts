/**
 * Ports for a local ensemble. They lie below those that systems hand out for outgoing connections (from 32768 on Linux, 49152
 * elsewhere): one of those may be gone again by the time a peer listens.
 */
import { createServer, type Server } from 'node:net'

const LOWEST = 12_000
const HIGHEST = 32_000
const TRIES_PER_PORT = 50

/** Ports nobody listens on at 127.0.0.1, all different. Somebody may still take one before we do; then that peer says so. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = new Map<number, Server>()
  for (let tries = 0; servers.size < count; tries++) {
    if (tries > count * TRIES_PER_PORT) throw new Error(`no ${count} free ports between ${LOWEST} and ${HIGHEST}`)
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    if (servers.has(port)) continue
    const server = await listen(port).catch(() => undefined)
    if (server !== undefined) servers.set(port, server)
  }
  await Promise.all([...servers.values()].map(close))
  return [...servers.keys()]
}

/** Whether a port can be had at 127.0.0.1 now. */
export async function isFree(port: number): Promise<boolean> {
  try {
    await close(await listen(port))
    return true
  } catch {
    return false
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
