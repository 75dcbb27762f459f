/**
 * Options the way zkCli takes them: letters behind one dash, anywhere among the other words, several flags behind one dash too;
 * `--` ends them. A dash with a digit is a word like any other, so that negative numbers need no care.
 */
import { UsageError } from '../errors.ts'

export type OptionLetter = {
  /** What its value is; without one it is a flag. */
  readonly value?: string
  /** Another name, behind two dashes. */
  readonly long?: string
  readonly says: string
}

export type OptionLetters = Readonly<Record<string, OptionLetter>>

const OPTION = /^--?([A-Za-z][\w-]*)$/

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

  text(letter: string): string | undefined {
    return this.#values.get(letter)
  }

  /** @throws UsageError when it is there and no whole number of at least `min`. */
  integer(letter: string, min: number = Number.MIN_SAFE_INTEGER): number | undefined {
    const text = this.#values.get(letter)
    if (text === undefined) return undefined
    const value = Number(text)
    if (!Number.isSafeInteger(value) || text.trim() === '')
      throw new UsageError(`-${letter} takes a whole number, not "${text}"`)
    if (value < min) throw new UsageError(`-${letter} takes ${min} or more, not ${value}`)
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
    const name = OPTION.exec(word)?.[1]
    if (name === undefined) {
      words.push(word)
      continue
    }
    const letter = letterFor(name, letters)
    if (letter === undefined) {
      for (const flag of flagsIn(word, name, letters)) flags.add(flag)
      continue
    }
    if (letters[letter]?.value === undefined) {
      flags.add(letter)
      continue
    }
    const value = given[++at]
    if (value === undefined) throw new UsageError(`-${letter} needs a value`)
    values.set(letter, value)
  }
  return new Arguments(words, flags, values)
}

function letterFor(name: string, letters: OptionLetters): string | undefined {
  if (Object.hasOwn(letters, name)) return name
  return Object.keys(letters).find((letter) => letters[letter]?.long === name)
}

/** `-sR` is `-s -R`. */
function flagsIn(word: string, name: string, letters: OptionLetters): string[] {
  const flags = [...name]
  const known = flags.every((flag) => Object.hasOwn(letters, flag) && letters[flag]?.value === undefined)
  if (word.startsWith('--') || !known)
    throw new UsageError(`there is no option ${word}`, 'Words that begin with a dash go behind --.')
  return flags
}
