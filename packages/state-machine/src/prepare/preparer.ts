/**
 * The leader's half of a write: is the request legal, and what exactly will it change? Checked against the state and all
 * changes proposed but not yet delivered. The order of checks is ZooKeeper's, because it decides which error a client
 * sees. ZooKeeper: PrepRequestProcessor.
 */
import { unreachable } from '@quoll/core'
import { ErrorCode } from '../error-code.ts'
import type { MultiOperation, MultiRequest, WriteRequest } from '../request.ts'
import type { State } from '../state.ts'
import type { Txn, TxnOperation } from '../txn.ts'
import type { Context, PrepareCall, Prepared, PrepareOptions } from './context.ts'
import { Outstanding } from './outstanding.ts'
import { prepareCheck, prepareDelete, prepareReap, prepareSetAcl, prepareSetData } from './prepare-change.ts'
import { isUnreadableInMulti, prepareCreate } from './prepare-create.ts'
import { prepareCloseSession, prepareCreateSession } from './prepare-session.ts'

type SingleRequest = Exclude<WriteRequest | MultiOperation, MultiRequest>

/**
 * One per reign, begun when everything in the log before it is applied. Every txn it returns must be proposed, in the
 * order of the calls, and reported back with `delivered` once it is applied, before the next call of `prepare`.
 */
export class Preparer {
  readonly #context: Context

  constructor(state: State, options: PrepareOptions) {
    this.#context = { options, outstanding: new Outstanding(state), state }
  }

  /** How many paths and sessions are touched by transactions not yet delivered. */
  get outstanding(): number {
    return this.#context.outstanding.size
  }

  /** Never throws: a refusal is a transaction too, `error` or `multi-error`, so that replies keep their order. */
  prepare(call: PrepareCall): Txn {
    const { session, xid, origin, request, timeMs } = call.header
    const prepared = call.request.type === 'multi' ? this.#multi(call, call.request) : this.#single(call, call.request)
    const operation: TxnOperation = typeof prepared === 'number' ? { type: 'error', code: prepared } : prepared
    return { session, xid, origin, request, timeMs, operation }
  }

  /** The oldest outstanding transaction was applied to the state: forget that it was foreseen. */
  delivered(txn: Txn): void {
    this.#context.outstanding.delivered(txn)
  }

  /** Leadership is lost: nothing foreseen here need ever happen. */
  reset(): void {
    this.#context.outstanding.clear()
  }

  #single(call: PrepareCall, request: SingleRequest, inMulti = false): Prepared {
    const context = this.#context
    switch (request.type) {
      case 'create':
        return prepareCreate(context, call, request, inMulti)
      case 'delete':
        return prepareDelete(context, call, request)
      case 'set-data':
        return prepareSetData(context, call, request)
      case 'set-acl':
        return prepareSetAcl(context, call, request)
      case 'check':
        return prepareCheck(context, call, request)
      case 'create-session':
        return prepareCreateSession(context, call, request)
      case 'close-session':
        return prepareCloseSession(context, call)
      case 'reap':
        return prepareReap(context, call, request)
      default:
        return unreachable(request)
    }
  }

  /** All operations or none; each sees what the ones before it will have done. */
  #multi(call: PrepareCall, { operations }: MultiRequest): Prepared {
    const { outstanding } = this.#context
    if (operations.some(isUnreadableInMulti)) return ErrorCode.marshallingError
    const done: TxnOperation[] = []
    outstanding.begin()
    for (let at = 0; at < operations.length; at++) {
      const prepared = this.#single(call, operations[at]!, true)
      if (typeof prepared === 'number') {
        outstanding.takeBack(call.header.session, done)
        return { type: 'multi-error', failed: at, count: operations.length, code: prepared }
      }
      done.push(prepared)
    }
    outstanding.keep()
    return { type: 'multi', operations: done }
  }
}
