/** Puts a file behind a source: what is seen is written down, and said at the end how much that was. */
import type { EnsembleSource } from '@quoll/tui'
import { CommandError } from '../errors.ts'
import { recordedSource } from '../sources/recorded-source.ts'
import { TraceWriter } from '../trace-file/trace-writer.ts'

export type Recording = {
  readonly source: EnsembleSource
  readonly writer: TraceWriter
  /** Finishes the file. @throws CommandError when not all of it could be written. */
  end(): Promise<void>
}

/** `onFailed`: nothing more is written, and `end` will say why. @throws CommandError when the file cannot be written at all. */
export async function startRecording(
  source: EnsembleSource,
  file: string,
  onFailed: (error: Error) => void,
): Promise<Recording> {
  const writer = await TraceWriter.open(file, source.header, onFailed).catch((error: unknown) => {
    throw couldNotWrite(file, error, 'Nothing was recorded.')
  })
  return {
    source: recordedSource(source, (record) => writer.write(record)),
    writer,
    end: async () => {
      try {
        await writer.end()
      } catch (error) {
        throw couldNotWrite(file, error, 'The recording ends there; what is in the file can be replayed.')
      }
    },
  }
}

function couldNotWrite(file: string, error: unknown, means: string): CommandError {
  const reason = error instanceof Error && 'code' in error ? REASONS[String(error.code)] : undefined
  const why = reason?.why ?? (error instanceof Error ? error.message : String(error))
  return new CommandError(`could not write ${file}: ${why}`, means, reason?.next ?? 'Record into another file.')
}

const REASONS: Readonly<Record<string, { readonly why: string; readonly next: string }>> = {
  ENOSPC: {
    why: 'the disk is full',
    next: 'Make room, or record to another disk; a name that ends in .gz takes a tenth.',
  },
  EDQUOT: { why: 'your share of the disk is used up', next: 'Make room, or record to another disk.' },
  ENOENT: { why: 'there is no such directory', next: 'Create the directory, or record into another one.' },
  EACCES: { why: 'it may not be written', next: 'Record into a directory of your own.' },
  EROFS: { why: 'the disk is read-only', next: 'Record to another disk.' },
  EISDIR: { why: 'it is a directory', next: 'Name a file in it.' },
  EFBIG: { why: 'files may not be larger', next: 'Record into a new file; a name that ends in .gz takes a tenth.' },
}
