/**
 * START HERE. The answers to four-letter words, byte for byte as Apache ZooKeeper's where tools take them apart. Words that
 * ZooKeeper knows and we have nothing true to say to are never on the list.
 */
import type { FourLetterWord } from '@quoll/protocol/client'
import { cons } from './connections.ts'
import { conf, dirs, envi } from './environment.ts'
import type { ServerFacts } from './facts.ts'
import { mntr } from './monitor.ts'
import { dump } from './sessions.ts'
import { srvr, stat } from './status.ts'
import { wchc, wchp, wchs } from './watches.ts'
import { DEFAULT_WHITELIST, parseWhitelist } from './whitelist.ts'

const NOT_SERVING = 'This ZooKeeper instance is not currently serving requests\n'

type Word = {
  readonly answer: (facts: ServerFacts) => string
  /** Answered by a peer that serves nobody. */
  readonly whenNotServing: (facts: ServerFacts) => string
}

const WORDS: Partial<Record<FourLetterWord, Word>> = {
  ruok: always(() => 'imok'),
  envi: always(envi),
  isro: { answer: ({ mode }) => (mode === 'read-only' ? 'ro' : 'rw'), whenNotServing: () => 'null' },
  srvr: whileServing(srvr),
  stat: whileServing(stat),
  mntr: whileServing(mntr),
  // ZooKeeper's says nothing while it serves nobody; but then most of all somebody wants to know where the pages are.
  conf: always(conf),
  cons: whileServing(cons),
  dirs: whileServing(dirs),
  dump: whileServing(dump),
  wchs: whileServing(wchs),
  wchc: whileServing(wchc),
  wchp: whileServing(wchp),
}

const RESETS: Partial<Record<FourLetterWord, (resets: Resets) => string>> = {
  srst: (resets) => {
    resets.server()
    return 'Server stats reset.\n'
  },
  crst: (resets) => {
    resets.connections()
    return 'Connection stats reset.\n'
  },
}

export type FourLetterWordOptions = {
  /** Comma-separated words, or `*`. Default: `ruok,srvr,stat,mntr,conf,isro`. */
  readonly whitelist?: string
  /** Asked for each answer anew. */
  readonly facts: () => ServerFacts
  readonly resets: Resets
}

/** What two of the words do: counting begins again. */
export type Resets = {
  /** Of the whole peer: frames and latencies. */
  server(): void
  /** Of each connection. */
  connections(): void
}

/** A function that answers every four-letter word, if only by saying that it may not. */
export function answerFourLetterWords({
  whitelist = DEFAULT_WHITELIST,
  facts,
  resets,
}: FourLetterWordOptions): (word: FourLetterWord) => string {
  const listed = parseWhitelist(whitelist)
  return (name) => {
    const reset = listed.has(name) ? RESETS[name] : undefined
    if (reset !== undefined) return facts().serving ? reset(resets) : NOT_SERVING
    const word = listed.has(name) ? WORDS[name] : undefined
    if (word === undefined) return `${name} is not executed because it is not in the whitelist.\n`
    const now = facts()
    return now.serving ? word.answer(now) : word.whenNotServing(now)
  }
}

function always(answer: Word['answer']): Word {
  return { answer, whenNotServing: answer }
}

function whileServing(answer: Word['answer']): Word {
  return { answer, whenNotServing: () => NOT_SERVING }
}
