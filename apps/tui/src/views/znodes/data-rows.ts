/** Bytes as rows to read: as JSON, as text, or as numbers with what is printable beside them. */
import { printable } from '../../words.ts'
import type { DataForm } from './state.ts'

export type DataRows = { readonly form: Exclude<DataForm, 'auto'>; readonly rows: readonly string[] }

/** Larger data is shown from its beginning. */
const BYTES_SHOWN = 64 * 1024
const BYTES_A_ROW = 16

/** What was asked for where that is possible, else the next plainer form. */
export function dataRows(data: Uint8Array, wanted: DataForm): DataRows {
  const shown = data.subarray(0, BYTES_SHOWN)
  const text = wanted === 'hex' ? undefined : textOf(shown)
  if (text === undefined) return { form: 'hex', rows: hexRows(shown) }
  const json = wanted === 'text' ? undefined : jsonRows(text)
  if (json !== undefined) return { form: 'json', rows: json }
  return { form: 'text', rows: textRows(text) }
}

/** Undefined where it is no text that a terminal can show. */
export function textOf(data: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(data)
    return /[^\P{Control}\n\r\t]/u.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

function textRows(text: string): readonly string[] {
  return text.split(/\r?\n/).map((row) => safe(row))
}

function jsonRows(text: string): readonly string[] | undefined {
  if (!/^\s*[[{"]/.test(text)) return undefined
  try {
    return textRows(JSON.stringify(JSON.parse(text), undefined, 2))
  } catch {
    return undefined
  }
}

function hexRows(data: Uint8Array): readonly string[] {
  const rows: string[] = []
  for (let at = 0; at < data.length; at += BYTES_A_ROW) {
    const part = data.subarray(at, at + BYTES_A_ROW)
    const numbers = Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const letters = Array.from(part, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    rows.push(`${at.toString(16).padStart(6, '0')}  ${numbers.padEnd(3 * BYTES_A_ROW - 1)}  ${letters}`)
  }
  return rows
}

/** Indentation stays, tabs become spaces. */
function safe(row: string): string {
  const [indent = ''] = /^\s*/.exec(row) ?? []
  return indent.replaceAll('\t', '  ') + printable(row)
}
