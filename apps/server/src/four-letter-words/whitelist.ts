/** Which four-letter words are answered (ZooKeeper: 4lw.commands.whitelist). */
import { FOUR_LETTER_WORDS, type FourLetterWord } from '@quoll/protocol/client'

/**
 * What we answer when nothing is said. More than ZooKeeper, which answers `srvr` alone: these are the words probes and
 * monitors ask for, they cost little, and they show no data and no client's secrets.
 */
export const DEFAULT_WHITELIST = 'ruok,srvr,stat,mntr,conf,isro'

/** Always answered, as in ZooKeeper: its own scripts and read-only clients ask for them. */
const ALWAYS: readonly FourLetterWord[] = ['srvr', 'isro']

/** The words of a comma-separated list; `*` is all of them. Words that do not exist are ignored, as in ZooKeeper. */
export function parseWhitelist(list: string): ReadonlySet<FourLetterWord> {
  const listed = new Set(list.split(',').map((word) => word.trim()))
  return new Set(FOUR_LETTER_WORDS.filter((word) => listed.has('*') || listed.has(word) || ALWAYS.includes(word)))
}
