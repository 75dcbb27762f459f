/** Commands about the shell itself. */

import type { ShellCommand } from '../command.ts'
import type { Output } from '../output.ts'

export const history: ShellCommand = {
  name: 'history',
  usage: '',
  summary: 'prints what was typed so far',
  options: {},
  words: [0, 0],
  run: async (context) => ({ lines: context.history.map((line, i) => `${i} - ${line}`), json: context.history }),
}

/** The shell ends when it has run. */
export const quit: ShellCommand = {
  name: 'quit',
  usage: '',
  summary: 'ends the session and the shell, as Ctrl-D does',
  options: {},
  words: [0, 0],
  run: async () => undefined,
}

/** Made from the other commands, so that it cannot be out of date. */
export function helpFor(others: readonly ShellCommand[]): ShellCommand {
  const help: ShellCommand = {
    name: 'help',
    usage: '[command]',
    summary: 'prints this',
    options: {},
    words: [0, 1],
    async run(_, { words: [name] }) {
      const commands = [...others, help]
      const named = commands.filter((command) => name === undefined || isNamed(command, name))
      return helpOutput(named.length > 0 ? named : commands)
    },
  }
  return help
}

export function isNamed(command: ShellCommand, name: string): boolean {
  return command.name.toLowerCase() === name.toLowerCase()
}

function helpOutput(commands: readonly ShellCommand[]): Output {
  const rows = commands.map(({ name, usage, summary }) => [`${name} ${usage}`.trim(), summary] as const)
  const width = Math.max(...rows.map(([left]) => left.length))
  return {
    lines: rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`),
    json: commands.map(({ name, usage, summary }) => ({ name, usage, summary })),
  }
}
