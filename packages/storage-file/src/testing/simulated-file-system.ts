/**
 * A disk that is as bad as a disk may be. Whatever was not synced may be lost or torn in a crash; a name whose directory
 * was not synced may be missing; operations take as long as the test says, stall, or fail. All of it follows from the
 * schedule and the chance it is given, so a run under one seed is the same every time.
 */
import { DirectoryInUseError } from '../errors.ts'
import type { Done, FileSystem, Finished, Lock, OpenFile, OpenMode } from '../file-system.ts'
import { DiskError } from './disk-error.ts'
import type { Operation, SimulatedDiskOptions } from './operation.ts'
import { SimulatedDirectory } from './simulated-directory.ts'
import { SimulatedFile } from './simulated-file.ts'

export class SimulatedFileSystem implements FileSystem {
  #options: SimulatedDiskOptions
  #directory = new SimulatedDirectory()
  #operations = 0
  /** Goes up with every crash: completions of an earlier life are dropped. */
  #life = 0
  #held: (() => void)[] | undefined
  #locked = new Set<string>()

  constructor(options: SimulatedDiskOptions) {
    this.#options = options
  }

  // ── what tests do to it ──

  /** Operations asked for so far. */
  get operations(): number {
    return this.#operations
  }

  /** Changes how the disk behaves from now on. */
  behave(options: Partial<SimulatedDiskOptions>): void {
    this.#options = { ...this.#options, ...options }
  }

  /** From now on operations take effect but nobody is told: a stalled disk. */
  hold(): void {
    this.#held ??= []
  }

  /** The stall is over: all that waited is reported, each from a turn of its own. */
  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const completion of held) this.#options.schedule(completion, 0)
  }

  /** The machine loses power. What was synced survives, of the rest whatever chance keeps; nothing under way is ever reported. */
  crash(): void {
    this.#life++
    this.#held = undefined
    this.#locked.clear()
    this.#directory.crash(this.#options.random)
  }

  /** The process dies, the machine does not: everything written is still there. */
  kill(): void {
    this.#life++
    this.#held = undefined
    this.#locked.clear()
  }

  /** A copy of what is there now, under the same or other behaviour. */
  copy(options: Partial<SimulatedDiskOptions> = {}): SimulatedFileSystem {
    const copy = new SimulatedFileSystem({ ...this.#options, ...options })
    copy.#directory = this.#directory.copy()
    return copy
  }

  /** Paths of all files. */
  paths(): readonly string[] {
    return this.#directory.paths()
  }

  /** Damage: one bit of a file turns over, on the platters too. */
  flipBit(path: string, byte: number, bit: number): void {
    this.#file(path).flipBit(byte, bit)
  }

  /** Damage: a file loses its end, or grows by zeros. */
  resize(path: string, size: number): void {
    this.#file(path).resize(size)
  }

  /** Damage, or an operator: a file is gone, durably. */
  remove(path: string): void {
    this.#directory.remove(path)
    this.#directory.beginSync(path.slice(0, path.lastIndexOf('/')))()
  }

  /** An operator puts a file there, durably. */
  place(path: string, bytes: Uint8Array): void {
    const file = new SimulatedFile()
    file.write([bytes], 0)
    file.beginSync()()
    this.#directory.create(path, file)
    this.#directory.beginSync(path.slice(0, path.lastIndexOf('/')))()
  }

  // ── the port: opening ──

  /** Directories need no making here: a file's path is enough. */
  makeDirectory(): void {}

  list(path: string): string[] {
    const prefix = `${path}/`
    return this.paths()
      .filter((found) => found.startsWith(prefix) && !found.slice(prefix.length).includes('/'))
      .map((found) => found.slice(prefix.length))
  }

  size(path: string): number | undefined {
    return this.#directory.get(path)?.size
  }

  read(path: string, position: number, length: number, room?: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    return inRoom(this.#file(path).read(position, length), room)
  }

  syncNow(path: string): void {
    const file = this.#directory.get(path)
    if (file === undefined) this.#directory.beginSync(path)()
    else file.beginSync()()
  }

  lock(directory: string): Lock {
    if (this.#locked.has(directory)) throw new DirectoryInUseError(directory, 'another simulated peer')
    this.#locked.add(directory)
    const life = this.#life
    return {
      release: () => {
        if (life === this.#life) this.#locked.delete(directory)
      },
    }
  }

  // ── the port: afterwards ──

  soon(turn: () => void): void {
    this.later(turn, 0)
  }

  later(turn: () => void, delayMs: number): void {
    const life = this.#life
    this.#options.schedule(() => {
      if (life === this.#life) turn()
    }, delayMs)
  }

  open(path: string, mode: OpenMode, done: Done<OpenFile>): void {
    this.#begin('open', path, 0, done, () => {
      const found = this.#directory.get(path)
      if (mode !== 'create' && found === undefined) throw new DiskError('ENOENT', path)
      if (mode === 'create' && found !== undefined) throw new DiskError('EEXIST', path)
      const file = found ?? new SimulatedFile()
      if (found === undefined) this.#directory.create(path, file)
      return () => this.#openFile(path, file, mode === 'write-through')
    })
  }

  rename(from: string, to: string, done: Finished): void {
    this.#begin('rename', to, 0, done, () => {
      this.#directory.rename(from, to, this.#file(from))
      return () => undefined
    })
  }

  unlink(path: string, done: Finished): void {
    this.#begin('unlink', path, 0, done, () => {
      this.#directory.remove(path)
      return () => undefined
    })
  }

  syncDirectory(path: string, done: Finished): void {
    this.#begin('sync-directory', path, 0, done, () => this.#directory.beginSync(path))
  }

  #openFile(path: string, file: SimulatedFile, through: boolean): OpenFile {
    const sync: OpenFile['sync'] = (done) => this.#begin('sync', path, 0, done, () => file.beginSync())
    return {
      write: (parts, position, done) => {
        const written: Finished = through ? (error) => (error === undefined ? sync(done) : done(error)) : done
        const bytes = parts.reduce((sum, part) => sum + part.length, 0)
        this.#begin('write', path, bytes, written, () => {
          this.#refuseWhenFull(path, file, position + bytes)
          file.write(parts, position)
          return () => undefined
        })
      },
      read: (position, length, done, room) =>
        this.#begin('read', path, length, done, () => () => inRoom(file.read(position, length), room)),
      sync,
      close: (done) => this.#begin('close', path, 0, done, () => () => undefined),
    }
  }

  /**
   * `begin` has its effect at once, as far as this process can see it; what it returns is carried out when the operation
   * completes. A sync therefore covers what was written before it began, and counts only once it is reported.
   */
  #begin<T>(kind: Operation['kind'], path: string, bytes: number, done: Done<T>, begin: () => () => T): void {
    const { fault, latencyMs, schedule } = this.#options
    const operation: Operation = { number: ++this.#operations, kind, path, bytes }
    const life = this.#life
    let error = fault?.(operation)
    let complete: (() => T) | undefined
    try {
      if (error === undefined) complete = begin()
    } catch (failure) {
      error = failure instanceof Error ? failure : new Error(String(failure))
    }
    const completion = () => {
      if (life !== this.#life) return
      if (this.#held !== undefined) this.#held.push(completion)
      else done(error, complete?.())
    }
    schedule(completion, latencyMs?.(operation) ?? 0)
  }

  #refuseWhenFull(path: string, file: SimulatedFile, end: number): void {
    const { capacityBytes } = this.#options
    const grows = Math.max(0, end - file.size)
    if (capacityBytes === undefined || grows === 0) return
    const used = this.paths().reduce((sum, each) => sum + (this.size(each) ?? 0), 0)
    if (used + grows > capacityBytes) throw new DiskError('ENOSPC', path)
  }

  #file(path: string): SimulatedFile {
    const file = this.#directory.get(path)
    if (file === undefined) throw new DiskError('ENOENT', path)
    return file
  }
}

function inRoom<Room extends Uint8Array>(bytes: Room, room: Room | undefined): Room {
  if (room === undefined) return bytes
  room.set(bytes)
  return room.subarray(0, bytes.length) as Room
}
