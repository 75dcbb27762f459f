/**
 * A trace as text: one JSON object a line, first the header, then the records. What a line says is believed only as far as it
 * has the right shape: records of unknown types are passed over, unknown fields are left behind, anything else is an error
 * that names its line.
 */
import { TRACE_VERSION, type TracedPeer, type TraceHeader } from '../trace-header.ts'
import type { TraceRecord } from '../trace-record.ts'
import { RECORD_SHAPES } from './record-shapes.ts'
import { fields, list, maybe, number, oneOf, type Shape, TraceFormatError, text } from './shape.ts'

/** Longest line that is read, characters. */
export const LINE_MAX: number = 1024 * 1024

const tracedPeer: Shape<TracedPeer> = fields<TracedPeer>({ id: number, client: maybe(text), http: maybe(text) })

const headerShape: Shape<TraceHeader> = fields<TraceHeader>({
  trace: oneOf(TRACE_VERSION),
  clock: oneOf('wall', 'simulated'),
  atMs: number,
  connect: text,
  peers: list(tracedPeer),
  title: text,
})

/** Without its line end, as the record. */
export function encodeHeader(header: TraceHeader): string {
  return JSON.stringify(header)
}

/** @throws RangeError when the line would be longer than any reader takes. */
export function encodeRecord(record: TraceRecord): string {
  const line = JSON.stringify(record)
  if (line.length > LINE_MAX) throw new RangeError(`a ${record.type} record of ${line.length} characters`)
  return line
}

/** @throws TraceFormatError when it is none, or of a version that is not ours. */
export function decodeHeader(line: string, lineNumber = 1): TraceHeader {
  const value = objectIn(line, lineNumber)
  const version: unknown = 'trace' in value ? value.trace : undefined
  if (typeof version !== 'number')
    throw new TraceFormatError(`line ${lineNumber} is not the header of a trace, which every trace begins with`)
  if (version !== TRACE_VERSION)
    throw new TraceFormatError(`the trace is of version ${version}; this program reads version ${TRACE_VERSION}`)
  return shaped(headerShape, value, lineNumber)
}

/** @returns undefined for a type of a later version. @throws TraceFormatError */
export function decodeRecord(line: string, lineNumber: number): TraceRecord | undefined {
  const value = objectIn(line, lineNumber)
  const type: unknown = 'type' in value ? value.type : undefined
  if (typeof type !== 'string') throw new TraceFormatError(`line ${lineNumber} is no record: it has no type`)
  return isKnown(type) ? shaped<TraceRecord>(RECORD_SHAPES[type], value, lineNumber) : undefined
}

function isKnown(type: string): type is TraceRecord['type'] {
  return Object.hasOwn(RECORD_SHAPES, type)
}

function shaped<T>(shape: Shape<T>, value: object, lineNumber: number): T {
  return shape(value, `line ${lineNumber}`)
}

function objectIn(line: string, lineNumber: number): object {
  if (line.length > LINE_MAX) throw new TraceFormatError(`line ${lineNumber} is longer than ${LINE_MAX} characters`)
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new TraceFormatError(`line ${lineNumber} is not JSON`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TraceFormatError(`line ${lineNumber} is not a JSON object`)
  return value
}
