/** Frames on a long cable: each leaves a while after it was handed over, in order. */

type Waiting = { readonly parts: readonly Uint8Array[]; readonly bytes: number; readonly handedMs: number }

export class DelayLine {
  #delayMs = 0
  #bytes = 0
  #waiting: Waiting[] = []
  #timer: NodeJS.Timeout | undefined
  readonly #release: (parts: readonly Uint8Array[]) => void

  constructor(release: (parts: readonly Uint8Array[]) => void) {
    this.#release = release
  }

  /** Bytes under way. */
  get bytes(): number {
    return this.#bytes
  }

  /** A shorter delay holds for what is under way, too: it never overtakes. */
  setDelay(delayMs: number): void {
    this.#delayMs = delayMs
    this.#releaseDue()
  }

  push(parts: readonly Uint8Array[]): void {
    if (this.#delayMs === 0 && this.#waiting.length === 0) {
      this.#release(parts)
      return
    }
    let bytes = 0
    for (const part of parts) bytes += part.length
    this.#bytes += bytes
    this.#waiting.push({ parts, bytes, handedMs: performance.now() })
    if (this.#timer === undefined) this.#arm()
  }

  /** The cable is gone, and what was on it. */
  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#waiting = []
    this.#bytes = 0
  }

  #releaseDue(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const now = performance.now()
    const first = this.#waiting.findIndex(({ handedMs }) => handedMs + this.#delayMs > now)
    const due = this.#waiting.splice(0, first < 0 ? this.#waiting.length : first)
    for (const { parts, bytes } of due) {
      this.#bytes -= bytes
      this.#release(parts)
    }
    this.#arm()
  }

  #arm(): void {
    const head = this.#waiting[0]
    if (head === undefined || this.#timer !== undefined) return
    const inMs = head.handedMs + this.#delayMs - performance.now()
    this.#timer = setTimeout(() => this.#releaseDue(), Math.max(1, Math.ceil(inMs)))
  }
}
