/** The watches a client believes to have, and which of them an event uses up; after a reconnect they are asked for again. */
import { WatchEvent, type WatchKind } from './sight.ts'

export class WatchList {
  readonly data: Set<string> = new Set()
  readonly exists: Set<string> = new Set()
  readonly child: Set<string> = new Set()
  readonly persistent: Set<string> = new Set()
  readonly recursive: Set<string> = new Set()

  get size(): number {
    return this.data.size + this.exists.size + this.child.size + this.persistent.size + this.recursive.size
  }

  add(kind: WatchKind, path: string): void {
    this.#of(kind).add(path)
  }

  /** Removes what the event used up. */
  fired(event: number, path: string): void {
    if (event === WatchEvent.childrenChanged) {
      this.child.delete(path)
      return
    }
    this.data.delete(path)
    this.exists.delete(path)
    if (event === WatchEvent.deleted) this.child.delete(path)
  }

  clear(): void {
    for (const kind of ['data', 'exists', 'child', 'persistent', 'recursive'] as const) this.#of(kind).clear()
  }

  #of(kind: WatchKind): Set<string> {
    return this[kind]
  }
}
