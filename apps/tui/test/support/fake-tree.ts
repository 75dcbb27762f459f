/** A tree of znodes in memory with its watches, as a client's session would show it. */
import type { TreeAccess, ZnodeContent } from '../../src/source.ts'

type Znode = { data: Uint8Array; version: number }

export class FakeTree implements TreeAccess {
  readonly #znodes = new Map<string, Znode>([['/', { data: new Uint8Array(), version: 0 }]])
  readonly #watches = new Map<string, Set<() => void>>()
  readonly write = {
    create: async (path: string, data: Uint8Array): Promise<string> => {
      if (this.#znodes.has(path)) throw new Error(`${path} exists already`)
      this.put(path, data)
      return path
    },
    set: async (path: string, data: Uint8Array, version: number): Promise<void> => {
      const znode = this.#znode(path)
      if (znode.version !== version) throw new Error(`${path} was changed meanwhile: it has version ${znode.version}`)
      this.#znodes.set(path, { data, version: version + 1 })
      this.#tell(path)
    },
    delete: async (path: string): Promise<void> => {
      this.#znodes.delete(path)
      this.#tell(path)
      this.#tell(parentOf(path))
    },
  }

  /** As if somebody else had done it. */
  put(path: string, data: Uint8Array | string = ''): this {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
    const before = this.#znodes.get(path)
    this.#znodes.set(path, { data: bytes, version: before === undefined ? 0 : before.version + 1 })
    this.#tell(path)
    this.#tell(parentOf(path))
    return this
  }

  /** Paths that somebody waits for. */
  get watched(): readonly string[] {
    return [...this.#watches].filter(([, watchers]) => watchers.size > 0).map(([path]) => path)
  }

  text(path: string): string {
    return new TextDecoder().decode(this.#znode(path).data)
  }

  has(path: string): boolean {
    return this.#znodes.has(path)
  }

  async children(path: string): Promise<readonly string[]> {
    this.#znode(path)
    return this.#childrenOf(path)
  }

  async read(path: string): Promise<ZnodeContent> {
    const { data, version } = this.#znode(path)
    const born = Date.UTC(2026, 0, 1)
    return {
      data,
      acl: ['world:anyone:cdrwa'],
      stat: {
        czxid: '0x100000002',
        mzxid: version === 0 ? '0x100000002' : '0x100000009',
        pzxid: '0x100000002',
        ctimeMs: born,
        mtimeMs: born + version * 1000,
        version,
        cversion: 0,
        aversion: 0,
        ephemeralOwner: path.includes('member') ? '0x1000000a' : '0x0',
        dataLength: data.length,
        numChildren: this.#childrenOf(path).length,
      },
    }
  }

  watch(path: string, changed: () => void, signal: AbortSignal): void {
    const watchers = this.#watches.get(path) ?? new Set()
    this.#watches.set(path, watchers.add(changed))
    signal.addEventListener('abort', () => watchers.delete(changed))
  }

  #znode(path: string): Znode {
    const znode = this.#znodes.get(path)
    if (znode === undefined) throw new Error(`there is no ${path}`)
    return znode
  }

  #childrenOf(path: string): readonly string[] {
    const start = path === '/' ? '/' : `${path}/`
    const below = [...this.#znodes.keys()].filter((other) => other !== path && other.startsWith(start))
    return below.map((other) => other.slice(start.length)).filter((name) => !name.includes('/'))
  }

  #tell(path: string): void {
    for (const changed of this.#watches.get(path) ?? []) changed()
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')))
}
