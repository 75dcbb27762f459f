/** What a command ends with when it does not succeed: exit codes from the one table, and errors in the one shape. */
export { EXIT as Exit } from '@quoll/server/errors'

/** The command was asked for what it cannot do as asked: the message says what is wrong and what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'USAGE'
  readonly means = 'Nothing was done.'
  readonly next: string

  constructor(message: string, next = '--help has examples.') {
    super(message)
    this.next = next
  }
}

/** It was understood and cannot be done; all three parts are ours. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly means: string
  readonly next: string

  constructor(what: string, means: string, next: string) {
    super(what)
    this.means = means
    this.next = next
  }
}
