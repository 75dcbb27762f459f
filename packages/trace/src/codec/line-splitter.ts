/** Lines out of pieces of text, as a file or a socket gives them. A line that never ends is not kept for ever. */
import { LINE_MAX } from './codec.ts'
import { TraceFormatError } from './shape.ts'

export class LineSplitter {
  #rest = ''
  #lines = 0

  /** Line ends seen so far. */
  get lines(): number {
    return this.#lines
  }

  /** The whole lines that this piece completes. @throws TraceFormatError when a line grows too long. */
  push(piece: string): readonly string[] {
    const lines = (this.#rest + piece).split('\n')
    this.#rest = lines.pop() ?? ''
    this.#lines += lines.length
    if (this.#rest.length > LINE_MAX)
      throw new TraceFormatError(`line ${this.#lines + 1} is longer than ${LINE_MAX} characters`)
    return lines
  }

  /** What stands behind the last line end: empty, unless writing was cut short. */
  get rest(): string {
    return this.#rest
  }
}
