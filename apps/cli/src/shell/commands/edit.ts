/** A znode in the editor. What somebody else has written meanwhile is never overwritten. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isZooKeeperError } from '@quoll/client'
import { CommandError, UsageError } from '../../errors.ts'
import { pathOf, type ShellCommand } from '../command.ts'
import { dataJson, fromHex } from '../data-text.ts'
import { printable, statJson } from '../output.ts'

export const edit: ShellCommand = {
  name: 'edit',
  group: 'change',
  usage: '[-x] path',
  summary: 'opens what a znode holds in $VISUAL or $EDITOR, and writes it back',
  options: { x: { says: 'as hexadecimal digits, for data that is not text' } },
  words: [1, 1],
  notes: [
    'If it was changed meanwhile nothing is written, and your text is kept in a file. An editor that fails changes nothing.',
  ],
  examples: ['edit /app'],
  json: ['path', 'changed', 'stat'],
  async run({ client, signal, runProgram }, given) {
    const path = pathOf(given.words[0])
    const { data, stat } = await client.getData(path, { signal })
    const before = textFor(path, data, given.has('x'))
    const directory = await mkdtemp(join(tmpdir(), 'quoll-edit-'))
    const file = join(directory, fileNameFor(path, before))
    let keepsFile = false
    try {
      await writeFile(file, before, { mode: 0o600 })
      const after = await edited(file, runProgram)
      if (after === before) return { lines: ['Not changed'], json: { path, changed: false, stat: statJson(stat) } }
      keepsFile = true
      const written = await client.setData(path, given.has('x') ? fromHex(after) : after, {
        version: stat.version,
        signal,
      })
      keepsFile = false
      return { lines: [`Changed ${printable(path)}`], json: { path, changed: true, stat: statJson(written) } }
    } catch (error) {
      if (!isZooKeeperError(error, 'BAD_VERSION', 'NO_NODE') || !keepsFile) throw keepsFile ? kept(error, file) : error
      throw new CommandError(
        `${path} was changed by somebody else while you edited it`,
        `Nothing was overwritten; your text is in ${file}.`,
        `Use edit ${path} again and bring the two together.`,
      )
    } finally {
      if (!keepsFile) await rm(directory, { recursive: true, force: true })
    }
  },
}

const HEX_ROW = 32

function textFor(path: string, data: Uint8Array | undefined, asHex: boolean): string {
  if (asHex)
    return Buffer.from(data ?? [])
      .toString('hex')
      .replace(new RegExp(`.{${HEX_ROW}}`, 'g'), '$&\n')
  const { data: text, encoding } = dataJson(data)
  if (encoding !== 'base64') return text ?? ''
  throw new UsageError(`${path} does not hold text`, `Use edit -x ${path}, or set -x and set -b.`)
}

/** A name by which editors know what it is. */
function fileNameFor(path: string, text: string): string {
  const name =
    path
      .slice(path.lastIndexOf('/') + 1)
      .replace(/[^\w.-]/g, '_')
      .slice(0, 64) || 'root'
  return /^\s*[{[]/.test(text) && !name.includes('.') ? `${name}.json` : name
}

/** Editors put a line break at the end of what had none; that alone is no change. */
async function edited(file: string, runProgram: (command: string, file: string) => Promise<number>): Promise<string> {
  const before = await readFile(file, 'utf8')
  const editor = process.env['VISUAL'] || process.env['EDITOR'] || 'vi'
  const code = await runProgram(editor, file)
  if (code !== 0)
    throw new CommandError(
      `the editor (${editor}) ended with ${code}`,
      'Nothing was changed.',
      'Set $EDITOR to one that is installed, for example nano.',
    )
  const after = await readFile(file, 'utf8')
  return !before.endsWith('\n') && after.endsWith('\n') ? after.slice(0, -1) : after
}

function kept(error: unknown, file: string): CommandError {
  const message = error instanceof Error ? error.message : String(error)
  return new CommandError(
    message,
    `It was not written, or nobody knows whether; your text is in ${file}.`,
    'Look with get before you write again.',
  )
}
