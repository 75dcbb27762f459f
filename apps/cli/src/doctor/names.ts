/** Names: can every host of the configuration be found, quickly, and where? */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { duration } from '../table.ts'
import { type Finding, finding, good } from './finding.ts'

export type Resolved = {
  readonly host: string
  readonly addresses: readonly string[]
  readonly tookMs: number
  readonly error: string | undefined
}

const SLOW_MS = 500

export async function resolve(host: string): Promise<Resolved> {
  const started = performance.now()
  try {
    const found = await lookup(host, { all: true })
    const addresses = found.map(({ address }) => address)
    return { host, addresses, tookMs: performance.now() - started, error: undefined }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return { host, addresses: [], tookMs: performance.now() - started, error: code }
  }
}

/** Addresses need no looking up, and are left out. */
export async function checkNames(hosts: readonly string[]): Promise<Finding[]> {
  const names = [...new Set(hosts)].filter((host) => isIP(host) === 0)
  if (names.length === 0) return [good('names', 'all hosts are given as addresses', 'Nothing has to be looked up.')]
  const resolved = await Promise.all(names.map(resolve))
  const alone = resolved.every(({ addresses }) => addresses.every(isLoopback))
  return resolved.map((one) => judge(one, alone))
}

function judge({ host, addresses, tookMs, error }: Resolved, alone: boolean): Finding {
  if (error !== undefined)
    return finding(
      'names',
      'problem',
      `${host} has no address (${error})`,
      'Nobody can connect to that peer from here. Names are looked up at every attempt, so a repaired name is enough.',
      'Check how it is written, and DNS or /etc/hosts.',
    )
  const what = `${host} is ${addresses.join(', ')}`
  if (!alone && addresses.some(isLoopback))
    return finding(
      'names',
      'warning',
      what,
      'That is loopback: on another machine the same name means that machine, and a peer that listens there is not reached.',
      'Correct /etc/hosts (Debian writes the own name as 127.0.1.1), or use addresses.',
    )
  if (tookMs < SLOW_MS) return good('names', what, `Found in ${duration(tookMs)}.`)
  return finding(
    'names',
    'warning',
    `${what}, found after ${duration(tookMs)}`,
    'After a link broke, the way back takes at least that long.',
    'Check the name servers in /etc/resolv.conf, or use addresses.',
  )
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1'
}
