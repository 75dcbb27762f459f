/** How every `quoll` command ends, for scripts: the one table, from which help, documents and `quoll explain` are made. */

export const EXIT = { ok: 0, failed: 1, usage: 2, noQuorum: 3, diskFailed: 4 } as const

export type ExitCode = {
  readonly code: number
  /** A few words, for a list. */
  readonly brief: string
  readonly means: string
  readonly next: string
}

export const EXIT_CODES: readonly ExitCode[] = [
  {
    code: EXIT.ok,
    brief: 'done',
    means: 'What was asked for is done. A peer: it was told to stop, handed on its role and stopped.',
    next: 'Nothing needs to be done.',
  },
  {
    code: EXIT.failed,
    brief: 'failed',
    means:
      'It was understood and did not succeed: a port is taken, the directory is in use, nobody answers, a check found something, or a bug.',
    next: 'Read the sentence on standard error: it says what to do.',
  },
  {
    code: EXIT.usage,
    brief: 'used wrongly',
    means: 'The command line or the configuration is not one that Quoll understands. Nothing was done.',
    next: 'Correct what the message names; --help has examples, docs/configuration.md every key.',
  },
  {
    code: EXIT.noQuorum,
    brief: 'no quorum, writes wait',
    means: 'No leader was found among the peers that were asked: a majority is not up, or an election is under way.',
    next: 'Start the peers that are down, or wait a second if an election is under way; quoll status says who is up.',
  },
  {
    code: EXIT.diskFailed,
    brief: 'the disk failed',
    means:
      'A write or sync failed, the disk is full, or what is on it cannot be trusted. Nothing that was acknowledged is lost while a majority of the other peers is well.',
    next: 'Read the last line of the log for which of these it is; quoll doctor looks at the disk. Do not restart it in a loop.',
  },
]
