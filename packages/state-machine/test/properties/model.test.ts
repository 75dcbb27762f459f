/** The tree against the simplest thing that could be right: a Map from path to what is there. */
import { ErrorCode, parentPathOf, type SessionId } from '@quoll/state-machine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ALICE, BOB, create, remove, setData, World } from '../fixtures/world.ts'

type Thing = { data: Uint8Array | undefined; version: number; created: number; owner: SessionId | undefined }
type Model = { readonly things: Map<string, Thing>; readonly open: Set<SessionId> }
type Session = typeof ALICE

const BUILT_IN = ['/', '/zookeeper', '/zookeeper/quota', '/zookeeper/config']

function childrenIn(model: Model, path: string): string[] {
  return [...model.things.keys()].filter((other) => other !== '/' && parentPathOf(other) === path)
}

/** Every command is always legal: refusals are half of what there is to compare. */
abstract class Step implements fc.Command<Model, World> {
  readonly session: Session
  constructor(session: Session) {
    this.session = session
  }
  check(): boolean {
    return true
  }
  abstract run(model: Model, world: World): void
  abstract toString(): string
}

class Create extends Step {
  readonly path: string
  readonly data: Uint8Array
  readonly flags: number
  constructor(session: Session, path: string, data: Uint8Array, flags: number) {
    super(session)
    this.path = path
    this.data = data
    this.flags = flags
  }

  run(model: Model, world: World): void {
    const result = world.ask(create(this.path, { data: this.data, flags: this.flags }), { session: this.session })
    const expected = this.expected(model)
    if (typeof expected === 'number') {
      expect(result).toEqual({ type: 'error', code: expected })
      return
    }
    model.things.get(parentPathOf(this.path))!.created++
    const owner = this.flags === 1 || this.flags === 3 ? this.session : undefined
    model.things.set(expected, { data: this.data, version: 0, created: 0, owner })
    expect(result).toMatchObject({ type: 'create', path: expected })
  }

  expected(model: Model): string | number {
    if (!model.open.has(this.session)) return ErrorCode.sessionExpired
    const parent = model.things.get(parentPathOf(this.path))
    if (parent === undefined) return ErrorCode.noNode
    const path = this.flags >= 2 ? this.path + String(parent.created).padStart(10, '0') : this.path
    if (model.things.has(path)) return ErrorCode.nodeExists
    return parent.owner === undefined ? path : ErrorCode.noChildrenForEphemerals
  }

  toString(): string {
    return `create ${this.path} flags ${this.flags}`
  }
}

class Remove extends Step {
  readonly path: string
  constructor(session: Session, path: string) {
    super(session)
    this.path = path
  }

  run(model: Model, world: World): void {
    const code = world.codeOf(remove(this.path), { session: this.session })
    const expected = this.expected(model)
    expect(code).toBe(expected)
    if (expected === ErrorCode.ok) model.things.delete(this.path)
  }

  expected(model: Model): number {
    if (!model.open.has(this.session)) return ErrorCode.sessionExpired
    if (!model.things.has(this.path)) return ErrorCode.noNode
    return childrenIn(model, this.path).length > 0 ? ErrorCode.notEmpty : ErrorCode.ok
  }

  toString(): string {
    return `delete ${this.path}`
  }
}

class SetData extends Step {
  readonly path: string
  readonly data: Uint8Array
  readonly version: number
  constructor(session: Session, path: string, data: Uint8Array, version: number) {
    super(session)
    this.path = path
    this.data = data
    this.version = version
  }

  run(model: Model, world: World): void {
    const code = world.codeOf(setData(this.path, this.version, this.data), { session: this.session })
    const expected = this.expected(model)
    expect(code).toBe(expected)
    const thing = model.things.get(this.path)
    if (expected === ErrorCode.ok && thing !== undefined) {
      thing.data = this.data
      thing.version++
    }
  }

  expected(model: Model): number {
    const thing = model.things.get(this.path)
    if (!model.open.has(this.session)) return ErrorCode.sessionExpired
    if (thing === undefined) return ErrorCode.noNode
    return this.version === -1 || this.version === thing.version ? ErrorCode.ok : ErrorCode.badVersion
  }

  toString(): string {
    return `set ${this.path} version ${this.version}`
  }
}

class CloseSession extends Step {
  run(model: Model, world: World): void {
    const code = world.codeOf({ type: 'close-session' }, { session: this.session })
    expect(code).toBe(model.open.has(this.session) ? ErrorCode.ok : ErrorCode.sessionExpired)
    model.open.delete(this.session)
    for (const [path, { owner }] of model.things) if (owner === this.session) model.things.delete(path)
  }

  toString(): string {
    return `close ${this.session}`
  }
}

const session = fc.constantFrom(ALICE, BOB)
const path = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 3 }).map((names) => `/${names.join('/')}`)
const data = fc.uint8Array({ maxLength: 40 })

const steps = fc.commands(
  [
    fc.tuple(session, path, data, fc.integer({ min: 0, max: 3 })).map((from) => new Create(...from)),
    fc.tuple(session, path, data, fc.constant(0)).map((from) => new Create(...from)),
    fc.tuple(session, path).map((from) => new Remove(...from)),
    fc.tuple(session, path, data, fc.integer({ min: -1, max: 3 })).map((from) => new SetData(...from)),
    session.map((from) => new CloseSession(from)),
  ],
  { size: '+1', maxCommands: 150 },
)

function expectSame(model: Model, { state }: World): void {
  for (const [path, thing] of model.things) {
    const znode = state.lookup(path)!
    const children = childrenIn(model, path).map((child) => child.slice(child.lastIndexOf('/') + 1))
    expect(state.childrenOf(znode).toSorted()).toEqual(children.toSorted())
    if (BUILT_IN.includes(path)) continue
    expect(state.dataOf(znode)).toEqual(thing.data)
    expect(state.statOf(znode)).toMatchObject({
      version: thing.version,
      ephemeralOwner: thing.owner,
      numChildren: children.length,
      dataLength: thing.data?.length,
      cversion: 2 * thing.created - children.length,
    })
  }
  expect(state.znodeCount).toBe(model.things.size)
}

test('a tree is a map with rules', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const model: Model = { things: new Map<string, Thing>(), open: new Set([ALICE, BOB]) }
      for (const path of BUILT_IN)
        model.things.set(path, { data: new Uint8Array(0), version: 0, created: 0, owner: undefined })
      const world = World.open()
      fc.modelRun(() => ({ model, real: world }), all)
      expectSame(model, world)
    }),
    { numRuns: 150 },
  )
})
