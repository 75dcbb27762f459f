/** Names of simulated files, as the process sees them and as they are on the platters. Unsynced changes may be lost in a crash, each on its own. */
import type { SimulatedFile } from './simulated-file.ts'

type Change =
  | { readonly type: 'set'; readonly path: string; readonly file: SimulatedFile; readonly from?: string }
  | { readonly type: 'remove'; readonly path: string }

export class SimulatedDirectory {
  #seen = new Map<string, SimulatedFile>()
  #durable = new Map<string, SimulatedFile>()
  #unsynced: Change[] = []

  get(path: string): SimulatedFile | undefined {
    return this.#seen.get(path)
  }

  paths(): string[] {
    return [...this.#seen.keys()].sort()
  }

  create(path: string, file: SimulatedFile): void {
    this.#change({ type: 'set', path, file })
  }

  rename(from: string, to: string, file: SimulatedFile): void {
    this.#change({ type: 'set', path: to, file, from })
  }

  remove(path: string): void {
    this.#change({ type: 'remove', path })
  }

  /** What a sync of `directory` that begins now will make durable, once it is carried out. */
  beginSync(directory: string): () => void {
    const covered = this.#unsynced.filter(({ path }) => directoryOf(path) === directory)
    return () => {
      for (const change of covered) carryOut(this.#durable, change)
      this.#unsynced = this.#unsynced.filter((change) => !covered.includes(change))
    }
  }

  crash(random: () => number): void {
    for (const change of this.#unsynced) {
      if (random() < 1 / 2) carryOut(this.#durable, change)
    }
    this.#unsynced = []
    for (const file of new Set(this.#durable.values())) file.crash(random)
    this.#seen = new Map(this.#durable)
  }

  /** The same names on files of their own. Everything seen counts as durable. */
  copy(): SimulatedDirectory {
    const copy = new SimulatedDirectory()
    copy.#durable = new Map([...this.#seen].map(([path, file]) => [path, file.copy()]))
    copy.#seen = new Map(copy.#durable)
    return copy
  }

  #change(change: Change): void {
    carryOut(this.#seen, change)
    this.#unsynced.push(change)
  }
}

function carryOut(names: Map<string, SimulatedFile>, change: Change): void {
  if (change.type === 'remove') names.delete(change.path)
  else {
    if (change.from !== undefined) names.delete(change.from)
    names.set(change.path, change.file)
  }
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}
