/** Why a run could not be made or is worth nothing; each has its exit code. */

/** As the rest of the command has them. */
export const Exit = { ok: 0, wrongReply: 1, usage: 2, nobodyServes: 3 } as const

/** The command was asked for what it cannot do: the message says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** No address accepted a session, in the time there was. */
export class NobodyServes extends Error {
  override readonly name = 'NobodyServes'
}

/** A server answered what no server may, outside of a measurement; within one it is counted. */
export class WrongReply extends Error {
  override readonly name = 'WrongReply'
}

/** The server hung up, or the network did. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}
