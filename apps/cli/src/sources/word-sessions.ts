/** Sessions out of `cons`, as far as their clients are connected to the peer that was asked. */
import type { TracedSession } from '@quoll/trace'

const ROWS_MAX = 300

/** ` /10.0.0.7:40312[1](queued=0,recved=12,sent=12,sid=0x100…,lop=PING,est=…,to=30000,…)`; connections without a session are left out. */
export function wordSessions(cons: string, owner: number, nowMs: number): TracedSession[] {
  const rows: TracedSession[] = []
  for (const [, client = '', list = ''] of cons.matchAll(/^ ?\/(\S+?)\[\d+\]\((.*)\)$/gm)) {
    const values = new Map(list.split(',').map((pair) => pair.split('=', 2) as [string, string | undefined]))
    const id = values.get('sid')
    if (id === undefined || !/^0x[0-9a-f]+$/i.test(id)) continue
    const lastAnswered = Number(values.get('lresp'))
    const lop = values.get('lop')
    rows.push({
      id: id.toLowerCase(),
      owner,
      client,
      timeoutMs: count(values.get('to')),
      leftMs: undefined,
      ephemerals: 0,
      watches: 0,
      outstanding: count(values.get('queued')),
      lastOperation: lop === undefined || lop === 'NA' ? undefined : lop.toLowerCase(),
      lastMs: lastAnswered > 0 ? Math.max(0, nowMs - lastAnswered) : undefined,
    })
    if (rows.length === ROWS_MAX) break
  }
  return rows
}

function count(text: string | undefined): number {
  const value = Number(text ?? 0)
  return Number.isFinite(value) ? value : 0
}
