/** What a probe asks of one peer, and the answer in a sentence. */
import { type Address, formatAddress } from '../peers/addresses.ts'
import { askPage } from '../peers/ask-page.ts'
import { askWord } from '../peers/ask-word.ts'
import { serverLine } from '../peers/srvr.ts'
import type { Check } from './checks.ts'

/** `no-quorum`: the peer itself is well. */
export type Health = { readonly result: 'ok' | 'failed' | 'no-quorum'; readonly sentence: string }

/** By four-letter words, of Quoll and of Apache ZooKeeper. */
export async function healthByWords(address: Address, check: Check, patienceMs: number): Promise<Health> {
  const name = formatAddress(address)
  const answer = await askWord(address, 'srvr', patienceMs)
  if (answer.silence !== undefined) return { result: 'failed', sentence: `${name}: ${answer.silence.why}` }
  if (check === 'alive') return { result: 'ok', sentence: `${name} answers` }
  const { serving, mode } = serverLine(answer.text)
  // A peer that follows, observes or leads has a leader with a majority behind it; a read-only one has none.
  if (serving && mode !== 'read-only') return { result: 'ok', sentence: `${name} serves: ${mode}` }
  if (serving && check === 'ready') return { result: 'ok', sentence: `${name} serves reads only: it has no quorum` }
  return { result: 'no-quorum', sentence: `${name} answers, and has no quorum: it looks for a leader` }
}

/** By the pages of a Quoll peer's HTTP port. */
export async function healthByPages(address: Address, check: Check, patienceMs: number): Promise<Health> {
  const name = `http://${formatAddress(address)}`
  const page = await askPage(address, check === 'alive' ? '/livez' : '/readyz', patienceMs)
  if (page === undefined) return { result: 'failed', sentence: `${name}: nobody answers` }
  const said = page.body.trim().slice(0, 200)
  if (page.code === 200) return { result: 'ok', sentence: `${name}: ${said}` }
  return { result: check === 'alive' || page.code !== 503 ? 'failed' : 'no-quorum', sentence: `${name}: ${said}` }
}
