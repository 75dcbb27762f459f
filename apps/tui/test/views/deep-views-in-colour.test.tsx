/** The deep views in the sixteen colours of a terminal, as the skin draws them. `vitest -u` rewrites the frames; read the difference. */
import { renderToString } from 'ink'
import { expect, test, vi } from 'vitest'
import type { Dashboard } from '../../src/model/dashboard.ts'
import { Frame } from '../../src/skin/frame.tsx'
import type { Size } from '../../src/view/screen.ts'
import { dashboardOn, linesOf, pressed, SIZES } from '../support/on-screen.ts'
import { AT_WORK, PLAYS } from '../support/plays.ts'
import { play } from '../support/stage.ts'

// Ink colours nothing where it sees no terminal, unless told before it is loaded.
vi.hoisted(() => {
  Object.assign(process.env, { FORCE_COLOR: '1' })
})

const CODE = new RegExp(`${String.fromCharCode(27)}\\[([\\d;]*)m`, 'g')

/** Escape codes as what they mean, so that the file can be read: ‹32›. */
function drawn(dashboard: Dashboard, size: Size, colors: boolean): string {
  const frame = renderToString(<Frame lines={linesOf(dashboard, size)} colors={colors} />, { columns: size.columns })
  return `${frame.replaceAll(CODE, '‹$1›').replaceAll(/ +$/gm, '')}\n`
}

const turns = (count: number): readonly string[] => Array.from({ length: count }, () => 'n')
const atWork = play(AT_WORK, true)
const SCREENS: Readonly<Record<string, () => Dashboard>> = {
  'election-deposed-leader': () =>
    pressed(dashboardOn(play(PLAYS['leader-cut-off']!, true), 'elections'), 'enter', 'G', 'N', 'N'),
  'election-leader-killed': () =>
    pressed(dashboardOn(play(PLAYS['leader-killed']!, true), 'elections'), 'j', 'enter', ...turns(4)),
  metrics: () => dashboardOn(atWork, 'metrics'),
  'peer-is-down': () => pressed(dashboardOn(atWork, 'peer', atWork.header.atMs + 18_000), 'l'),
}

test.each(Object.entries(SCREENS))('%s', async (name, situation) => {
  await expect(drawn(situation(), SIZES[2]!, true)).toMatchFileSnapshot(`../frames/${name}-120x40.colors.txt`)
})

test('without colours only weight is left', () => {
  for (const situation of Object.values(SCREENS)) {
    const codes = [...drawn(situation(), SIZES[1]!, false).matchAll(/‹([\d;]*)›/g)].map(([, code]) => code)
    for (const code of codes) expect(['1', '2', '7', '22', '27']).toContain(code)
  }
})
