/** The screen as it is drawn, at the sizes and in the situations that matter. `vitest -u` rewrites the frames; read the difference. */
import { renderToString } from 'ink'
import { describe, expect, test, vi } from 'vitest'
import type { Model } from '../../src/model/model.ts'
import { Frame } from '../../src/skin/frame.tsx'
import { cells, lineText } from '../../src/view/line.ts'
import { type Size, screen } from '../../src/view/screen.ts'
import { AtWork } from '../support/at-work.ts'

// Ink colours nothing where it sees no terminal, unless told before it is loaded.
vi.hoisted(() => {
  Object.assign(process.env, { FORCE_COLOR: '1' })
})

/** A code that sets a look: colour, weight. */
const CODE = new RegExp(`${String.fromCharCode(27)}\\[([\\d;]*)m`, 'g')

const SIZES: readonly Size[] = [
  { columns: 60, rows: 16 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
]

const busy = (peers = 3, observers = 0): AtWork =>
  new AtWork({ peers, observers, writesPerSecond: (atMs) => ((atMs / 1000) % 7) * 200 }).poll().watch(20_000)

const SITUATIONS: Readonly<Record<string, () => AtWork>> = {
  'first-moment': () => new AtWork({ peers: 3 }),
  'all-is-well': () => busy(),
  'kill-the-leader': () => busy().press('down', 'down', 'k'),
  electing: () => busy().press('down', 'down', 'k', 'y').watch(40, 20),
  'leader-replaced': () => busy().press('down', 'down', 'k', 'y').watch(100, 20).watch(4000),
  'coming-back': () => busy().press('k', 'y').watch(4000).press('r').watch(200),
  'no-quorum': () => busy(5, 1).press('k', 'y').watch(2000).press('down', 'k', 'y').watch(3000),
  'only-watching': () => new AtWork({ peers: 3, control: false }).poll().watch(2000),
  help: () => busy().press('?'),
}

function plainFrame(model: Model, size: Size): string {
  const drawn = renderToString(<Frame lines={screen(model, size)} colors={false} />, { columns: size.columns })
  return `${drawn.replaceAll(CODE, '').replaceAll(/ +$/gm, '')}\n`
}

/** Escape codes as what they mean, so that the file can be read: ‹32›. */
function colorFrame(model: Model, size: Size): string {
  const drawn = renderToString(<Frame lines={screen(model, size)} colors />, { columns: size.columns })
  return `${drawn.replaceAll(CODE, '‹$1›').replaceAll(/ +$/gm, '')}\n`
}

describe.each(Object.entries(SITUATIONS))('%s', (name, situation) => {
  const { model } = situation()

  test.each(SIZES.slice(0, 3))('at $columns x $rows', async (size) => {
    await expect(plainFrame(model, size)).toMatchFileSnapshot(`../frames/${name}-${size.columns}x${size.rows}.txt`)
  })

  test.each(SIZES)('fills $columns x $rows and not a cell more', (size) => {
    const lines = screen(model, size)
    expect(lines).toHaveLength(size.rows - 1)
    for (const line of lines) expect(cells(lineText(line))).toBeLessThanOrEqual(size.columns)
  })
})

test.each(SIZES.slice(0, 3))('in colour at $columns x $rows', async (size) => {
  const { model } = SITUATIONS['leader-replaced']!()
  await expect(colorFrame(model, size)).toMatchFileSnapshot(
    `../frames/leader-replaced-${size.columns}x${size.rows}.colors.txt`,
  )
})

test('without colours no colour code is written', () => {
  const { model } = SITUATIONS['leader-replaced']!()
  const drawn = renderToString(<Frame lines={screen(model, SIZES[1]!)} colors={false} />, { columns: 80 })
  const codes = [...drawn.matchAll(CODE)].map(([, code]) => code)
  expect(new Set(codes)).toEqual(new Set(['1', '2', '22']))
})

test('every size from tiny to wide keeps its bounds', () => {
  const { model } = SITUATIONS['kill-the-leader']!()
  for (let columns = 1; columns <= 210; columns += 7)
    for (let rows = 2; rows <= 66; rows += 4) {
      const lines = screen(model, { columns, rows })
      expect(lines.length).toBeLessThan(rows)
      for (const line of lines) expect(cells(lineText(line))).toBeLessThanOrEqual(columns)
    }
})

test('more peers than rows: the chosen one is always on show', () => {
  const work = new AtWork({ peers: 15 }).poll()
  for (let i = 0; i < 15; i++) {
    const rows = screen(work.model, { columns: 80, rows: 16 }).map(lineText)
    expect(rows.filter((row) => row.includes('▸')).join()).toMatch(new RegExp(`▸ +${i + 1} `))
    work.press('down')
  }
})
