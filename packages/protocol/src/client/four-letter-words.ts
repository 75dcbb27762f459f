/**
 * The commands a monitor may send instead of a handshake: four ASCII letters and nothing else, where a client would put
 * the length of its first frame. No length that is allowed looks like one of them (ZooKeeper: FourLetterCommands).
 */
export const FOUR_LETTER_WORDS = [
  'conf',
  'cons',
  'crst',
  'dirs',
  'dump',
  'envi',
  'gtmk',
  'hash',
  'isro',
  'mntr',
  'ruok',
  'srst',
  'srvr',
  'stat',
  'stmk',
  'wchc',
  'wchp',
  'wchs',
] as const

export type FourLetterWord = (typeof FOUR_LETTER_WORDS)[number]

const BY_LENGTH_WORD: ReadonlyMap<number, FourLetterWord> = new Map(
  FOUR_LETTER_WORDS.map((word) => [[...word].reduce((sum, letter) => sum * 256 + letter.charCodeAt(0), 0), word]),
)

/** The word that was read as a length, if it is one. */
export function fourLetterWord(length: number): FourLetterWord | undefined {
  return BY_LENGTH_WORD.get(length)
}

/** Bytes that follow a word and belong to it: `stmk` is told a mask of 64 bits. */
export function argumentBytes(word: FourLetterWord): number {
  return word === 'stmk' ? 8 : 0
}
