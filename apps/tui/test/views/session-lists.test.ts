/** Sessions and watches as they look, filtered and not. */
import type { TraceHeader, TraceRecord } from '@quoll/trace'
import { describe, expect, test } from 'vitest'
import type { Dashboard, ViewName } from '../../src/model/dashboard.ts'
import { cells, lineText } from '../../src/view/line.ts'
import { dashboardOn, frameOf, linesOf, pressed, SIZES } from '../support/on-screen.ts'

const header: TraceHeader = {
  trace: 1,
  clock: 'wall',
  atMs: Date.UTC(2026, 0, 1, 12),
  connect: '127.0.0.1:2181',
  peers: [{ id: 1 }, { id: 2 }, { id: 3 }],
  title: 'three peers',
}
const at = { atMs: header.atMs + 1000 }
const session = (id: string, more: object = {}) => ({
  id,
  owner: undefined,
  client: undefined,
  timeoutMs: 30_000,
  leftMs: undefined,
  ephemerals: 0,
  watches: 0,
  outstanding: 0,
  lastOperation: undefined,
  lastMs: undefined,
  ...more,
})

const records: readonly TraceRecord[] = [
  {
    ...at,
    type: 'sessions',
    peer: 1,
    total: 3,
    rows: [
      session('0x1000a0b0c0d0001', {
        owner: 1,
        client: '10.0.0.7:41210',
        watches: 12,
        outstanding: 1,
        lastOperation: 'get-children2',
        lastMs: 40,
      }),
      session('0x2000a0b0c0d0002'),
      session('0x3000a0b0c0d0003'),
    ],
  },
  {
    ...at,
    type: 'sessions',
    peer: 3,
    total: 3,
    rows: [
      session('0x1000a0b0c0d0001', { owner: 1, leftMs: 29_100, ephemerals: 2 }),
      session('0x2000a0b0c0d0002', { owner: 2, leftMs: 6_200, ephemerals: 1 }),
      session('0x3000a0b0c0d0003', {
        owner: 3,
        client: '[fd00::17]:50122',
        leftMs: 27_900,
        lastOperation: 'set-data',
        lastMs: 2_100,
      }),
    ],
  },
  {
    ...at,
    type: 'watches',
    peer: 1,
    total: 5,
    rows: [
      { path: '/app/config', kind: 'data', sessions: 3, some: ['0x1000a0b0c0d0001', '0x2000a0b0c0d0002'] },
      { path: '/app', kind: 'persistent-recursive', sessions: 2, some: ['0x1000a0b0c0d0001'] },
    ],
  },
  {
    ...at,
    type: 'watches',
    peer: 2,
    total: 1,
    rows: [{ path: '/app/config', kind: 'data', sessions: 1, some: ['0x3000a0b0c0d0003'] }],
  },
]

const on = (view: ViewName, some = records): Dashboard => dashboardOn({ header, records: some }, view)

const SITUATIONS: Readonly<Record<string, () => Dashboard>> = {
  'sessions-three': () => pressed(on('sessions'), 'j'),
  'sessions-filtered': () => pressed(on('sessions'), '/', ...'fd00', 'enter'),
  'sessions-none': () => on('sessions', []),
  'watches-two': () => pressed(on('watches'), 'j'),
  'watches-none': () => on('watches', []),
}

describe.each(Object.entries(SITUATIONS))('%s', (name, situation) => {
  const dashboard = situation()

  test.each(SIZES)('at $columns x $rows', async (size) => {
    await expect(frameOf(dashboard, size)).toMatchFileSnapshot(`../frames/${name}-${size.columns}x${size.rows}.txt`)
    expect(frameOf(dashboard, size, true)).toMatch(/^[ -~\n]*$/)
  })

  test('every size keeps its bounds', () => {
    for (let columns = 60; columns <= 210; columns += 13)
      for (const line of linesOf(dashboard, { columns, rows: 24 }))
        expect(cells(lineText(line)), lineText(line)).toBeLessThanOrEqual(columns)
  })
})
