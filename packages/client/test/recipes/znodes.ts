/** Just enough of a tree behind a scripted server for recipes to run on it, and a place at which an answer is lost. */
import { ErrorCode, type MultiOperation, type MultiResult } from '@quoll/protocol/client'
import { type ClientRequest, type Reply, ScriptedServer } from '../../src/testing/index.ts'
import { STAT } from '../scripted.ts'

type Znode = { data: Uint8Array | undefined; version: number; czxid: number; created: number }

/** The connection ends instead of the answer to the `at`th request: before it is carried out, or after. */
export type Loss = { readonly at: number; readonly carriedOut: boolean }

export class Znodes {
  readonly server: ScriptedServer
  /** Requests, in order; pings and watches left out. */
  readonly asked: ClientRequest['type'][] = []
  readonly #znodes = new Map<string, Znode>([['/', { data: undefined, version: 0, czxid: 0, created: 0 }]])
  #zxid = 1

  constructor(loss?: Loss) {
    this.server = new ScriptedServer({
      answer: (request) => {
        if (request.type === 'set-watches2' || request.type === 'set-watches') return { type: 'done' }
        if (['ping', 'remove-watches', 'add-watch', 'close-session'].includes(request.type)) return undefined
        this.asked.push(request.type)
        if (this.asked.length !== loss?.at) return this.#answer(request)
        if (loss.carriedOut) this.#answer(request)
        this.server.disconnect()
        return undefined
      },
    })
  }

  childrenOf(path: string): string[] {
    const prefix = path === '/' ? '/' : `${path}/`
    const below = [...this.#znodes.keys()].filter((each) => each !== '/' && each.startsWith(prefix))
    return below.map((each) => each.slice(prefix.length)).filter((name) => !name.includes('/'))
  }

  has(path: string): boolean {
    return this.#znodes.has(path)
  }

  #answer(request: ClientRequest): Reply {
    const result = this.#carryOut(request)
    this.server.zxid = this.#zxid
    return result
  }

  #carryOut(request: ClientRequest): Reply {
    switch (request.type) {
      case 'create':
      case 'delete':
      case 'set-data':
        return this.#change(request)
      case 'multi': {
        // Checked first, as a whole: each part here stands for itself.
        const errors = request.operations.map((operation) => this.#refusal(operation))
        const failed = errors.findIndex((code) => code !== 0)
        if (failed >= 0) {
          const codes = errors.map((code, at) =>
            at < failed ? 0 : at === failed ? code : ErrorCode.runtimeInconsistency,
          )
          return { type: 'multi', results: codes.map((code) => ({ type: 'error', code })) }
        }
        return { type: 'multi', results: request.operations.map((operation) => this.#part(operation)) }
      }
      case 'sync':
        return { type: 'path', path: request.path }
      case 'exists':
      case 'get-data':
      case 'get-children2': {
        const znode = this.#znodes.get(request.path)
        if (znode === undefined) return { type: 'error', code: ErrorCode.noNode }
        const stat = { ...STAT, czxid: znode.czxid, version: znode.version }
        if (request.type === 'exists') return { type: 'stat', stat }
        if (request.type === 'get-data') return { type: 'data', data: znode.data, stat }
        return { type: 'children-and-stat', children: this.childrenOf(request.path), stat }
      }
      default:
        throw new Error(`no recipe asks for ${request.type}`)
    }
  }

  #change(operation: MultiOperation): Reply {
    const code = this.#refusal(operation)
    if (code !== 0) return { type: 'error', code }
    const result = this.#part(operation)
    return result.type === 'create2'
      ? { ...result, type: 'path-and-stat' }
      : result.type === 'set-data'
        ? { ...result, type: 'stat' }
        : { type: 'done' }
  }

  #refusal(operation: MultiOperation): number {
    const path = operation.path ?? ''
    if (operation.type !== 'create') {
      if (!this.#znodes.has(path)) return ErrorCode.noNode
      return operation.type === 'delete' && this.childrenOf(path).length > 0 ? ErrorCode.notEmpty : 0
    }
    if (!this.#znodes.has(parentOf(path))) return ErrorCode.noNode
    return isSequential(operation) || !this.#znodes.has(path) ? 0 : ErrorCode.nodeExists
  }

  #part(operation: MultiOperation): MultiResult {
    const path = operation.path ?? ''
    const zxid = ++this.#zxid
    if (operation.type === 'create') {
      const parent = this.#znodes.get(parentOf(path))!
      const made = isSequential(operation) ? `${path}${`${parent.created}`.padStart(10, '0')}` : path
      parent.created++
      this.#znodes.set(made, { data: operation.data, version: 0, czxid: zxid, created: 0 })
      this.#tell('created', made)
      return { type: 'create2', path: made, stat: { ...STAT, czxid: zxid } }
    }
    const znode = this.#znodes.get(path)!
    if (operation.type === 'set-data') {
      znode.data = operation.data
      znode.version++
      this.server.notify('data-changed', path, zxid)
      return { type: 'set-data', stat: { ...STAT, czxid: znode.czxid, version: znode.version } }
    }
    this.#znodes.delete(path)
    this.#tell('deleted', path)
    return { type: 'delete' }
  }

  #tell(type: 'created' | 'deleted', path: string): void {
    this.server.notify(type, path, this.#zxid)
    this.server.notify('children-changed', parentOf(path), this.#zxid)
  }
}

function isSequential(operation: MultiOperation): boolean {
  return operation.type === 'create' && (operation.flags === 2 || operation.flags === 3)
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}
