/** What carries the frames of one client, TCP or WebSocket: so that one set of rules about waiting and closing serves both. */
import type { Decoded } from '@quoll/protocol/client'

export type FrameWire = {
  /** Bytes the other side has not taken: those of this turn, and those the operating system did not take yet. */
  readonly queuedBytes: number
  /** The other side reads slower than we write; `onDrain` follows. */
  readonly needsDrain: boolean
  readonly isWritable: boolean

  /** Called once, before anything can happen. */
  listen(listener: WireListener): void
  /** The next whole thing that has arrived. */
  next(): Decoded | undefined
  stopReading(): void
  goOnReading(): void
  /** Keeps a frame for the end of the turn. @returns whether it is the first that is kept. */
  add(frame: Uint8Array): boolean
  /** Hands what was kept to the operating system. */
  flush(): void
  /** Says the last words and closes behind them. What still arrives is read and dropped: unread, it would make a reset of our farewell. */
  end(lastWords: string): void
  /** Closes at once. */
  cut(): void
}

export type WireListener = {
  /** `next` may have something. */
  onReadable(): void
  onDrain(): void
  /** Once, and nothing after it. */
  onClose(): void
}
