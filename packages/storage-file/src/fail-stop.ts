/**
 * A disk that failed once is not asked again: after an fsync error the kernel may have dropped the dirty pages and
 * report success next time. So the first error ends everything: it is reported once, and no completion gets through
 * afterwards (ZOOKEEPER-2247, 3701, 4882).
 */
import { DiskFailedError } from './errors.ts'
import type { Done, Finished } from './file-system.ts'

export class FailStop {
  #failed = false
  #report: ((error: Error) => void) | undefined

  /** True after a failure, and after `stop`. */
  get failed(): boolean {
    return this.#failed
  }

  /** Who hears of the failure. */
  reportTo(report: (error: Error) => void): void {
    this.#report = report
  }

  fail(error: Error): void {
    if (this.#failed) return
    this.#failed = true
    this.#report?.(error)
  }

  /** Nothing gets through any more, and nothing is reported: the storage is closed. */
  stop(): void {
    this.#failed = true
  }

  /** A callback that goes on with `next` only if the operation, and every other so far, succeeded. */
  after(doing: string, next: () => void): Finished {
    return (error) => {
      if (this.#failed) return
      if (error === undefined) next()
      else this.fail(new DiskFailedError(doing, error))
    }
  }

  /** The same for an operation that yields something. */
  afterValue<T>(doing: string, next: (value: T) => void): Done<T> {
    return (error, value) => {
      if (this.#failed) return
      if (error === undefined && value !== undefined) next(value)
      else this.fail(new DiskFailedError(doing, error ?? new Error('the file system returned nothing')))
    }
  }
}
