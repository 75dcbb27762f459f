/**
 * What clients ask for: every kind of write and read, on few enough paths that they get in each other's way. Each write
 * carries data of its own, so that a read tells which write it saw.
 */
import type { Random } from '../random.ts'

export type Ask =
  | {
      readonly kind: 'create'
      readonly path: string
      readonly data: Uint8Array
      readonly ephemeral: boolean
      readonly sequential: boolean
      readonly container: boolean
    }
  | { readonly kind: 'delete'; readonly path: string; readonly version: number }
  | { readonly kind: 'set-data'; readonly path: string; readonly version: number; readonly data: Uint8Array }
  | { readonly kind: 'set-acl'; readonly path: string; readonly version: number }
  | { readonly kind: 'multi'; readonly parts: readonly AskPart[] }
  | { readonly kind: 'exists'; readonly path: string; readonly watch: boolean }
  | { readonly kind: 'get-data'; readonly path: string; readonly watch: boolean }
  | { readonly kind: 'get-children'; readonly path: string; readonly watch: boolean }
  | { readonly kind: 'sync'; readonly path: string }
  | { readonly kind: 'close-session' }

export type AskPart =
  | Extract<Ask, { kind: 'create' | 'delete' | 'set-data' }>
  | { readonly kind: 'check'; readonly path: string; readonly version: number }

const ROOTS = ['/a', '/b', '/c']
const KEYS = 5
const REGISTERS = 2

/** Znodes that only plain creates, deletes and writes touch, for the linearizability checker. */
export function isRegister(path: string): boolean {
  return path.charAt(path.length - 2) === 'r'
}

export const SETUP: readonly Ask[] = ROOTS.map((path) => ({
  kind: 'create',
  path,
  data: new Uint8Array(),
  ephemeral: false,
  sequential: false,
  container: false,
}))

/** One client's way of choosing. It remembers versions and children it saw, to ask things that sometimes succeed. */
export class Workload {
  readonly #random: Random
  readonly #versions = new Map<string, number>()
  #children: readonly string[] = []
  #written = 0
  readonly #client: number

  constructor(random: Random, client: number) {
    this.#random = random
    this.#client = client
  }

  sawVersion(path: string, version: number): void {
    this.#versions.set(path, version)
  }

  sawChildren(paths: readonly string[]): void {
    this.#children = paths
  }

  next(): Ask {
    if (this.#random.chance(0.2)) return this.#onRegister(`${this.#root()}/r${this.#random.below(REGISTERS)}`)
    const choice = this.#random.weighted({
      create: 10,
      ephemeral: 5,
      sequential: 5,
      delete: 9,
      'delete-child': 5,
      'set-data': 20,
      'set-acl': 1,
      multi: 6,
      exists: 8,
      'get-data': 20,
      'get-children': 9,
      sync: 5,
    })
    const path = this.#key()
    switch (choice) {
      case 'create':
        return this.#create(path, { container: this.#random.chance(0.1) })
      case 'ephemeral':
        return this.#create(path, { ephemeral: true, sequential: this.#random.chance(0.3) })
      case 'sequential':
        return this.#create(`${this.#root()}/q-`, { sequential: true })
      case 'delete':
        return { kind: 'delete', path, version: this.#version(path) }
      case 'delete-child':
        return {
          kind: 'delete',
          path: this.#children.length > 0 ? this.#random.pick(this.#children) : path,
          version: -1,
        }
      case 'set-data':
        return { kind: 'set-data', path, version: this.#version(path), data: this.#data() }
      case 'set-acl':
        return { kind: 'set-acl', path, version: -1 }
      case 'multi':
        return { kind: 'multi', parts: this.#parts() }
      case 'exists':
        return { kind: 'exists', path, watch: this.#random.chance(0.5) }
      case 'get-data':
        return { kind: 'get-data', path, watch: this.#random.chance(0.4) }
      case 'get-children':
        return { kind: 'get-children', path: this.#root(), watch: this.#random.chance(0.4) }
      case 'sync':
        return { kind: 'sync', path }
    }
  }

  #onRegister(path: string): Ask {
    switch (this.#random.weighted({ create: 3, delete: 2, 'set-data': 5, 'get-data': 3 })) {
      case 'create':
        return this.#create(path, {})
      case 'delete':
        return { kind: 'delete', path, version: this.#version(path) }
      case 'set-data':
        return { kind: 'set-data', path, version: this.#version(path), data: this.#data() }
      case 'get-data':
        return { kind: 'get-data', path, watch: this.#random.chance(0.3) }
    }
  }

  #parts(): AskPart[] {
    return Array.from({ length: this.#random.between(1, 4) }, () => this.#part(this.#key()))
  }

  #part(path: string): AskPart {
    switch (this.#random.weighted({ create: 3, delete: 2, 'set-data': 3, check: 2 })) {
      case 'create':
        return this.#create(path, { ephemeral: this.#random.chance(0.2), sequential: this.#random.chance(0.2) })
      case 'delete':
        return { kind: 'delete', path, version: -1 }
      case 'set-data':
        return { kind: 'set-data', path, version: this.#version(path), data: this.#data() }
      case 'check':
        return { kind: 'check', path, version: this.#version(path) }
    }
  }

  #create(
    path: string,
    how: { ephemeral?: boolean; sequential?: boolean; container?: boolean },
  ): Extract<Ask, { kind: 'create' }> {
    const { ephemeral = false, sequential = false, container = false } = how
    return { kind: 'create', path, data: this.#data(), ephemeral, sequential, container }
  }

  #root(): string {
    return this.#random.pick(ROOTS)
  }

  #key(): string {
    return `${this.#root()}/k${this.#random.below(KEYS)}`
  }

  /** Mostly any version, sometimes the one last seen, which another client may have changed since. */
  #version(path: string): number {
    return this.#random.chance(0.6) ? -1 : (this.#versions.get(path) ?? 0)
  }

  /** `7:42` and some filling: no two writes of a run carry the same. */
  #data(): Uint8Array {
    const text = `${this.#client}:${++this.#written} `
    const length = text.length + (this.#random.chance(0.02) ? this.#random.below(6_000) : this.#random.below(60))
    const data = new Uint8Array(length).fill(0x2e)
    for (let i = 0; i < text.length; i++) data[i] = text.charCodeAt(i)
    return data
  }
}
