/** What an operating system would report, for tests that want a disk to fail. */
export class DiskError extends Error {
  override readonly name = 'DiskError'
  readonly code: 'EIO' | 'ENOSPC' | 'ENOENT' | 'EEXIST'

  constructor(code: 'EIO' | 'ENOSPC' | 'ENOENT' | 'EEXIST', what: string) {
    super(`${code}: ${what}`)
    this.code = code
  }
}
