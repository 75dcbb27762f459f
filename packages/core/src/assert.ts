/** A bug of ours: something this peer believed impossible. The peer that meets one stops rather than guess. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation'
}

/** States what must be true. On in production: a wrong peer that stops is one fault, a wrong peer that goes on is many. */
export function assert(condition: boolean, mustBeTrue: string): asserts condition {
  if (!condition) throw new InvariantViolation(mustBeTrue)
}

/** The end of an exhaustive switch: does not compile while a case is missing. */
export function unreachable(value: never): never {
  throw new InvariantViolation(`no such case: ${JSON.stringify(value)}`)
}
