/** What people see on the main screen, as tests, docs and the README show it. */
import { AtWork } from './at-work.ts'
import type { SceneOptions } from './scene.ts'

const busy = (options: SceneOptions = {}): AtWork =>
  new AtWork({ writesPerSecond: (atMs) => 300 + ((atMs / 1000) % 7) * 150, ...options })
    .play((scene) => scene.statuses())
    .watch(20_000)

const leaderKilled = (): AtWork => busy().press('down', 'down', 'K', 'y')
const replaced = (): AtWork =>
  leaderKilled()
    .play((scene) => scene.finishElection())
    .watch(4000)

export const SITUATIONS: Readonly<Record<string, () => AtWork>> = {
  'first-moment': () => new AtWork(),
  'all-is-well': () => busy(),
  'kill-the-leader': () => busy().press('down', 'down', 'K'),
  electing: () => leaderKilled(),
  'leader-replaced': replaced,
  'coming-back': () => replaced().press('R').watch(250),
  back: () =>
    replaced()
      .press('R')
      .watch(500)
      .play((scene) => scene.join(3))
      .watch(1500),
  'no-quorum': () => busy({ peers: 6, observers: 1 }).type(':kill 1\ry:kill 2\ry:kill 3\ry').watch(3000),
  'only-watching': () => new AtWork({ control: false }).play((scene) => scene.statuses()).watch(2000),
  'break-menu': () => busy().press('x', 'down'),
  'command-line': () => busy().type(':partition 1 | 2').press('tab'),
  partitioned: () => busy().type(':partition 1 | 2 3').press('enter', 'y').watch(500),
  paused: () => replaced().press('space').watch(12_000),
  'stepped-back': () => replaced().press('[', '.', '.', '.'),
  'story-filtered': () => replaced().press('/').type('peer 2').press('enter'),
  help: () => busy().press('?'),
}
