/**
 * Several changes that happen together or not at all. What is read of the answer: ZooKeeper answers a failed transaction
 * with a list of errors, of which one is the reason and the others say that they were rolled back.
 */
import { ErrorCode, type MultiOperation, type MultiResult, type StatRecord } from '@quoll/protocol/client'
import { errorFromServer, ZooKeeperError } from '../errors.ts'
import type { Session } from '../session/session.ts'
import { bytesOf, type CreateOptions, createRequest, type Data } from './create-request.ts'
import { expectReply } from './expect-reply.ts'

/** What became of one part; in the order in which they were added. */
export type TransactionResult =
  /** `stat` is undefined from servers before 3.8.2. */
  | { readonly type: 'create'; readonly path: string; readonly stat: StatRecord | undefined }
  | { readonly type: 'set-data'; readonly stat: StatRecord }
  | { readonly type: 'delete' }
  | { readonly type: 'check' }

/** A version of -1, or none, means any. */
export type VersionOptions = { readonly version?: number }

export class Transaction {
  readonly #session: Session
  readonly #operations: MultiOperation[] = []

  /** Made by `client.transaction()`. */
  constructor(session: Session) {
    this.#session = session
  }

  create(path: string, data?: Data, options?: CreateOptions): this {
    return this.#add(createRequest(path, data, options))
  }

  delete(path: string, { version = -1 }: VersionOptions = {}): this {
    return this.#add({ type: 'delete', path, version })
  }

  setData(path: string, data: Data, { version = -1 }: VersionOptions = {}): this {
    return this.#add({ type: 'set-data', path, data: bytesOf(data), version })
  }

  /** Changes nothing, and fails the transaction unless `path` exists with this version. */
  check(path: string, { version = -1 }: VersionOptions = {}): this {
    return this.#add({ type: 'check', path, version })
  }

  /** Rejects with the error of the part that failed; its message counts the parts from 1. */
  async commit({ signal }: { readonly signal?: AbortSignal } = {}): Promise<TransactionResult[]> {
    const operations = [...this.#operations]
    const reply = await this.#session.request({ type: 'multi', operations }, { changes: true, signal })
    const { results } = expectReply(reply, 'multi')
    const failed = results.findIndex((result) => isReason(result))
    if (failed >= 0) throw errorOfPart(results[failed], failed, operations)
    return results.map(resultOf)
  }

  #add(operation: MultiOperation): this {
    this.#operations.push(operation)
    return this
  }
}

function isReason(result: MultiResult): boolean {
  return result.type === 'error' && result.code !== ErrorCode.ok && result.code !== ErrorCode.runtimeInconsistency
}

function errorOfPart(
  result: MultiResult | undefined,
  at: number,
  operations: readonly MultiOperation[],
): ZooKeeperError {
  const operation = operations[at]
  const path = operation?.path
  const { code, message, wireCode } = errorFromServer(
    result?.type === 'error' ? result.code : ErrorCode.ok,
    path,
    operation?.type,
  )
  const part = `part ${at + 1} of ${operations.length} (${operation?.type} ${path})`
  return new ZooKeeperError(code, `${part}: ${message}; nothing was changed`, { path, wireCode: wireCode ?? 0 })
}

function resultOf(result: MultiResult): TransactionResult {
  switch (result.type) {
    case 'create':
      return { type: 'create', path: result.path, stat: undefined }
    case 'create2':
      return { type: 'create', path: result.path, stat: result.stat }
    case 'set-data':
    case 'delete':
    case 'check':
      return result
    default:
      throw new ZooKeeperError('UNKNOWN', `the server answered a part of the transaction with ${result.type}`)
  }
}
