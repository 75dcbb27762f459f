/** Two streams that pass for a terminal: a keyboard to type on, a screen that keeps what was written. */
import { PassThrough, Writable } from 'node:stream'
import type { Terminal } from '../../src/skin/terminal.ts'

export class FakeTerminal {
  written = ''
  raw = false
  readonly #keyboard = new PassThrough()
  readonly #screen: Writable & { columns?: number; rows?: number }

  constructor(columns: number, rows: number) {
    const write = (chunk: Buffer): void => {
      this.written += chunk.toString()
    }
    this.#screen = new Writable({
      write(chunk: Buffer, _, done) {
        write(chunk)
        done()
      },
    })
    Object.assign(this.#screen, { isTTY: true, columns, rows })
    Object.assign(this.#keyboard, {
      isTTY: true,
      setRawMode: (raw: boolean) => {
        this.raw = raw
        return this.#keyboard
      },
      ref: () => this.#keyboard,
      unref: () => this.#keyboard,
    })
  }

  get streams(): Terminal {
    return {
      stdin: this.#keyboard as unknown as NodeJS.ReadStream,
      stdout: this.#screen as unknown as NodeJS.WriteStream,
    }
  }

  type(keys: string): void {
    this.#keyboard.write(keys)
  }

  /** The window is closed. */
  hangUp(): void {
    this.#keyboard.end()
    this.#keyboard.resume()
  }

  resize(columns: number, rows: number): void {
    Object.assign(this.#screen, { columns, rows })
    this.#screen.emit('resize')
  }
}
