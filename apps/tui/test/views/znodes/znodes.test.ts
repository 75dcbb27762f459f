/** The view of the tree under a hand, on a tree that others change meanwhile. */
import type { TraceHeader } from '@quoll/trace'
import { describe, expect, test } from 'vitest'
import { Player } from '../../../src/player.ts'
import type { EnsembleSource } from '../../../src/source.ts'
import { lineText } from '../../../src/view/line.ts'
import { FakeTree } from '../../support/fake-tree.ts'
import { frameOf, linesOf, SIZES } from '../../support/on-screen.ts'

const NOW = Date.UTC(2026, 0, 1, 12)
const header: TraceHeader = {
  trace: 1,
  clock: 'wall',
  atMs: NOW,
  connect: '127.0.0.1:2181',
  peers: [{ id: 1 }, { id: 2 }, { id: 3 }],
  title: 'three peers',
}

class Hand {
  readonly tree: FakeTree = new FakeTree()
    .put('/app')
    .put('/app/config', '{"replicas":3,"region":"north"}')
    .put('/app/members')
    .put('/app/members/member-0000000007', 'host-a:8080')
    .put('/blob', Uint8Array.from([0, 1, 2, 250, 251]))
    .put('/zookeeper')
  readonly player: Player

  constructor(source: Partial<EnsembleSource> = {}, readonly = false) {
    const tree = this.tree
    this.player = new Player(
      { header, kind: 'live', start: () => {}, stop: () => {}, tree, ...source },
      { clock: () => NOW, readonly },
    )
    this.player.start()
  }

  /** Presses keys, one after the other, and lets what they ask for be fetched. */
  async press(...keys: readonly string[]): Promise<this> {
    for (const key of keys) {
      this.player.press(key)
      await settled()
    }
    return this
  }

  get text(): string {
    return linesOf(this.player.dashboard, SIZES[2]!).map(lineText).join('\n')
  }
}

/** Fetches are a few promises deep. */
async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}

const opened = (): Promise<Hand> => new Hand().press('4', 'j', 'l')

describe('the tree', () => {
  test('unfolds, shows what a znode holds, and folds again', async () => {
    const hand = await opened()
    await hand.press('j')
    expect(hand.text).toContain('"replicas": 3')
    expect(hand.text).toContain('version    0, 31 bytes, no children')
    await hand.press('h', 'h')
    expect(hand.text).not.toContain('config')
  })

  test('follows what others change, and watches nothing that nobody looks at', async () => {
    const hand = await opened()
    await hand.press('j')
    hand.tree.put('/app/config', 'new').put('/app/late')
    await settled()
    expect(hand.text).toContain('version    1, 3 bytes')
    expect(hand.text).toContain('late')
    expect([...hand.tree.watched].sort()).toEqual(['/', '/app', '/app/config'])
    await hand.press('1')
    expect(hand.tree.watched).toEqual([])
  })

  test('says so when what is chosen is gone', async () => {
    const hand = await opened()
    await hand.press('j')
    await hand.tree.write.delete('/app/config')
    await settled()
    expect(hand.text).toContain('there is no /app/config')
  })

  test('goes to a path that is typed, completed by tab', async () => {
    const hand = await opened()
    await hand.press('/', 'end', ...Array.from({ length: 4 }, () => 'backspace'), '/', 'a', 'tab')
    await hand.press('/', 'm', 'tab', 'enter')
    expect(hand.text).toContain(' /app/members')
  })

  test('shows bytes as bytes, and text as bytes when asked', async () => {
    const hand = await new Hand().press('4', 'j', 'j')
    expect(hand.text).toContain('000000  00 01 02 fa fb')
    await hand.press('k', 'l', 'j', 'f', 'f', 'f')
    expect(hand.text).toContain('000000  7b 22 72')
  })
})

describe('changing it', () => {
  test('creates a child, and goes there', async () => {
    const hand = await opened()
    await hand.press('c', ...'new', 'enter', ...'hello', 'enter')
    expect(hand.tree.text('/app/new')).toBe('hello')
    expect(hand.text).toContain('/app/new was created')
    expect(hand.player.dashboard.screen.views.znodes.chosen).toBe('/app/new')
  })

  test('edits a line of text, unless somebody was quicker', async () => {
    const hand = await opened()
    await hand.press('c', ...'new', 'enter', ...'hello', 'enter', 'e', '!', 'enter')
    expect(hand.tree.text('/app/new')).toBe('hello!')
    await hand.press('e', '?')
    hand.tree.put('/app/new', 'theirs')
    await hand.press('enter')
    expect(hand.tree.text('/app/new')).toBe('theirs')
    expect(hand.text).toContain('was changed meanwhile')
  })

  test('deletes after a yes, never what has children', async () => {
    const hand = await opened()
    await hand.press('D')
    expect(hand.text).toContain("it has 2 children: use 'quoll shell'")
    await hand.press('j', 'D', 'n')
    expect(hand.tree.has('/app/config')).toBe(true)
    await hand.press('D')
    expect(hand.text).toContain('delete /app/config? it is gone for every client')
    await hand.press('y')
    expect(hand.tree.has('/app/config')).toBe(false)
    expect(hand.player.dashboard.screen.views.znodes.chosen).toBe('/app')
  })

  test('is not offered where it is not allowed', async () => {
    const looking = await new Hand({}, true).press('4', 'j', 'c')
    expect(looking.player.dashboard.screen.prompt).toBeUndefined()
    expect(looking.text).not.toContain('c create')
  })
})

describe('how it looks', () => {
  test.each(SIZES)('at $columns x $rows', async (size) => {
    const hand = await opened()
    await hand.press('j')
    const name = `../../frames/znodes-${size.columns}x${size.rows}`
    await expect(frameOf(hand.player.dashboard, size)).toMatchFileSnapshot(`${name}.txt`)
    const ascii = frameOf(hand.player.dashboard, size, true)
    expect(ascii).toMatch(/^[ -~\n]*$/)
  })

  test('without a session it says why there is nothing to see', async () => {
    const { tree: _, ...bare } = new Hand().player.dashboard.powers
    expect(bare.mayWrite).toBe(true)
    const recorded = new Player({ header, kind: 'recorded', start: () => {}, stop: () => {} }, { clock: () => NOW })
    recorded.start()
    recorded.press('4')
    expect(frameOf(recorded.dashboard, SIZES[1]!)).toContain('a recording holds what the peers did')
  })
})
