/** Data as a terminal takes and shows it: text as it is; anything else as hex or base64. */
import { textOf } from '@quoll/client'
import { UsageError } from '../errors.ts'
import type { Arguments, OptionLetters } from './arguments.ts'
import { printable } from './output.ts'

/** Longest file that is read as data; servers refuse more anyway (jute.maxbuffer). */
export const DATA_BYTES_MAX = 0xfffff

export const INPUT_LETTERS: OptionLetters = {
  b: { says: 'the data is given as base64' },
  x: { says: 'the data is given as hexadecimal digits' },
}

/** What was typed as data; undefined for none. @throws UsageError for what is not in the form it claims to be in. */
export function dataOf(word: string | undefined, given: Arguments): Uint8Array | string | undefined {
  if (given.has('b') && given.has('x')) throw new UsageError('data is either base64 (-b) or hexadecimal (-x)')
  if (word === undefined) return undefined
  if (given.has('x')) return fromHex(word)
  if (given.has('b')) return fromBase64(word)
  return word
}

export function fromHex(word: string): Uint8Array {
  const digits = word.replace(/^0x|[\s:]/g, '')
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits))
    throw new UsageError(`"${word}" is not hexadecimal`, 'Write two digits for each byte, for example 00ff.')
  return Uint8Array.from(Buffer.from(digits, 'hex'))
}

export function fromBase64(word: string): Uint8Array {
  const bytes = Buffer.from(word, 'base64')
  if (bytes.toString('base64').replace(/=+$/, '') !== word.replace(/=+$/, ''))
    throw new UsageError(`"${word}" is not base64`, 'The base64 command makes it: base64 -w0 FILE.')
  return Uint8Array.from(bytes)
}

export function toBase64(data: Uint8Array): string {
  return Buffer.from(data).toString('base64')
}

/** Whether it is text, so that writing the text gives the same bytes again. */
export function isText(data: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(data)
    return true
  } catch {
    return false
  }
}

export type DataJson = { readonly data: string | null; readonly encoding: 'utf8' | 'base64' | null }

/** In `--json` answers and exports: text where it is text, base64 else, null for none. */
export function dataJson(data: Uint8Array | undefined): DataJson {
  if (data === undefined) return { data: null, encoding: null }
  // A leading byte order mark would be swallowed by decoders.
  const hasMark = data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf
  return isText(data) && !hasMark
    ? { data: textOf(data), encoding: 'utf8' }
    : { data: toBase64(data), encoding: 'base64' }
}

/** For people: null as zkCli says it; what is not text is shown as far as it can be, and `get -x` shows the rest. */
export function dataLines(data: Uint8Array | undefined): string[] {
  return [data === undefined ? 'null' : printable(textOf(data))]
}

const ROW_BYTES = 16

/** Sixteen bytes a line: where, what, and as letters. */
export function hexLines(data: Uint8Array): string[] {
  return Array.from({ length: Math.ceil(data.length / ROW_BYTES) }, (_, row) => {
    const bytes = data.subarray(row * ROW_BYTES, (row + 1) * ROW_BYTES)
    const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const letters = Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(
      '',
    )
    return `${(row * ROW_BYTES).toString(16).padStart(8, '0')}  ${digits.padEnd(ROW_BYTES * 3 - 1)}  |${letters}|`
  })
}
