/** Elections, one peer, transactions and metrics as they look, on what simulated ensembles told. `vitest -u` rewrites the frames; read the difference. */
import { describe, expect, test } from 'vitest'
import type { Dashboard } from '../../src/model/dashboard.ts'
import { cells, lineText } from '../../src/view/line.ts'
import { spoken } from '../../src/view/spoken.ts'
import { dashboardOn, frameOf, linesOf, pressed, SIZES } from '../support/on-screen.ts'
import { AT_WORK, PLAYS } from '../support/plays.ts'
import { play } from '../support/stage.ts'

const traces = new Map(
  [...Object.entries(PLAYS), ['at-work', AT_WORK] as const].map(([name, script]) => [name, play(script, true)]),
)
const on = (name: string, view: 'elections' | 'peer' | 'transactions' | 'metrics', untilMs?: number): Dashboard => {
  const trace = traces.get(name)!
  return dashboardOn(trace, view, untilMs === undefined ? undefined : trace.header.atMs + untilMs)
}
const down = (times: number): readonly string[] => Array.from({ length: times }, () => 'j')

const SITUATIONS: Readonly<Record<string, () => Dashboard>> = {
  'elections-none': () => dashboardOn({ ...traces.get('at-work')!, records: [] }, 'elections'),
  'elections-list': () => on('leader-killed', 'elections'),
  'election-leader-killed': () => pressed(on('leader-killed', 'elections'), 'j', 'enter', ...down(12)),
  'election-under-way': () => pressed(on('at-work', 'elections', 14_041), 'enter'),
  'election-deposed-leader': () => pressed(on('leader-cut-off', 'elections'), 'enter', 'G', 'N', 'N'),
  'election-longer-history': () => pressed(on('longer-history', 'elections'), 'enter', ...down(12)),
  'election-five-with-an-observer': () =>
    pressed(on('five-with-an-observer', 'elections'), 'enter', 'n', 'n', 'n', '+'),
  'election-split-votes': () => pressed(on('split-votes', 'elections'), 'enter', 'G', 'page-up', '+', '+', '+'),
  'election-true-to-scale': () => pressed(on('leader-paused', 'elections'), 'enter', 'n', 't'),
  'peer-follows': () => on('at-work', 'peer'),
  'peer-leads': () => pressed(on('at-work', 'peer'), 'l', 'l'),
  'peer-is-down': () => pressed(on('at-work', 'peer', 18_000), 'l'),
  'transactions-none': () => dashboardOn({ ...traces.get('at-work')!, records: [] }, 'transactions'),
  transactions: () => pressed(on('at-work', 'transactions'), 'j', 'j'),
  'transactions-refused': () => pressed(on('at-work', 'transactions'), '/', ...'refused', 'enter'),
  'metrics-none': () => dashboardOn({ ...traces.get('at-work')!, records: [] }, 'metrics'),
  'metrics-all': () => pressed(on('at-work', 'metrics'), 'j', 'j', '+'),
  'metrics-peer-by-peer': () => pressed(on('at-work', 'metrics', 18_000), 'j', 'j', '+', 'enter'),
}

describe.each(Object.entries(SITUATIONS))('%s', (name, situation) => {
  const dashboard = situation()

  test.each(SIZES)('at $columns x $rows', async (size) => {
    await expect(frameOf(dashboard, size)).toMatchFileSnapshot(`../frames/${name}-${size.columns}x${size.rows}.txt`)
  })

  test('in ASCII nothing else is drawn, and everything keeps its place', async () => {
    const size = SIZES[1]!
    const frame = frameOf(dashboard, size, true)
    expect(frame).toMatch(/^[ -~\n]*$/)
    await expect(frame).toMatchFileSnapshot(`../frames/${name}-80x24.ascii.txt`)
  })

  test('every size keeps its bounds', () => {
    for (let columns = 60; columns <= 210; columns += 7)
      for (let rows = 16; rows <= 66; rows += 5) {
        const lines = linesOf(dashboard, { columns, rows })
        expect(lines.length).toBeLessThan(rows)
        for (const line of lines) expect(cells(lineText(line)), lineText(line)).toBeLessThanOrEqual(columns)
      }
  })
})

describe('for ears', () => {
  const said = (dashboard: Dashboard): string => `${spoken(dashboard).map(lineText).join('\n')}\n`

  test.each(['elections-list', 'election-leader-killed', 'metrics-all', 'metrics-peer-by-peer'])('%s', async (name) => {
    const text = said(SITUATIONS[name]!())
    expect(text).toMatch(/^[ -~\n]*$/)
    await expect(text).toMatchFileSnapshot(`../frames/${name}.spoken.txt`)
  })
})

/** Tones as what they mean, so that the file can be read: ‹bad›. */
test.each(['election-leader-killed', 'election-split-votes', 'transactions-refused', 'metrics-all'])(
  '%s in tones',
  async (name) => {
    const lines = linesOf(SITUATIONS[name]!(), SIZES[1]!)
    const toned = lines.map((line) =>
      line
        .map(({ text, tone }) => `‹${tone}›${text}`)
        .join('')
        .trimEnd(),
    )
    await expect(`${toned.join('\n')}\n`).toMatchFileSnapshot(`../frames/${name}-80x24.tones.txt`)
  },
)

test('without colours nothing is lost: every phase has a letter and a pattern of its own', () => {
  const row = frameOf(pressed(on('five-with-an-observer', 'elections'), 'enter'), SIZES[3]!)
    .split('\n')
    .find((line) => line.includes('leads epoch 2 █'))
  expect(row).toMatch(/ F █.* looking ░+ discovery ▒+ sync\w* ▄+ leads epoch 2 █+/)
})

describe('the cursor in an election', () => {
  const opened = pressed(on('leader-killed', 'elections'), 'j', 'enter')
  const wordsOf = (dashboard: Dashboard): string =>
    frameOf(dashboard, SIZES[2]!)
      .split('\n')
      .find((line) => /^ \d+ of 28 {2}/.test(line)) ?? ''

  test('goes through it message by message, in full words', () => {
    expect(wordsOf(opened)).toMatch(/1 of 28 {2}peer 2 was killed/)
    expect(wordsOf(pressed(opened, 'j'))).toMatch(/2 of 28 {2}peer 2 runs no more/)
    expect(wordsOf(pressed(opened, 'j', 'k'))).toBe(wordsOf(opened))
    expect(wordsOf(pressed(opened, ...down(100)))).toMatch(/28 of 28 {2}peer 3 commits the first write of epoch 2, 2:1/)
    expect(wordsOf(pressed(opened, 'G', 'g'))).toBe(wordsOf(opened))
  })

  test('jumps from turn to turn', () => {
    const turns = ['n', 'n', 'n'].map((_, i) => wordsOf(pressed(opened, ...Array.from({ length: i + 1 }, () => 'n'))))
    expect(turns[1]).toMatch(/peer 1 goes looking for a leader: the link to peer 2/)
    expect(turns[2]).toMatch(/peer 3 goes looking for a leader/)
    expect(wordsOf(pressed(opened, 'n', 'N'))).toBe(wordsOf(opened))
  })

  test('is always in sight, however far one zooms in', () => {
    for (let at = 0; at < 28; at++) {
      const zoomed = pressed(opened, '+', '+', '+', '+', ...down(at))
      const marks = frameOf(zoomed, SIZES[1]!).match(/●|✗/g) ?? []
      expect(marks.length, wordsOf(zoomed)).toBeGreaterThan(0)
    }
  })

  test('more peers than rows: the lanes of those that speak are on show', () => {
    const nine = play({
      title: 'nine',
      voters: 9,
      play: (scenario) => scenario.start(1, 2, 3, 4, 5, 6, 7, 8, 9).passTime(300),
    })
    for (let at = 0; at < 60; at++) {
      const dashboard = pressed(dashboardOn(nine, 'elections'), 'enter', ...down(at))
      const frame = frameOf(dashboard, SIZES[0]!)
      const [, from, to] = /^ \d+ of \d+ {2}peer (\d) to peer (\d)/m.exec(frame) ?? []
      for (const peer of [from, to].filter((one) => one !== undefined))
        expect(frame).toMatch(new RegExp(`^ {3}${peer} `, 'm'))
      expect(frame).toMatch(/^ \d+ of \d+ {2}/m)
    }
  })

  test('escape leads back to the list, then out', () => {
    const list = pressed(opened, 'escape')
    expect(frameOf(list, SIZES[1]!)).toContain('3 elections seen')
    expect(pressed(list, 'escape').screen.view).toBe('peers')
  })

  test('left and right lead to the elections before and after', () => {
    expect(frameOf(pressed(opened, 'l'), SIZES[1]!)).toContain('peer 2 joined peer 3')
    expect(frameOf(pressed(opened, 'h'), SIZES[1]!)).toContain('peers 1, 2 and 3 started')
  })
})

test('another peer in the peer view is another peer everywhere', () => {
  const dashboard = pressed(on('at-work', 'peer'), 'right')
  expect(dashboard.screen.peer).toBe(2)
  expect(frameOf(dashboard, SIZES[1]!)).toContain('peer 2 follows peer 3 in epoch 2')
  expect(pressed(dashboard, 'l', 'l', 'l').screen.peer).toBe(3)
})

test('a filter on transactions is told, and taken away by escape', () => {
  const filtered = pressed(on('at-work', 'transactions'), '/', ...'jobs-3', 'enter')
  const frame = frameOf(filtered, SIZES[1]!)
  expect(frame).toMatch(/\d+ of the last \d+ transactions have "jobs-3" in them/)
  expect(frame).not.toContain('/jobs-4')
  expect(frameOf(pressed(filtered, 'escape'), SIZES[1]!)).toContain('  the last')
})

test('metrics: one peer after the other, and all together again', () => {
  const start = on('at-work', 'metrics')
  const seen = [0, 1, 2, 3, 4].map((times) =>
    frameOf(pressed(start, ...Array.from({ length: times }, () => 'l')), SIZES[1]!),
  )
  expect(seen.map((frame) => /^ (all peers|peer \d)/m.exec(frame)?.[1])).toEqual([
    'all peers',
    'peer 1',
    'peer 2',
    'peer 3',
    'all peers',
  ])
})

test('metrics peer by peer: every peer can be brought on show, however small the screen', () => {
  const start = pressed(on('at-work', 'metrics'), 'enter')
  const frames = [0, 1, 2].map((times) =>
    frameOf(pressed(start, ...Array.from({ length: times }, () => 'l')), SIZES[0]!),
  )
  expect(frames.map((frame) => /▸peer (\d)/.exec(frame)?.[1])).toEqual(['1', '2', '3'])
})

test('of a server that tells little, nothing is invented', () => {
  const trace = traces.get('at-work')!
  const untold = { links: [], digest: '', queuedBytes: [], memoryBytes: 0, eventLoopMsP99: 0, round: 0, pid: 0 }
  const records = trace.records.map((record) =>
    record.type === 'status' ? { ...record, status: { ...record.status, ...untold } } : record,
  )
  const frame = frameOf(dashboardOn({ ...trace, records }, 'peer'), SIZES[2]!)
  expect(frame).toMatch(/memory +- {2}it does not tell/)
  expect(frame).toContain('this kind of server does not tell about its links')
  expect(frameOf(dashboardOn({ ...trace, records }, 'metrics'), SIZES[3]!)).toMatch(/memory {2,}- /)
})
