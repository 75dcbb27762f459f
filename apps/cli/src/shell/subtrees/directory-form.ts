/**
 * An export as a directory: each znode is one, so that editors, grep and version control work on it.
 *
 * ```text
 * app/@export.json     which format, and which path it was made of
 * app/@data            what the top holds, byte by byte; not there for null
 * app/flags/@data
 * app/flags/@znode.json   ACL and such, when they are not what most have
 * ```
 *
 * Names are those of the znodes; `%`, a leading `@` and control characters are written as `%40` and so on.
 */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError } from '../../errors.ts'
import { DATA_BYTES_MAX } from '../data-text.ts'
import type { Copy } from './copies.ts'
import {
  bounded,
  damaged,
  EXPORT_FORMAT,
  EXPORT_VERSION,
  recordOf,
  topOf,
  traitsFrom,
  traitsOf,
} from './exported-znode.ts'
import { type Exported, exists } from './json-form.ts'

const HEAD = '@export.json'
const DATA = '@data'
const TRAITS = '@znode.json'
/** What most file systems allow. */
const NAME_BYTES_MAX = 255
const FILE_MODE = { mode: 0o600 }
const DIRECTORY_MODE = { mode: 0o700 }

export async function writeDirectory(directory: string, top: string, copies: AsyncIterable<Copy>): Promise<void> {
  if ((await exists(directory)) && (await readdir(directory)).length > 0)
    throw new CommandError(
      `${directory} is not empty`,
      'Nothing was written.',
      'Name a directory that does not exist yet.',
    )
  await mkdir(directory, { ...DIRECTORY_MODE, recursive: true })
  for await (const copy of copies) {
    const place = join(directory, ...copy.relative.split('/').filter(Boolean).map(fileNameOf))
    if (copy.relative !== '') await mkdir(place, DIRECTORY_MODE)
    if (copy.data !== undefined) await writeFile(join(place, DATA), copy.data, FILE_MODE)
    const traits = JSON.stringify(traitsOf(copy), undefined, 2)
    if (traits !== '{}') await writeFile(join(place, TRAITS), `${traits}\n`, FILE_MODE)
  }
  // Last: a directory without it is not complete, and is not read.
  const head = { format: EXPORT_FORMAT, version: EXPORT_VERSION, path: top }
  await writeFile(join(directory, HEAD), `${JSON.stringify(head)}\n`, FILE_MODE)
}

/** @throws CommandError for what is no export. */
export async function readDirectory(directory: string): Promise<Exported> {
  const head = join(directory, HEAD)
  if (!(await exists(head)))
    throw damaged(`${directory} has no ${HEAD}: it is no export, or one that was not completed`)
  const top = topOf(await jsonIn(head), head)
  const copies: Copy[] = []
  const waiting = ['']
  for (let relative = waiting.pop(); relative !== undefined; relative = waiting.pop()) {
    const place = join(directory, ...relative.split('/').filter(Boolean).map(fileNameOf))
    const { below, ...copy } = await readZnode(place, relative)
    copies.push(copy)
    waiting.push(...below.reverse())
  }
  return { top, copies }
}

async function readZnode(place: string, relative: string): Promise<Copy & { readonly below: string[] }> {
  const below: string[] = []
  let data: Uint8Array | undefined
  let traits: unknown = {}
  for (const entry of (await readdir(place, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = join(place, entry.name)
    if (entry.isDirectory()) below.push(`${relative}/${znodeNameOf(entry.name, file)}`)
    // Links and the like could lead anywhere.
    else if (!entry.isFile()) throw damaged(`${file} is neither a file nor a directory`)
    else if (entry.name === DATA) data = await dataIn(file)
    else if (entry.name === TRAITS) traits = await jsonIn(file)
    else if (entry.name !== HEAD || relative !== '') throw damaged(`${file} is no part of an export`)
  }
  return { relative, data, ...traitsFrom(recordOf(traits, join(place, TRAITS)), join(place, TRAITS)), below }
}

async function dataIn(file: string): Promise<Uint8Array> {
  if ((await stat(file)).size > DATA_BYTES_MAX) throw damaged(`${file} is larger than what servers take`)
  return bounded(Uint8Array.from(await readFile(file)), file)
}

async function jsonIn(file: string): Promise<unknown> {
  if ((await stat(file)).size > DATA_BYTES_MAX) throw damaged(`${file} is too large for what it should be`)
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw damaged(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** @throws CommandError for a name that file systems do not take. */
export function fileNameOf(name: string): string {
  const file = name.replace(/^@|[%\p{Cc}]/gu, (char) =>
    Array.from(new TextEncoder().encode(char), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(
      '',
    ),
  )
  if (Buffer.byteLength(file) > NAME_BYTES_MAX)
    throw new CommandError(
      `the name ${name.slice(0, 40)}… is too long for a file`,
      'The directory form cannot hold it.',
      'Use the JSON form: export without -d.',
    )
  return file
}

function znodeNameOf(file: string, where: string): string {
  try {
    const name = decodeURIComponent(file)
    if (fileNameOf(name) === file && !name.includes('/') && name !== '.' && name !== '..') return name
  } catch {
    // Falls through to the same complaint.
  }
  throw damaged(`${where} is no name that an export writes`)
}
