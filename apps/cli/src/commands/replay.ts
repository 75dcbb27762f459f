/** `quoll replay`: a recording in the dashboard, or what it ends with in text or JSON. */
import { TraceFormatError } from '@quoll/trace'
import type { LookArguments } from '../declarations/look.ts'
import { CommandError, Exit } from '../errors.ts'
import { replaySource } from '../sources/replay-source.ts'
import { type ReadTrace, readTrace } from '../trace-file/read-trace.ts'
import { look, untilInterrupted } from './look.ts'

/** @throws CommandError for a file that is no trace, and the system's errors. */
export async function replay(file: string, options: LookArguments): Promise<number> {
  await look(replaySource(await traceIn(file)), { ...options, readonly: true }, untilInterrupted())
  return Exit.ok
}

async function traceIn(file: string): Promise<ReadTrace> {
  try {
    return await readTrace(file)
  } catch (error) {
    if (error instanceof TraceFormatError)
      throw new CommandError(
        `${file} cannot be read as a trace: ${error.message}`,
        'It is no recording of Quoll, one of a later version, or it was damaged.',
        'quoll record and quoll up --record write recordings; quoll --version says which version this is.',
      )
    throw error
  }
}
