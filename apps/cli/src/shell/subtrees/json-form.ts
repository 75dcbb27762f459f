/**
 * An export as one file: a JSON document, a line for each znode so that two of them can be compared by any tool.
 *
 * ```json
 * {"format":"quoll-znodes","version":1,"path":"/app","znodes":[
 * {"path":"","data":"hello"},
 * {"path":"/flags","base64":"AP8=","acl":[{"scheme":"world","id":"anyone","perms":"r"}]}
 * ]}
 * ```
 */
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { text as textOfStream } from 'node:stream/consumers'
import { CommandError } from '../../errors.ts'
import type { Copy } from './copies.ts'
import {
  checkedOrder,
  copyOfExported,
  damaged,
  EXPORT_FORMAT,
  EXPORT_VERSION,
  exportedZnode,
  recordOf,
  topOf,
} from './exported-znode.ts'

/** What fits comfortably into memory as text. */
const FILE_BYTES_MAX = 256 * 1024 * 1024

export type Exported = { readonly top: string; readonly copies: readonly Copy[] }

/** The document, piece by piece. */
export async function* jsonForm(top: string, copies: AsyncIterable<Copy>): AsyncGenerator<string> {
  yield `${JSON.stringify({ format: EXPORT_FORMAT, version: EXPORT_VERSION, path: top }).slice(0, -1)},"znodes":[`
  let divider = '\n'
  for await (const copy of copies) {
    yield `${divider}${JSON.stringify(exportedZnode(copy))}`
    divider = ',\n'
  }
  yield '\n]}\n'
}

/** Appears under its name when it is complete, readable by its owner only: it has what ACLs protect. */
export async function writeWhole(file: string, pieces: AsyncIterable<string>, overwrites: boolean): Promise<void> {
  if (!overwrites && (await exists(file)))
    throw new CommandError(
      `${file} exists already`,
      'Nothing was written.',
      'Choose another name, or overwrite it with -f.',
    )
  const unfinished = `${file}.unfinished-${process.pid}`
  const handle = await open(unfinished, 'wx', 0o600)
  try {
    for await (const piece of pieces) await handle.write(piece)
    await handle.sync()
    await handle.close()
    await rename(unfinished, file)
  } catch (error) {
    await handle.close().catch(() => {})
    await rm(unfinished, { force: true })
    throw error
  }
}

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch {
    return false
  }
}

/** `-` is standard input. @throws CommandError for what is no export. */
export async function readJsonForm(file: string): Promise<Exported> {
  if (file !== '-' && (await stat(file)).size > FILE_BYTES_MAX)
    throw damaged(`${file} is larger than ${FILE_BYTES_MAX / 1024 / 1024} MiB; the directory form has no such bound`)
  const text = file === '-' ? await textOfStream(process.stdin) : await readFile(file, 'utf8')
  const where = file === '-' ? 'standard input' : file
  const document = recordOf(parsed(text, where), where)
  const top = topOf(document, where)
  const { znodes } = document
  if (!Array.isArray(znodes)) throw damaged(`${where} has no list "znodes"`)
  const copies = znodes.map((znode, at) => copyOfExported(znode, `${where}, znode ${at + 1}`))
  return { top, copies: checkedOrder(copies, where) }
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw damaged(`${where} is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}
