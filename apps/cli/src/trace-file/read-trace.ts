/** Reads a trace from a file, compressed or not. One whose writing was cut short is read as far as it goes. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { decodeHeader, decodeRecord, LineSplitter, type TraceHeader, type TraceRecord } from '@quoll/trace'

export type ReadTrace = {
  readonly header: TraceHeader
  readonly records: readonly TraceRecord[]
  /** In a sentence, when it is not all that happened: it ends in the middle, its beginning was left out. */
  readonly remark: string | undefined
}

/** Records that are kept; of a longer trace the newest. */
const RECORDS_MAX = 400_000
const GZIP_MAGIC = [0x1f, 0x8b]

/** Rejects with TraceFormatError for a file that is no trace, and with the system's errors. */
export async function readTrace(path: string): Promise<ReadTrace> {
  const compressed = await isCompressed(path)
  const splitter = new LineSplitter()
  let header: TraceHeader | undefined
  let records: TraceRecord[] = []
  let number = 0
  let forgotten = 0
  const take = (line: string): void => {
    number++
    if (header === undefined) header = decodeHeader(line)
    else if (line.trim() !== '') {
      const record = decodeRecord(line, number)
      if (record !== undefined) records.push(record)
    }
  }
  let cut = false
  try {
    for await (const piece of textOf(path, compressed)) {
      for (const line of splitter.push(piece)) take(line)
      if (records.length <= RECORDS_MAX * 1.25) continue
      forgotten += records.length - RECORDS_MAX
      records = records.slice(-RECORDS_MAX)
    }
  } catch (error) {
    if (!isCutShort(error)) throw error
    cut = true
  }
  // A last line without an end was not written to its end, or it is whole and only its end is missing.
  if (splitter.rest !== '') cut = !takeIfWhole(splitter.rest, take) || cut
  if (header === undefined) header = decodeHeader('{}')
  return { header, records, remark: remarkOf(cut, forgotten) }
}

function takeIfWhole(rest: string, take: (line: string) => void): boolean {
  try {
    JSON.parse(rest)
  } catch {
    return false
  }
  take(rest)
  return true
}

function remarkOf(cut: boolean, forgotten: number): string | undefined {
  const remarks = [
    ...(cut ? ['the recording ends in the middle of a record: whoever wrote it was cut short'] : []),
    ...(forgotten > 0 ? [`its first ${forgotten} records are left out: it is too long`] : []),
  ]
  return remarks.length === 0 ? undefined : remarks.join('; ')
}

async function isCompressed(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && GZIP_MAGIC.every((byte, i) => buffer[i] === byte)
  } finally {
    await file.close()
  }
}

async function* textOf(path: string, compressed: boolean): AsyncGenerator<string> {
  const file = createReadStream(path)
  const bytes: Readable = compressed ? file.pipe(createGunzip()) : file
  file.on('error', (error) => bytes.destroy(error))
  const decoder = new TextDecoder()
  try {
    for await (const chunk of bytes) yield decoder.decode(chunk as Uint8Array, { stream: true })
  } finally {
    file.destroy()
  }
}

/** zlib's word for a compressed file that stops early. */
function isCutShort(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR'
}
