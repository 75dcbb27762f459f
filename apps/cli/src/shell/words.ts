/**
 * A typed line cut into words, as zkCli does it: blanks divide; a word that begins with a quote goes to the next one of its kind. A quote
 * inside a word is a letter like any other, and so is a backslash: `set /a {"x":1}` is written as one means it. ZooKeeper: ZooKeeperMain.
 */
import { UsageError } from '../errors.ts'

const WORD = /\s*(?:"([^"]*)"|'([^']*)'|([^"'\s]\S*))\s*/y

/** @throws UsageError for a quote that is never closed. */
export function wordsOf(line: string): string[] {
  const words: string[] = []
  const text = line.trim()
  WORD.lastIndex = 0
  while (WORD.lastIndex < text.length) {
    const at = WORD.lastIndex
    const match = WORD.exec(text)
    if (match === null)
      throw new UsageError(
        `a ${text[at]} is never closed`,
        'Close it; to have one kind of quote in the data, put the other around it.',
      )
    words.push(match[1] ?? match[2] ?? match[3] ?? '')
  }
  return words
}
