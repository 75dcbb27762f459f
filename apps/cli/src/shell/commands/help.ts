/** Help, made from the commands themselves so that it cannot be out of date. */
import { UsageError } from '../../errors.ts'
import type { CommandGroup, ShellCommand } from '../command.ts'
import type { Output } from '../output.ts'

const GROUPS: readonly (readonly [CommandGroup, string])[] = [
  ['look', 'Look'],
  ['change', 'Change'],
  ['subtrees', 'Whole subtrees'],
  ['watch', 'Watch'],
  ['access', 'Access and limits'],
  ['ensemble', 'The ensemble'],
  ['shell', 'This shell'],
]

export function helpFor(others: readonly ShellCommand[]): ShellCommand {
  const help: ShellCommand = {
    name: 'help',
    group: 'shell',
    usage: '[command]',
    summary: 'lists the commands, or explains one with examples',
    options: {},
    words: [0, 1],
    examples: ['help', 'help create'],
    json: ['commands'],
    offline: true,
    async run(_, { words: [name] }) {
      const commands = [...others, help]
      if (name === undefined) return { lines: listLines(commands), json: { commands: commands.map(jsonOf) } }
      const command = commands.find((one) => isNamed(one, name))
      if (command === undefined) throw new UsageError(`there is no command ${name}`, 'help lists them all.')
      return explained(command)
    },
  }
  return help
}

export function isNamed(command: ShellCommand, name: string): boolean {
  return command.name.toLowerCase() === name.toLowerCase()
}

function listLines(commands: readonly ShellCommand[]): string[] {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    ...GROUPS.flatMap(([group, title]) => {
      const members = commands.filter((command) => command.group === group)
      return [title, ...members.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`), '']
    }),
    'help COMMAND has options and examples. Data with blanks in it goes between quotes. Ctrl-C stops what runs, Ctrl-D ends.',
  ]
}

function explained(command: ShellCommand): Output {
  const { name, usage, summary, options, notes = [], examples } = command
  const letters = Object.entries(options).map(([letter, { value, long, says }]) => {
    const names = long === undefined ? `-${letter}` : `-${letter}, --${long}`
    return [value === undefined ? names : `${names} ${value}`, says] as const
  })
  const width = Math.max(0, ...letters.map(([left]) => left.length))
  return {
    lines: [
      `${name} ${usage}`.trim(),
      `  ${summary}`,
      ...(letters.length > 0 ? ['', 'Options:'] : []),
      ...letters.map(([left, says]) => `  ${left.padEnd(width)}  ${says}`),
      ...(notes.length > 0 ? ['', ...notes] : []),
      ...['', 'Examples:', ...examples.map((line) => `  ${line}`)],
    ],
    json: { commands: [jsonOf(command)] },
  }
}

function jsonOf({ name, group, usage, summary, options, notes = [], examples, json }: ShellCommand): object {
  return { name, group, usage, summary, options, notes, examples, answers: json }
}
