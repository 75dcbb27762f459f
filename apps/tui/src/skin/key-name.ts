/** What Ink hears at the keyboard, as the names that bindings know. */
import type { Key } from 'ink'
import type { KeyName } from '../model/dashboard.ts'

const NAMED: readonly (readonly [keyof Key, KeyName])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'page-up'],
  ['pageDown', 'page-down'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
]

/** What a control character stands for in text that came at once, as when it was pasted. */
const CONTROL: Readonly<Record<string, KeyName>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  ' ': 'space',
  '\b': 'backspace',
  '\u007f': 'backspace',
}

/** In the order typed: text that came at once is many keys. None for a key that means nothing here. */
export function keyNames(input: string, key: Key): readonly KeyName[] {
  if (key.tab) return [key.shift ? 'shift-tab' : 'tab']
  for (const [flag, name] of NAMED) if (key[flag] === true) return [name]
  if (key.meta) return []
  if (key.ctrl) return /^[a-z]$/.test(input) ? [`ctrl-${input}`] : []
  return [...input].flatMap((character) => CONTROL[character] ?? (/\p{Control}/u.test(character) ? [] : character))
}
