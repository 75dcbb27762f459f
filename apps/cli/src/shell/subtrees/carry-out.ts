/** Carries out a plan, in as few transactions as bounds allow. Each happens as a whole, the plan only when it fits one. */
import { type Client, isZooKeeperError, type Transaction, ZooKeeperError } from '@quoll/client'
import type { MergeStep } from './merge-plan.ts'

const BATCH_COUNT_MAX = 1000
/** Well below what servers take (jute.maxbuffer), as what a step costs beside its data is estimated. */
const BATCH_BYTES_MAX = 400_000
/** Lengths, flags and header of one operation. */
const STEP_BYTES = 100

export type CarryOutOptions = {
  readonly signal: AbortSignal
  readonly onDone?: (count: number, total: number) => void
}

/** Codes: those of the step that failed; the message says how much was done before. */
export async function carryOut(
  client: Client,
  steps: readonly MergeStep[],
  { signal, onDone }: CarryOutOptions,
): Promise<void> {
  let done = 0
  const atOnce = steps.filter((step) => step.type !== 'acl')
  try {
    for (const batch of batches(atOnce)) {
      signal.throwIfAborted()
      const transaction = client.transaction()
      for (const step of batch) addTo(transaction, step)
      await transaction.commit({ signal })
      done += batch.length
      onDone?.(batch.length, steps.length)
    }
    // No transaction takes a change of an ACL.
    for (const step of steps)
      if (step.type === 'acl') {
        await client.setAcl(step.path, step.acl, { version: step.version, signal })
        done += 1
        onDone?.(1, steps.length)
      }
  } catch (error) {
    if (!isZooKeeperError(error)) throw error
    const { code, path, definite } = error
    const before = done === 0 ? error.message : `${done} of ${steps.length} changes were made, then: ${error.message}`
    throw new ZooKeeperError(code, before, { path, definite: definite && done === 0, cause: error })
  }
}

/** Whether it happens as a whole: all of it fits one transaction. */
export function isAtomic(steps: readonly MergeStep[]): boolean {
  return steps.every((step) => step.type !== 'acl') && [...batches(steps)].length <= 1
}

export function addTo(transaction: Transaction, step: MergeStep): void {
  switch (step.type) {
    case 'create':
      transaction.create(step.path, step.data, { acl: step.acl })
      return
    case 'set':
      transaction.setData(step.path, step.data, { version: step.version })
      return
    case 'delete':
      transaction.delete(step.path, { version: step.version })
      return
    case 'acl':
      return
  }
}

export function stepBytes(step: MergeStep): number {
  const data = step.type === 'create' || step.type === 'set' ? (step.data?.length ?? 0) : 0
  const acl =
    step.type === 'create' ? step.acl.reduce((sum, { scheme, id }) => sum + scheme.length + 3 * id.length + 12, 0) : 0
  return STEP_BYTES + 3 * step.path.length + data + acl
}

function* batches(steps: readonly MergeStep[]): Generator<MergeStep[]> {
  let [some, bytes]: [MergeStep[], number] = [[], 0]
  for (const step of steps) {
    const more = stepBytes(step)
    if (some.length === BATCH_COUNT_MAX || (some.length > 0 && bytes + more > BATCH_BYTES_MAX)) {
      yield some
      ;[some, bytes] = [[], 0]
    }
    some.push(step)
    bytes += more
  }
  if (some.length > 0) yield some
}
