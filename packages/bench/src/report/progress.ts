/** One line on a terminal that says what is going on; elsewhere, silence. */
import { count } from './numbers.ts'

export type Output = { write(text: string): unknown; readonly isTTY?: boolean | undefined }

const CLEAR_LINE = '\r\x1b[K'

export class Progress {
  readonly #output: Output
  #doing = ''
  #lastDone = 0
  #lastMs = 0

  constructor(output: Output) {
    this.#output = output
  }

  begin(doing: string): void {
    this.#doing = doing
    this.#lastDone = 0
    this.#lastMs = performance.now()
    this.#show('')
  }

  /** `what`: operations, of which a second's are told, or anything else that is counted. */
  update(done: number, what: string): void {
    if (what !== 'operations') {
      this.#show(` · ${count(done)} ${what}`)
      return
    }
    const nowMs = performance.now()
    const perSecond = ((done - this.#lastDone) * 1000) / Math.max(1, nowMs - this.#lastMs)
    if (nowMs - this.#lastMs < 100) return
    this.#lastDone = done
    this.#lastMs = nowMs
    this.#show(` · ${count(Math.round(perSecond))} a second`)
  }

  end(): void {
    if (this.#output.isTTY === true) this.#output.write(CLEAR_LINE)
  }

  #show(text: string): void {
    if (this.#output.isTTY === true) this.#output.write(`${CLEAR_LINE}${this.#doing}${text}`)
  }
}
