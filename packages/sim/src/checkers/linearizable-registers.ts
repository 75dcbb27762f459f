/**
 * Linearizable registers (C1 without the help of zxids): some znodes are touched by plain creates, deletes and conditional
 * writes only. Each is a register of its version, and what clients were answered must be explained by some order that
 * respects real time. A request whose connection was lost may have happened, but no later than its session is attached
 * again: from then on the old peer may no longer speak for it (S4).
 */
import type { Operation } from '../clients/operation.ts'
import { isRegister } from '../clients/workload.ts'
import type { MakeChecker } from '../evidence/fact.ts'
import { LinearizabilityChecker, type SequentialObject } from './linearizability.ts'

type Input = { readonly kind: 'create' | 'delete' | 'set-data'; readonly version: number }

const ABSENT = -1
const NO_NODE = -101
const BAD_VERSION = -103
const NODE_EXISTS = -110
const SESSION_EXPIRED = -112

/** The state is the version, or ABSENT; the answer is the version afterwards, or the error. */
export const VERSION_REGISTER: SequentialObject<number, Input> = {
  initial: ABSENT,
  step(version, input) {
    if (input.kind === 'create')
      return version === ABSENT ? { state: 0, answer: 0 } : { state: version, answer: NODE_EXISTS }
    if (version === ABSENT) return { state: version, answer: NO_NODE }
    if (input.version !== -1 && input.version !== version) return { state: version, answer: BAD_VERSION }
    return input.kind === 'delete' ? { state: ABSENT, answer: 0 } : { state: version + 1, answer: version + 1 }
  },
  key: (version) => `${version}`,
}

export const linearizableRegisters: MakeChecker = (_ledger, report) => {
  const registers = new Map<string, LinearizabilityChecker<number, Input>>()
  const unknown = new Map<bigint, Operation[]>()
  const registerOf = (path: string) => {
    const register = registers.get(path) ?? new LinearizabilityChecker(VERSION_REGISTER)
    registers.set(path, register)
    return register
  }
  const concerns = ({ kind, path }: Operation) =>
    isRegister(path) && (kind === 'create' || kind === 'delete' || kind === 'set-data')
  return {
    name: 'linearizable-registers',
    invoked(operation) {
      const { id, kind, path, version } = operation
      if (concerns(operation)) registerOf(path).invoked(id, { kind, version } as Input)
    },
    completed(operation) {
      if (!concerns(operation)) return
      const { id, path, outcome, kind, session } = operation
      if (outcome === undefined) {
        unknown.set(session, [...(unknown.get(session) ?? []), operation])
      } else if (outcome.error === SESSION_EXPIRED) {
        registerOf(path).refused(id)
      } else if (!registerOf(path).answered(id, outcome.error !== 0 ? outcome.error : (outcome.stat?.version ?? 0))) {
        report(
          `no order of the requests on ${path} explains that ${kind} of client ${operation.client} was answered ${outcome.error}`,
        )
      }
    },
    saw(sight) {
      if ((sight.type !== 'attached' || !sight.again) && sight.type !== 'session-lost') return
      for (const { id, path } of unknown.get(sight.session) ?? []) registerOf(path).expired(id)
      unknown.delete(sight.session)
    },
  }
}
