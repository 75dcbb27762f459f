/**
 * Options the way zkCli takes them: single letters behind one dash, anywhere among the other words; `--` ends them. A dash
 * with a digit is a word like any other, so that negative numbers need no care.
 */
import { UsageError } from '../errors.ts'

/** Which letters there are: alone, or with a value. */
export type OptionLetters = Readonly<Record<string, 'flag' | 'value'>>

export class Arguments {
  readonly words: readonly string[]
  readonly #flags: ReadonlySet<string>
  readonly #values: ReadonlyMap<string, string>

  constructor(words: readonly string[], flags: ReadonlySet<string>, values: ReadonlyMap<string, string>) {
    this.words = words
    this.#flags = flags
    this.#values = values
  }

  has(letter: string): boolean {
    return this.#flags.has(letter) || this.#values.has(letter)
  }

  /** @throws UsageError when it is there and no whole number. */
  integer(letter: string): number | undefined {
    const text = this.#values.get(letter)
    if (text === undefined) return undefined
    const value = Number(text)
    if (!Number.isSafeInteger(value) || text.trim() === '')
      throw new UsageError(`-${letter} takes a whole number, not "${text}"`)
    return value
  }
}

/** @throws UsageError for a letter that is not among `letters`, or one without its value. */
export function argumentsOf(given: readonly string[], letters: OptionLetters): Arguments {
  const words: string[] = []
  const flags = new Set<string>()
  const values = new Map<string, string>()
  for (let at = 0; at < given.length; at++) {
    const word = given[at]!
    if (word === '--') {
      words.push(...given.slice(at + 1))
      break
    }
    const letter = /^-([A-Za-z]\w*)$/.exec(word)?.[1]
    if (letter === undefined) {
      words.push(word)
      continue
    }
    const kind = Object.hasOwn(letters, letter) ? letters[letter] : undefined
    if (kind === undefined)
      throw new UsageError(`there is no option -${letter}; words that begin with a dash go behind --`)
    if (kind === 'flag') {
      flags.add(letter)
      continue
    }
    const value = given[++at]
    if (value === undefined) throw new UsageError(`-${letter} needs a value`)
    values.set(letter, value)
  }
  return new Arguments(words, flags, values)
}
