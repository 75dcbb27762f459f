/** What time it is elsewhere, by the date of an HTTP answer: a range, because it has whole seconds and took time to come. */
import { get } from 'node:http'
import type { Address } from '../peers/addresses.ts'

/** How far that clock is ahead of ours, milliseconds: not less than `fromMs`, not more than `toMs`. */
export type Offset = { readonly fromMs: number; readonly toMs: number }

const PATIENCE_MS = 1000

/** Undefined when nobody answers in time. Never rejects. */
export function askDate({ host, port }: Address): Promise<Offset | undefined> {
  return new Promise((resolve) => {
    const sent = Date.now()
    const request = get({ host, port, path: '/livez', agent: false, timeout: PATIENCE_MS }, (response) => {
      response.resume()
      resolve(offsetOf(response.headers.date, sent, Date.now()))
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(undefined))
    request.on('close', () => resolve(undefined))
  })
}

/** The answer was dated somewhere between `sent` and `received`, and its date is cut to the second before. */
export function offsetOf(date: string | undefined, sent: number, received: number): Offset | undefined {
  const told = date === undefined ? Number.NaN : Date.parse(date)
  return Number.isNaN(told) ? undefined : { fromMs: told - received, toMs: told + 1000 - sent }
}
