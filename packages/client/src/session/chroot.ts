/**
 * The part of the tree a client sees as its root. Paths are made longer on their way out and shorter on their way back, and
 * nowhere else: everything above this line knows the client's paths only. ZooKeeper: ZooKeeper.prependChroot, ClientCnxn.
 */
import type { ClientRequest, MultiResult, Notification, Reply } from '@quoll/protocol/client'

export class Chroot {
  /** `/app`, or nothing. */
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** What the ensemble is asked. */
  toServer<Request extends ClientRequest>(request: Request): Request
  toServer(request: ClientRequest): ClientRequest {
    if (this.path === '') return request
    switch (request.type) {
      case 'multi':
        return { ...request, operations: request.operations.map((each) => this.#withPath(each)) }
      case 'multi-read':
        return { ...request, operations: request.operations.map((each) => this.#withPath(each)) }
      case 'get-ephemerals':
        return { ...request, prefix: this.#prefix(request.prefix ?? '/') }
      case 'set-watches':
      case 'set-watches2':
        return {
          ...request,
          data: request.data.map((path) => this.#outer(path)),
          exists: request.exists.map((path) => this.#outer(path)),
          child: request.child.map((path) => this.#outer(path)),
          persistent: request.persistent.map((path) => this.#outer(path)),
          persistentRecursive: request.persistentRecursive.map((path) => this.#outer(path)),
        }
      default:
        return 'path' in request && request.path !== undefined
          ? { ...request, path: this.#outer(request.path) }
          : request
    }
  }

  /** What it answered, to a request of this type. */
  fromServer(type: ClientRequest['type'], reply: Reply): Reply {
    if (this.path === '') return reply
    switch (reply.type) {
      case 'path':
        return { ...reply, path: reply.path === undefined ? undefined : this.#inner(reply.path) }
      case 'path-and-stat':
        return { ...reply, path: this.#inner(reply.path) }
      case 'multi':
        return { ...reply, results: reply.results.map((result) => this.#result(result)) }
      case 'children':
        return type === 'get-ephemerals' ? { ...reply, children: this.#innerOnes(reply.children) } : reply
      default:
        return reply
    }
  }

  /** What happened, as the client knows it; undefined when it cannot see it. */
  event(notification: Notification): Notification | undefined {
    if (this.path === '') return notification
    return this.#sees(notification.path) ? { ...notification, path: this.#inner(notification.path) } : undefined
  }

  #withPath<Operation extends { readonly path: string | undefined }>(operation: Operation): Operation {
    return operation.path === undefined ? operation : { ...operation, path: this.#outer(operation.path) }
  }

  /** What is no path stays as it is, for the server to refuse. */
  #outer(path: string): string {
    if (!path.startsWith('/')) return path
    return path === '/' ? this.path : this.path + path
  }

  /** Of strings, not of paths: without the slash it finds the root itself, too. */
  #prefix(prefix: string): string {
    return prefix === '/' ? this.path : this.path + prefix
  }

  #sees(path: string): boolean {
    return path === this.path || path.startsWith(`${this.path}/`)
  }

  #inner(path: string): string {
    if (path === this.path) return '/'
    return this.#sees(path) ? path.slice(this.path.length) : path
  }

  /** Without what only begins with the same letters. */
  #innerOnes(paths: readonly string[]): readonly string[] {
    return paths.filter((path) => this.#sees(path)).map((path) => this.#inner(path))
  }

  #result(result: MultiResult): MultiResult {
    return 'path' in result ? { ...result, path: this.#inner(result.path) } : result
  }
}
