/** A file that somebody else appends to: what is there now, line by line, and later what came since. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const CHUNK_BYTES = 256 * 1024
/** What is longer is cut there: no log has such lines. */
const LINE_BYTES_MAX = 1024 * 1024

export class GrowingFile {
  readonly path: string
  #position = 0
  #rest: Buffer = Buffer.alloc(0)

  constructor(path: string) {
    this.path = path
  }

  /**
   * Complete lines from where the last call stopped to the present end; a line without its end waits for the next call.
   * A file that has become shorter was begun anew, and is read from its start. @throws Error of the system.
   */
  *lines(): Generator<string> {
    const file = openSync(this.path, 'r')
    try {
      if (fstatSync(file).size < this.#position) {
        this.#position = 0
        this.#rest = Buffer.alloc(0)
      }
      const chunk = Buffer.alloc(CHUNK_BYTES)
      for (let read = 1; read > 0; ) {
        read = readSync(file, chunk, 0, chunk.length, this.#position)
        this.#position += read
        yield* this.#take(chunk.subarray(0, read))
      }
    } finally {
      closeSync(file)
    }
  }

  /** What stands behind the last line feed: the last line of a log whose writer died. */
  takeRest(): string | undefined {
    const text = this.#rest.toString('utf8')
    this.#rest = Buffer.alloc(0)
    return text === '' ? undefined : text
  }

  *#take(chunk: Buffer): Generator<string> {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    let from = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      yield bytes.toString('utf8', from, end)
      from = end + 1
    }
    this.#rest = Buffer.from(bytes.subarray(from, from + LINE_BYTES_MAX))
  }
}
