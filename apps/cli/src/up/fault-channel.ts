/** Our end of a peer's fault lines (`@quoll/server`, `faults/fault-lines.ts`): what is broken around it, and its word that it knows. */
import type { Readable, Writable } from 'node:stream'
import type { PeerFaults } from '@quoll/server'

type Asked = { readonly done: (problem?: string) => void }

const ANSWER_CHARACTERS_MAX = 64 * 1024

export class FaultChannel {
  #nextId = 1
  #text = ''
  readonly #asked = new Map<number, Asked>()
  readonly #commands: Writable

  constructor(commands: Writable, answers: Readable) {
    this.#commands = commands
    // A peer that dies closes both ends; that is told by `close`.
    commands.on('error', () => {})
    answers.on('error', () => {})
    answers.setEncoding('utf8')
    answers.on('data', (chunk: string) => this.#onChunk(chunk))
  }

  /** Resolves once the peer says so, or is gone. @throws Error with the peer's reason. */
  send(faults: PeerFaults): Promise<void> {
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { done: (problem) => (problem === undefined ? resolve() : reject(new Error(problem))) })
      this.#commands.write(`${JSON.stringify({ id, faults })}\n`)
    })
  }

  /** The peer is gone, and with it whatever it was asked. */
  close(): void {
    for (const { done } of this.#asked.values()) done()
    this.#asked.clear()
  }

  #onChunk(chunk: string): void {
    const lines = `${this.#text}${chunk}`.split('\n')
    this.#text = (lines.pop() ?? '').slice(0, ANSWER_CHARACTERS_MAX)
    for (const line of lines) this.#onAnswer(line)
  }

  /** Without an id it is about the oldest: we write none that the peer cannot read, unless it is of another version. */
  #onAnswer(line: string): void {
    const { id, problem } = answerIn(line)
    const about = id ?? this.#asked.keys().next().value
    if (about === undefined) return
    this.#asked.get(about)?.done(problem)
    this.#asked.delete(about)
  }
}

type Answer = { readonly id?: number; readonly problem?: string }

function answerIn(line: string): Answer {
  try {
    return JSON.parse(line) as Answer
  } catch {
    return { problem: `the peer answered ${line.slice(0, 200)}` }
  }
}
