import { expect, test } from 'vitest'
import { LinearizabilityChecker } from '../../src/checkers/linearizability.ts'
import { VERSION_REGISTER } from '../../src/checkers/linearizable-registers.ts'
import { Random } from '../../src/random.ts'

const create = { kind: 'create', version: -1 } as const
const remove = { kind: 'delete', version: -1 } as const
const write = (version = -1) => ({ kind: 'set-data', version }) as const
const NO_NODE = -101
const BAD_VERSION = -103

test('answers in the order of the calls are explained', () => {
  const checker = new LinearizabilityChecker(VERSION_REGISTER)
  checker.invoked(1, create)
  expect(checker.answered(1, 0)).toBe(true)
  checker.invoked(2, write(0))
  expect(checker.answered(2, 1)).toBe(true)
  checker.invoked(3, write(0))
  expect(checker.answered(3, BAD_VERSION)).toBe(true)
  checker.invoked(4, remove)
  expect(checker.answered(4, 0)).toBe(true)
})

test('calls side by side may take effect in either order', () => {
  const checker = new LinearizabilityChecker(VERSION_REGISTER)
  checker.invoked(1, create)
  checker.invoked(2, write())
  checker.invoked(3, write())
  expect(checker.answered(3, 1)).toBe(true)
  expect(checker.answered(2, 2)).toBe(true)
  expect(checker.answered(1, 0)).toBe(true)
})

test('a write that was answered and is gone afterwards is noticed', () => {
  const checker = new LinearizabilityChecker(VERSION_REGISTER)
  checker.invoked(1, create)
  checker.answered(1, 0)
  checker.invoked(2, write())
  checker.answered(2, 1)
  checker.invoked(3, write())
  expect(checker.answered(3, 1)).toBe(false)
})

test('two conditional writes of one version cannot both succeed', () => {
  const checker = new LinearizabilityChecker(VERSION_REGISTER)
  checker.invoked(1, create)
  checker.answered(1, 0)
  checker.invoked(2, write(0))
  checker.invoked(3, write(0))
  expect(checker.answered(2, 1)).toBe(true)
  expect(checker.answered(3, 1)).toBe(false)
})

test('a call without an answer may have happened or not', () => {
  for (const seen of [1, 2]) {
    const checker = new LinearizabilityChecker(VERSION_REGISTER)
    checker.invoked(1, create)
    checker.answered(1, 0)
    checker.invoked(2, write()) // its connection is lost
    checker.invoked(3, write())
    expect(checker.answered(3, seen)).toBe(true)
  }
})

test('once it has expired it cannot happen any more', () => {
  const checker = new LinearizabilityChecker(VERSION_REGISTER)
  checker.invoked(1, create)
  checker.answered(1, 0)
  checker.invoked(2, remove) // lost
  checker.invoked(3, write())
  expect(checker.answered(3, 1)).toBe(true)
  checker.expired(2)
  checker.invoked(4, write())
  expect(checker.answered(4, NO_NODE)).toBe(true) // the deletion happened right after 3
  checker.invoked(5, create)
  checker.answered(5, 0)
  checker.invoked(6, write())
  expect(checker.answered(6, NO_NODE)).toBe(false)
})

test('histories of a real register are always explained, and with a forged answer sometimes not', () => {
  const caught = { real: 0, forged: 0 }
  for (let seed = 0; seed < 300; seed++) {
    for (const forged of [false, true]) {
      if (!isExplained(new Random(seed), forged)) caught[forged ? 'forged' : 'real']++
    }
  }
  expect(caught.real).toBe(0)
  expect(caught.forged).toBeGreaterThan(200)
})

/** Four clients on one register; calls take effect at a random moment between call and answer; some are never answered. */
function isExplained(random: Random, forged: boolean): boolean {
  const checker = new LinearizabilityChecker(VERSION_REGISTER)
  const pending: { id: number; input: ReturnType<typeof write> | typeof create | typeof remove; answer?: number }[] = []
  let state = VERSION_REGISTER.initial
  let explained = true
  for (let id = 1; id <= 120; ) {
    const call = pending.length > 0 ? random.pick(pending) : undefined
    if (pending.length < 4 && random.chance(0.4)) {
      const input = random.pick([create, remove, write(), write(random.below(3))])
      pending.push({ id, input })
      checker.invoked(id++, input)
    } else if (call !== undefined && call.answer === undefined) {
      const step = VERSION_REGISTER.step(state, call.input)
      state = step.state
      call.answer = step.answer
    } else if (call?.answer !== undefined) {
      pending.splice(pending.indexOf(call), 1)
      if (random.chance(0.03)) checker.expired(call.id)
      else explained = checker.answered(call.id, call.answer + (forged && id > 60 && id < 66 ? 1 : 0)) && explained
    }
  }
  return explained && !checker.gaveUp
}
