/**
 * Access control lists, each kept once however many znodes have it (ZooKeeper: ReferenceCountedACLCache). Nearly every
 * tree has a handful of them.
 */
import type { Acl } from '../acl.ts'
import { hashText } from './mix.ts'

type Entry = { readonly acl: readonly Acl[]; readonly key: string; readonly hash: number; uses: number }

export class AclTable {
  readonly #entries: (Entry | undefined)[] = []
  readonly #byKey = new Map<string, number>()
  readonly #free: number[] = []
  /** The list last asked for: decoders and preparers share the common ones, so identity nearly always decides. */
  #lastNumber = -1

  /** Different lists in use. */
  get size(): number {
    return this.#byKey.size
  }

  /** The number of an equal list, with one more user. Give it back with `release`. */
  use(acl: readonly Acl[]): number {
    const last = this.#entries[this.#lastNumber]
    if (last?.acl === acl) {
      last.uses++
      return this.#lastNumber
    }
    this.#lastNumber = this.#numberOf(acl)
    this.#entries[this.#lastNumber]!.uses++
    return this.#lastNumber
  }

  release(number: number): void {
    const entry = this.#entries[number]!
    entry.uses--
    if (entry.uses > 0) return
    this.#byKey.delete(entry.key)
    this.#entries[number] = undefined
    this.#free.push(number)
  }

  get(number: number): readonly Acl[] {
    return this.#entries[number]!.acl
  }

  /** The same on every replica, unlike the number. */
  hashOf(number: number): number {
    return this.#entries[number]!.hash
  }

  #numberOf(acl: readonly Acl[]): number {
    const key = keyOf(acl)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const number = this.#free.pop() ?? this.#entries.length
    this.#entries[number] = { acl, key, hash: hashText(key), uses: 0 }
    this.#byKey.set(key, number)
    return number
  }
}

/** Equal for equal lists only: lengths stand before the texts. */
function keyOf(acl: readonly Acl[]): string {
  return acl.map(({ perms, scheme, id }) => `${perms}:${scheme.length}:${id.length}:${scheme}${id}`).join()
}
