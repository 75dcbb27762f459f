/** What a peer says of itself on its status page. */
import { get } from 'node:http'
import type { PeerStatus } from '@quoll/trace'

export type { PeerStatus } from '@quoll/trace'

const PATIENCE_MS = 1000
const ANSWER_BYTES_MAX = 1024 * 1024

/** The peer's status page; undefined when nobody answers in time or the answer is none. */
export function fetchStatus(host: string, httpPort: number): Promise<PeerStatus | undefined> {
  return new Promise((resolve) => {
    const request = get({ host, port: httpPort, path: '/status', timeout: PATIENCE_MS, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
        if (text.length > ANSWER_BYTES_MAX) request.destroy()
      })
      response.on('end', () => resolve(parsed(text)))
      response.on('error', () => resolve(undefined))
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(undefined))
    request.on('close', () => resolve(undefined))
  })
}

function parsed(text: string): PeerStatus | undefined {
  try {
    return JSON.parse(text) as PeerStatus
  } catch {
    return undefined
  }
}
