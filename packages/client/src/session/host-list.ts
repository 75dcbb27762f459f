/** Whom to dial next. In random order, so that clients spread over the servers, then round and round. */
import type { Address } from '../transport/transport.ts'

export class HostList {
  readonly #hosts: readonly Address[]
  #next = 0

  constructor(hosts: readonly Address[]) {
    this.#hosts = shuffled(hosts)
  }

  get count(): number {
    return this.#hosts.length
  }

  /** The next will be this one, if it is one of them. */
  turnTo(address: Address): void {
    const at = this.#hosts.indexOf(address)
    if (at >= 0) this.#next = at
  }

  next(): Address {
    const host = this.#hosts[this.#next]!
    this.#next = (this.#next + 1) % this.#hosts.length
    return host
  }
}

export function formatAddress({ host, port, url }: Address): string {
  if (url !== undefined) return url
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

function shuffled<T>(items: readonly T[]): T[] {
  const result = [...items]
  for (let at = result.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1))
    const item = result[at]!
    result[at] = result[other]!
    result[other] = item
  }
  return result
}
