/** The main screen as it is drawn, at the sizes and in the situations that matter. `vitest -u` rewrites the frames; read the difference. */
import { renderToString } from 'ink'
import { describe, expect, test, vi } from 'vitest'
import type { Dashboard } from '../../src/model/dashboard.ts'
import { Frame } from '../../src/skin/frame.tsx'
import { inAscii } from '../../src/view/glyphs.ts'
import { cells, lineText } from '../../src/view/line.ts'
import { type Size, screen } from '../../src/view/screen.ts'
import { spoken } from '../../src/view/spoken.ts'
import { VIEWS } from '../../src/views/index.ts'
import { AtWork } from '../support/at-work.ts'
import { SITUATIONS } from '../support/situations.ts'

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

function drawn(dashboard: Dashboard, size: Size, colors: boolean, ascii = false): string {
  const lines = screen(dashboard, size)
  return renderToString(<Frame lines={ascii ? lines.map(inAscii) : lines} colors={colors} />, { columns: size.columns })
}

function plainFrame(dashboard: Dashboard, size: Size, ascii = false): string {
  return `${drawn(dashboard, size, false, ascii).replaceAll(CODE, '').replaceAll(/ +$/gm, '')}\n`
}

/** Escape codes as what they mean, so that the file can be read: ‹32›. */
function colorFrame(dashboard: Dashboard, size: Size): string {
  return `${drawn(dashboard, size, true).replaceAll(CODE, '‹$1›').replaceAll(/ +$/gm, '')}\n`
}

const dashboardOf = (situation: () => AtWork): Dashboard => situation().player.dashboard
const REPLACED = SITUATIONS['leader-replaced']!

describe.each(Object.entries(SITUATIONS))('%s', (name, situation) => {
  const dashboard = dashboardOf(situation)

  test.each(SIZES)('at $columns x $rows', async (size) => {
    await expect(plainFrame(dashboard, size)).toMatchFileSnapshot(`../frames/${name}-${size.columns}x${size.rows}.txt`)
  })

  test.each(SIZES)('fills $columns x $rows and not a cell more', (size) => {
    const lines = screen(dashboard, size)
    expect(lines).toHaveLength(size.rows - 1)
    for (const line of lines) expect(cells(lineText(line))).toBeLessThanOrEqual(size.columns)
  })
})

describe.each(SIZES)('leader-replaced at $columns x $rows', (size) => {
  const name = `../frames/leader-replaced-${size.columns}x${size.rows}`

  test('in colour', async () => {
    await expect(colorFrame(dashboardOf(REPLACED), size)).toMatchFileSnapshot(`${name}.colors.txt`)
  })

  test('in ASCII', async () => {
    const frame = plainFrame(dashboardOf(REPLACED), size, true)
    expect(frame).toMatch(/^[ -~\n]*$/)
    await expect(frame).toMatchFileSnapshot(`${name}.ascii.txt`)
  })
})

test('for ears, every number has a name', async () => {
  const text = spoken(dashboardOf(REPLACED)).map(lineText).join('\n')
  expect(text).toMatch(/^[ -~\n]*$/)
  await expect(`${text}\n`).toMatchFileSnapshot('../frames/leader-replaced.spoken.txt')
})

test('without colours no colour code is written', () => {
  const frame = drawn(dashboardOf(REPLACED), SIZES[1]!, false)
  const codes = [...frame.matchAll(CODE)].map(([, code]) => code)
  expect(new Set(codes)).toEqual(new Set(['1', '2', '22']))
})

test('colours are of the sixteen that every terminal has', () => {
  const frame = drawn(dashboardOf(REPLACED), SIZES[3]!, true)
  for (const [, code] of frame.matchAll(CODE)) expect(code).toMatch(/^(0|1|2|7|22|27|3[0-79]|9[0-7])$/)
})

test('every view, at every size from tiny to wide, keeps its bounds', () => {
  const { dashboard } = REPLACED().player
  for (const { name } of VIEWS)
    for (let columns = 1; columns <= 210; columns += 19)
      for (let rows = 2; rows <= 66; rows += 7) {
        const lines = screen({ ...dashboard, screen: { ...dashboard.screen, view: name } }, { columns, rows })
        expect(lines.length).toBeLessThan(rows)
        for (const line of lines)
          expect(cells(lineText(line)), `${name} at ${columns}x${rows}`).toBeLessThanOrEqual(columns)
      }
})

test('more peers than rows: the chosen one is always on show', () => {
  const work = new AtWork({ peers: 15 }).play((scene) => scene.statuses())
  for (let i = 0; i < 15; i++) {
    const rows = work.rows({ columns: 80, rows: 16 })
    expect(rows.filter((row) => row.includes('▸')).join()).toMatch(new RegExp(`▸ *${i + 1} `))
    work.press('down')
  }
})

test('a menu longer than the screen moves with the chosen item', () => {
  const work = SITUATIONS['all-is-well']!().press('x')
  for (let i = 0; i < 11; i++) {
    expect(work.rows({ columns: 60, rows: 16 }).filter((row) => /^ ▸ [a-z] /.test(row))).toHaveLength(1)
    work.press('down')
  }
})
