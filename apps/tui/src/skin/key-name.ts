/** What Ink hears at the keyboard, as the names that `keys.ts` knows. */
import type { Key } from 'ink'
import type { KeyName } from '../keys.ts'

const LETTERS: ReadonlySet<string> = new Set<KeyName>(['k', 'r', 'q', '?', 'y', 'n'])

/** Undefined for a key that means nothing here. */
export function keyName(
  input: string,
  key: Pick<Key, 'upArrow' | 'downArrow' | 'return' | 'escape' | 'ctrl' | 'meta'>,
): KeyName | undefined {
  if (key.upArrow) return 'up'
  if (key.downArrow) return 'down'
  if (key.return) return 'enter'
  if (key.escape) return 'escape'
  if (key.ctrl || key.meta) return undefined
  return isLetter(input) ? input : undefined
}

function isLetter(input: string): input is KeyName {
  return LETTERS.has(input)
}
