/** A server in a few lines: one tree, one peer, no disk; right in everything, but for the one lie it is told to tell. */
import { createServer, type Server, type Socket } from 'node:net'
import {
  type ClientRequest,
  decodeConnectRequest,
  decodeRequest,
  ErrorCode,
  EventType,
  encodeConnectResponse,
  encodeNotification,
  encodeReply,
  FrameDecoder,
  type MultiResult,
  type Reply,
  type StatRecord,
  splitRequest,
} from '@quoll/protocol/client'

type Znode = { data: Uint8Array; version: number; children: Set<string>; sequence: number }

function znodeWith(data: Uint8Array | undefined): Znode {
  return { data: data ?? new Uint8Array(0), version: 0, children: new Set(), sequence: 0 }
}

type Answer = { xid: number; zxid: number; reply: Reply; bytes?: Uint8Array }

/** Changes the answer to a request; `count` says how many of this type came before. */
export type Lie = (answer: Answer, request: ClientRequest, count: number) => Answer | undefined

/** What becomes of watches, and of sessions that come back. */
export type Habits = { readonly watches?: 'told' | 'forgotten' | 'told twice'; readonly sessions?: 'kept' | 'replaced' }

export class FakeServer {
  readonly tree: Map<string, Znode> = new Map([['/', znodeWith(undefined)]])
  readonly #server: Server
  readonly #lie: Lie
  readonly #habits: Habits
  readonly #watchers = new Map<string, Set<Socket>>()
  readonly #counts = new Map<string, number>()
  readonly #sockets = new Set<Socket>()
  #zxid = 1
  #sessions = 0n

  private constructor(lie: Lie, habits: Habits) {
    this.#lie = lie
    this.#habits = habits
    this.#server = createServer({ noDelay: true }, (socket) => this.#serve(socket))
  }

  static async start(lie: Lie = (answer) => answer, habits: Habits = {}): Promise<FakeServer> {
    const fake = new FakeServer(lie, habits)
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve))
    return fake
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  stop(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #serve(socket: Socket): void {
    const decoder = new FrameDecoder({ fourLetterWords: false })
    let shaken = false
    this.#sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      decoder.push(chunk)
      for (let next = decoder.next(); next?.type === 'frame'; next = decoder.next()) {
        if (shaken) this.#answer(socket, next.frame)
        else send(socket, this.#shake(next.frame))
        shaken = true
      }
    })
  }

  #shake(frame: Uint8Array): Uint8Array {
    const { timeoutMs, sessionId, password } = decodeConnectRequest(frame)
    const isNew = sessionId === 0n || this.#habits.sessions === 'replaced'
    const granted = isNew ? ++this.#sessions : sessionId
    return encodeConnectResponse({
      timeoutMs,
      sessionId: granted,
      password: password ?? new Uint8Array(16),
      readOnly: false,
    })
  }

  #answer(socket: Socket, frame: Uint8Array): void {
    const { xid, opCode, body } = splitRequest(frame.slice())
    const request = decodeRequest(opCode, body)
    const count = this.#counts.get(request.type) ?? 0
    this.#counts.set(request.type, count + 1)
    if (request.type === 'set-data') this.#fire(request.path ?? '')
    if (request.type === 'get-data' && request.watch) this.#watch(request.path, socket)
    const reply = this.#carryOut(request)
    const answer = this.#lie({ xid, zxid: this.#zxid, reply }, request, count)
    if (answer === undefined) socket.destroy()
    else send(socket, answer.bytes ?? encodeReply(answer.xid, answer.zxid, answer.reply))
    if (request.type === 'close-session') socket.end()
  }

  #watch(path: string, socket: Socket): void {
    const watchers = this.#watchers.get(path) ?? new Set()
    this.#watchers.set(path, watchers.add(socket))
  }

  /** All but the last when watches are forgotten. */
  #fire(path: string): void {
    const watchers = [...(this.#watchers.get(path) ?? [])]
    this.#watchers.delete(path)
    const { watches = 'told' } = this.#habits
    if (watches === 'forgotten') watchers.pop()
    const event = encodeNotification(EventType.dataChanged, path, this.#zxid)
    for (const socket of watches === 'told twice' ? [...watchers, ...watchers] : watchers) send(socket, event)
  }

  #carryOut(request: ClientRequest): Reply {
    if (request.type === 'create') return this.#create(request.path ?? '', request.data, (request.flags & 2) !== 0)
    if (request.type === 'multi') return { type: 'multi', results: request.operations.map((one) => this.#part(one)) }
    if (request.type === 'sync') return { type: 'path', path: request.path }
    if (request.type === 'ping' || request.type === 'close-session') return { type: 'done' }
    const path = 'path' in request ? (request.path ?? '') : ''
    const znode = this.tree.get(path)
    if (znode === undefined) return { type: 'error', code: ErrorCode.noNode }
    switch (request.type) {
      case 'set-data':
        this.#zxid++
        znode.data = request.data ?? new Uint8Array(0)
        znode.version++
        return { type: 'stat', stat: statOf(znode) }
      case 'get-data':
        return { type: 'data', data: znode.data, stat: statOf(znode) }
      case 'exists':
        return { type: 'stat', stat: statOf(znode) }
      case 'get-children':
        return { type: 'children', children: [...znode.children] }
      case 'delete':
        this.#zxid++
        if (znode.children.size > 0) return { type: 'error', code: ErrorCode.notEmpty }
        this.tree.delete(path)
        this.#parentOf(path)?.children.delete(nameOf(path))
        return { type: 'done' }
      default:
        return { type: 'error', code: ErrorCode.unimplemented }
    }
  }

  #create(path: string, data: Uint8Array | undefined, isSequential: boolean): Reply {
    this.#zxid++
    const parent = this.#parentOf(path)
    if (parent === undefined) return { type: 'error', code: ErrorCode.noNode }
    const created = isSequential ? `${path}${String(parent.sequence++).padStart(10, '0')}` : path
    if (this.tree.has(created)) return { type: 'error', code: ErrorCode.nodeExists }
    this.tree.set(created, znodeWith(data))
    parent.children.add(nameOf(created))
    return { type: 'path', path: created }
  }

  #part(request: ClientRequest): MultiResult {
    const reply = this.#carryOut(request)
    return reply.type === 'stat' ? { type: 'set-data', stat: reply.stat } : { type: 'error', code: -2 }
  }

  #parentOf(path: string): Znode | undefined {
    return this.tree.get(path.slice(0, path.lastIndexOf('/')) || '/')
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function send(socket: Socket, payload: Uint8Array): void {
  const frame = Buffer.alloc(4 + payload.length)
  frame.writeInt32BE(payload.length)
  frame.set(payload, 4)
  socket.write(frame)
}

function statOf({ data, version }: Znode): StatRecord {
  return {
    czxid: 1,
    mzxid: 1,
    ctime: 0,
    mtime: 0,
    version,
    cversion: 0,
    aversion: 0,
    ephemeralOwner: undefined,
    dataLength: data.length,
    numChildren: 0,
    pzxid: 1,
  }
}
