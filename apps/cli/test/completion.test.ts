/** Completion in the shells themselves: bash always, zsh and fish where they are installed. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { completionGrammar } from '../src/commands/completion.ts'
import { allOf, namesOf } from '../src/completion/grammar.ts'
import { COMPLETION_SHELLS } from '../src/completion/shells.ts'
import { allBelow, quollCommand } from '../src/index.ts'
import { quoll } from './quoll.ts'

const PATIENCE_MS = 30_000
const isInstalled = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0
let directory: string

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'quoll-completion-'))
  for (const shell of COMPLETION_SHELLS)
    writeFileSync(join(directory, `quoll.${shell}`), (await quoll('completion', shell)).stdout)
  writeFileSync(join(directory, 'zoo file.cfg'), '')
}, PATIENCE_MS)
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** What is typed, and what must be among the answers. */
const CASES: readonly (readonly [typed: string, answers: readonly string[]])[] = [
  ['quoll st', ['status']],
  ['quoll status --c', ['--connect']],
  ['quoll logs tx', ['txns']],
  ['quoll logs txns --fr', ['--from']],
  ['quoll logs -l warn --fo', ['--follow']],
  ['quoll logs -l tr', ['trace']],
  ['quoll health q', ['quorum']],
  ['quoll serve --config zoo', ['zoo file.cfg']],
  ['quoll sim --seco', ['--seconds']],
  ['quoll bench --wind', ['--window']],
  ['quoll explain NO_WA', ['NO_WATCHER']],
  ['quoll shell getEph', ['getEphemerals']],
  ['quoll completion fi', ['fish']],
]

describe('bash', () => {
  const complete = (typed: string): string[] => {
    const script = `source ./quoll.bash; COMP_WORDS=(${typed}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _quoll; printf '%s\\n' "\${COMPREPLY[@]}"`
    return execFileSync('bash', ['--norc', '-c', script], { cwd: directory, encoding: 'utf8' }).trimEnd().split('\n')
  }

  test.each(CASES)('%s', (typed, answers) => expect(complete(typed)).toEqual(expect.arrayContaining([...answers])))

  test('what does not go on is not offered', () => {
    expect(complete('quoll nonsense')).toEqual([''])
    expect(complete('quoll status --peers')).toEqual([''])
    expect(complete('quoll status --connect st')).toEqual([''])
  })
})

describe.runIf(isInstalled('fish'))('fish', () => {
  test.each(CASES)('%s', (typed, answers) => {
    const output = execFileSync('fish', ['--no-config', '-c', 'source quoll.fish; complete -C $argv[1]', typed], {
      cwd: directory,
      encoding: 'utf8',
    })
    const offered = output
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t')[0])
    expect(offered).toEqual(expect.arrayContaining([...answers]))
  })
})

describe.runIf(isInstalled('zsh'))('zsh', () => {
  test(
    'completes at its prompt',
    () => {
      const answers = completeInZsh(CASES.map(([typed]) => typed))
      for (const [i, [typed, [answer = '']]] of CASES.entries())
        expect([typed, answers[i]]).toEqual([typed, expect.stringContaining(answer.replace(' ', '\\ '))])
    },
    PATIENCE_MS,
  )
})

/** A zsh in a terminal of its own: types, presses tab, and reads what then stands on its line. */
function completeInZsh(typed: readonly string[]): string[] {
  const script = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PROMPT=; unsetopt beep zle_bracketed_paste; autoload -U compinit; compinit -u -d ./dump; source ./quoll.zsh'
zpty -w shell 'report() { print -r -- "LINE=$BUFFER="; BUFFER=; }; zle -N report; bindkey "^I" complete-word; bindkey "^T" report; print RE"ADY"'
zpty -r shell seen '*READY*'
for typed in "$@"; do
  zpty -w -n shell "$typed"$'\\t\\x14'
  zpty -r shell seen '*LINE=*=*'
  print -r -- "\${\${seen##*LINE=}%%=*}"
done
zpty -d shell
`
  const output = execFileSync('zsh', ['-f', '-c', script, 'zsh', ...typed], {
    cwd: directory,
    encoding: 'utf8',
    timeout: 20_000,
  })
  return output.trimEnd().split('\n')
}

test('every command and every option of the table is in the grammar', () => {
  const command = quollCommand()
  const all = allOf(completionGrammar(command))
  expect(all).toHaveLength(1 + allBelow(command).length)
  for (const one of all) {
    expect(one.description.length).toBeGreaterThan(10)
    for (const option of one.options) {
      const name = namesOf(option).at(-1)
      expect(name).toMatch(/^--[a-z][a-z0-9-]*$|^-[a-z]$/)
      expect([one.path, name, option.description.length > 2]).toEqual([one.path, name, true])
    }
  }
})
