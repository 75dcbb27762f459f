/**
 * A peer that has no feed, or none that can be reached: Apache ZooKeeper, or Quoll without an HTTP port. It is asked by four-letter words,
 * twice a second, by itself: one that does not answer delays nobody.
 */
import type { PeerStatus } from '@quoll/trace'
import type { Detail } from '@quoll/tui'
import type { Address } from '../peers/addresses.ts'
import { askMonitor } from '../peers/ask-monitor.ts'
import { askWord } from '../peers/ask-word.ts'
import { type PeerWatch, type Tell, wallMs } from './peer-watch.ts'
import { wordSessions } from './word-sessions.ts'
import { wordStatus } from './word-status.ts'

/** What peers that are asked by words know of each other: through us. Newest status by id. */
export type WordEnsemble = Map<number, PeerStatus>

export type WordWatchOptions = {
  readonly id: number
  readonly client: Address
  readonly ensemble: WordEnsemble
}

const EVERY_MS = 500
const PATIENCE_MS = 1000

export class WordWatch implements PeerWatch {
  readonly #options: WordWatchOptions
  #tell: Tell = () => {}
  #timer: NodeJS.Timeout | undefined
  #stopped = false
  #lost = false
  #polls = 0
  #wantsSessions = false
  #silent: ReadonlySet<string> = new Set()

  constructor(options: WordWatchOptions) {
    this.#options = options
  }

  start(tell: Tell): void {
    this.#tell = tell
    void this.#poll()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#tell = () => {}
  }

  want(details: ReadonlySet<Detail>): void {
    this.#wantsSessions = details.has('sessions')
  }

  async #poll(): Promise<void> {
    const begun = performance.now()
    await this.#ask()
    if (this.#stopped) return
    const pause = Math.max(EVERY_MS / 2, EVERY_MS - (performance.now() - begun))
    this.#timer = setTimeout(() => void this.#poll(), pause)
  }

  async #ask(): Promise<void> {
    const { id, client, ensemble } = this.#options
    const answer = await askWord(client, 'srvr', PATIENCE_MS)
    if (answer.silence !== undefined) return this.#isLost(answer.silence.why)
    const mntr = await this.#askIfAnswered('mntr')
    const before = ensemble.get(id)
    const others = [...ensemble.values()].filter((status) => status.id !== id)
    const leader = others.find(({ role }) => role === 'leading')?.id
    const status = wordStatus({ srvr: answer.text, mntr }, { id, leader, others, before })
    ensemble.set(id, status)
    this.#lost = false
    const atMs = wallMs()
    if (before !== undefined && (before.role !== status.role || before.phase !== status.phase))
      this.#tell({
        type: 'became',
        peer: id,
        atMs,
        role: status.role,
        phase: status.phase,
        leader: status.leader,
        epoch: status.epoch,
        why: 'seen when it was asked',
      })
    this.#tell({ type: 'status', peer: id, atMs, status })
    if (this.#wantsSessions && this.#polls++ % 2 === 0) await this.#tellSessions()
  }

  async #tellSessions(): Promise<void> {
    const { id } = this.#options
    const cons = await this.#askIfAnswered('cons')
    if (cons === undefined) return
    const rows = wordSessions(cons, id, wallMs())
    this.#tell({ type: 'sessions', peer: id, atMs: wallMs(), total: rows.length, rows })
  }

  /** A word that is not allowed is asked once; and said, once. */
  async #askIfAnswered(word: 'mntr' | 'cons'): Promise<string | undefined> {
    if (this.#silent.has(word)) return undefined
    const { id, client } = this.#options
    const answer = await askWord(client, word, PATIENCE_MS)
    const text = answer.silence === undefined ? answer.text : undefined
    if (text === undefined || !text.includes('not in the whitelist')) return text
    const page = word === 'mntr' ? await askMonitor(client, PATIENCE_MS) : undefined
    if (page !== undefined) return page
    this.#silent = new Set([...this.#silent, word])
    const what = word === 'mntr' ? 'most numbers are missing' : 'its sessions cannot be listed'
    this.#tell({
      type: 'trouble',
      atMs: wallMs(),
      text: `peer ${id} does not answer ${word}, so ${what}: allow it with 4lw.commands.whitelist=srvr,mntr,conf,cons`,
    })
    return undefined
  }

  #isLost(why: string): void {
    this.#options.ensemble.delete(this.#options.id)
    if (this.#lost) return
    this.#lost = true
    this.#tell({ type: 'lost', peer: this.#options.id, atMs: wallMs(), why })
  }
}
