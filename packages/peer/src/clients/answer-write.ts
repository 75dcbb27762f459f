/** What a transaction's result says to the client that asked for it. */
import type { ClientRequest, MultiResult, Reply } from '@quoll/protocol/client'
import { ErrorCode, type TxnResult } from '@quoll/state-machine'

/** The same result has other bodies for other operations: create answers with a path, create2 with its stat too. */
export function replyOf(request: ClientRequest, result: TxnResult): Reply {
  switch (result.type) {
    case 'error':
      return { type: 'error', code: result.code }
    case 'create':
      return request.type === 'create' && request.operation === 'create'
        ? { type: 'path', path: result.path }
        : { type: 'path-and-stat', path: result.path, stat: result.stat }
    case 'set-data':
    case 'set-acl':
      return { type: 'stat', stat: result.stat }
    case 'multi': {
      const operations = request.type === 'multi' ? request.operations : []
      return { type: 'multi', results: result.results.map((part, i) => partOf(operations[i], part)) }
    }
    default:
      return { type: 'done' }
  }
}

function partOf(operation: ClientRequest | undefined, result: TxnResult): MultiResult {
  switch (result.type) {
    case 'create':
      return operation?.type === 'create' && operation.operation === 'create'
        ? { type: 'create', path: result.path }
        : { type: 'create2', path: result.path, stat: result.stat }
    case 'set-data':
      return { type: 'set-data', stat: result.stat }
    case 'delete':
      return { type: 'delete' }
    case 'check':
      return { type: 'check' }
    case 'error':
      return { type: 'error', code: result.code }
    default:
      return { type: 'error', code: ErrorCode.runtimeInconsistency }
  }
}
