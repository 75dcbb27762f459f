/** Fetches what the view of the tree lacks, and again when a watch says that it changed; drops what nobody looks at any more. */
import { type Dashboard, type World, withView } from '../../model/dashboard.ts'
import type { TreeAccess } from '../../source.ts'
import type { Attendant } from '../../view/view.ts'
import type { Branch, ZnodesState } from './state.ts'

export function attendZnodes(world: World): Attendant {
  const { tree } = world.source
  return tree === undefined ? { see: () => {}, close: () => {} } : new ZnodesAttendant(world, tree)
}

class ZnodesAttendant implements Attendant {
  readonly #world: World
  readonly #tree: TreeAccess
  /** Unfolded paths that are watched, each until its controller aborts. */
  readonly #branches = new Map<string, AbortController>()
  #chosen: string | undefined
  #reading = new AbortController()

  constructor(world: World, tree: TreeAccess) {
    this.#world = world
    this.#tree = tree
  }

  see({ screen }: Dashboard): void {
    if (screen.view !== 'znodes') return this.close()
    const { open, chosen } = screen.views.znodes
    for (const [path, controller] of this.#branches)
      if (!open.has(path)) {
        controller.abort()
        this.#branches.delete(path)
      }
    for (const path of open) if (!this.#branches.has(path)) this.#attendBranch(path)
    if (chosen !== this.#chosen) this.#attendChosen(chosen)
  }

  close(): void {
    for (const controller of this.#branches.values()) controller.abort()
    this.#branches.clear()
    this.#reading.abort()
    this.#chosen = undefined
  }

  #attendBranch(path: string): void {
    const controller = new AbortController()
    this.#branches.set(path, controller)
    const put =
      (branch: Branch): Change =>
      ({ branches }) => ({ branches: new Map(branches).set(path, branch) })
    this.#keepFresh(path, controller.signal, {
      fetch: async () => {
        const names = await this.#tree.children(path, controller.signal)
        return put({ type: 'children', names: [...names].sort() })
      },
      failed: (text) => put({ type: 'trouble', text }),
    })
  }

  #attendChosen(path: string): void {
    this.#reading.abort()
    this.#reading = new AbortController()
    this.#chosen = path
    const { signal } = this.#reading
    this.#keepFresh(path, signal, {
      fetch: async () => {
        const znode = await this.#tree.read(path, signal)
        return () => ({ content: { type: 'read', path, znode } })
      },
      failed: (text) => () => ({ content: { type: 'trouble', path, text } }),
    })
  }

  /** Fetches now and after every change; one fetch at a time, and one more when a change came meanwhile. */
  #keepFresh(path: string, signal: AbortSignal, errand: Errand): void {
    let isBusy = false
    let isStale = false
    const refresh = async (): Promise<void> => {
      isStale = isBusy
      if (isBusy) return
      isBusy = true
      const change = await errand.fetch().catch((error: unknown) => errand.failed(sentence(error)))
      isBusy = false
      if (signal.aborted) return
      this.#world.change((dashboard) => withView(dashboard, 'znodes', change(dashboard.screen.views.znodes)))
      if (isStale) await refresh()
    }
    this.#tree.watch(path, () => void refresh(), signal)
    void refresh()
  }
}

type Change = (state: ZnodesState) => Partial<ZnodesState>

type Errand = {
  fetch(): Promise<Change>
  failed(text: string): Change
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
