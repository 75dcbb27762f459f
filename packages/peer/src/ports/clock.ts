/** Time and turns, as a peer sees them. The real one is Node's; the simulator winds its own. */
export type Clock = {
  /** Milliseconds on a clock that never jumps. */
  monotonicMs(): number
  /** Milliseconds since 1970, for what clients are shown (ctime, mtime). */
  wallMs(): number
  /** Calls `tick` every `everyMs` until cancelled. */
  every(everyMs: number, tick: () => void): Cancel
  /** Calls `turn` once, after everything that is ready now was handled: the end of this turn of the event loop. */
  afterTurn(turn: () => void): void
}

export type Cancel = () => void
