/** A page of a peer's HTTP port: its code and body, or undefined when nobody answers in time. */
import { get } from 'node:http'
import type { Address } from './addresses.ts'

export type PageAnswer = { readonly code: number; readonly body: string }

const ANSWER_BYTES_MAX = 4 * 1024 * 1024

/** Never rejects. */
export function askPage({ host, port }: Address, path: string, patienceMs = 1000): Promise<PageAnswer | undefined> {
  return new Promise((resolve) => {
    const request = get({ host, port, path, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        body += chunk
        if (body.length > ANSWER_BYTES_MAX) request.destroy()
      })
      response.on('end', () => resolve({ code: response.statusCode ?? 0, body }))
      response.on('error', () => resolve(undefined))
    })
    const late = setTimeout(() => request.destroy(), patienceMs)
    request.on('error', () => resolve(undefined))
    request.on('close', () => {
      clearTimeout(late)
      resolve(undefined)
    })
  })
}
