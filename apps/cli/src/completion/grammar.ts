/** What can be typed after `quoll`, read off the command table: the one source of all three completions. */
import type { Argument, Command, Option } from 'commander'

/** What a value is, as far as a shell can help with it. */
export type Value =
  | { readonly type: 'file' | 'directory' | 'text' }
  | { readonly type: 'choice'; readonly choices: readonly string[] }

export type GrammarOption = {
  /** `-c`, `--config`; one of them is always there. */
  readonly short: string | undefined
  readonly long: string | undefined
  readonly description: string
  /** Undefined: it stands alone. */
  readonly value: Value | undefined
}

export type Grammar = {
  /** `''`, `status`, `logs txns`. */
  readonly path: string
  readonly name: string
  readonly description: string
  readonly options: readonly GrammarOption[]
  /** What stands where no option does; the last one may come again. */
  readonly arguments: readonly Value[]
  readonly commands: readonly Grammar[]
}

export type Extras = {
  /** Texts that describe the options of commands which read their own, by path. */
  readonly usages: Readonly<Record<string, string>>
  /** First words of arguments, by path, where commander does not know them. */
  readonly words: Readonly<Record<string, readonly string[]>>
}

export function grammarOf(command: Command, extras: Extras, above = ''): Grammar {
  const path = `${above} ${command.parent === null ? '' : command.name()}`.trim()
  const usage = extras.usages[path]
  const words = extras.words[path]
  return {
    path,
    name: command.name(),
    description: command.description(),
    options: [...command.options.map(optionOf), ...(usage === undefined ? [] : optionsIn(usage)), HELP].filter(
      (option, at, all) => all.findIndex((other) => namesOf(other).at(-1) === namesOf(option).at(-1)) === at,
    ),
    arguments: words === undefined ? command.registeredArguments.map(argumentOf) : [{ type: 'choice', choices: words }],
    commands: command.commands.map((one) => grammarOf(one, extras, path)),
  }
}

/** `-c` and `--config`, as far as there are such. */
export function namesOf({ short, long }: GrammarOption): string[] {
  return [short, long].filter((name) => name !== undefined)
}

/** The grammar and everything below it. */
export function allOf(grammar: Grammar): Grammar[] {
  return [grammar, ...grammar.commands.flatMap(allOf)]
}

const HELP: GrammarOption = {
  short: '-h',
  long: '--help',
  description: 'what it does, with examples',
  value: undefined,
}

function optionOf(option: Option): GrammarOption {
  const takesValue = option.required || option.optional
  return {
    short: option.short,
    long: option.long,
    description: option.description,
    value: takesValue ? kindOf(option.flags, option.argChoices) : undefined,
  }
}

function argumentOf(argument: Argument): Value {
  return kindOf(argument.name(), argument.argChoices)
}

function kindOf(placeholder: string, choices: readonly string[] | undefined): Value {
  if (choices !== undefined) return { type: 'choice', choices }
  if (/\b(?:file|sources?)\b/i.test(placeholder)) return { type: 'file' }
  return { type: /\b(?:dir|directory)\b/i.test(placeholder) ? 'directory' : 'text' }
}

/** `  quoll sim --seed 42   one seed`, `  --trace FILE   …`, `  --json   …`, as help texts have them; elsewhere they are only named. */
function optionsIn(usage: string): GrammarOption[] {
  const found = new Map<string, GrammarOption>()
  for (const line of usage.split('\n')) {
    const isRow = /^ {2}(?:quoll|--)/.test(line)
    const description = isRow
      ? (line.match(/\S {2,}(\S.*)$/)?.[1] ?? line.match(/^ {2}--\S+ [A-Z]+ (\S.*)$/)?.[1])
      : undefined
    for (const [, long = '', value] of line.matchAll(/(--[a-z][a-z-]*)(?: ([A-Z][A-Z,]*|\d+)(?![a-z]))?/g)) {
      const known = found.get(long)
      if (known !== undefined && (known.value !== undefined || value === undefined)) continue
      const text = description ?? known?.description ?? value?.toLowerCase() ?? long
      found.set(long, {
        short: undefined,
        long,
        description: text,
        value: value === undefined ? undefined : kindOf(value, undefined),
      })
    }
  }
  return [...found.values()]
}
