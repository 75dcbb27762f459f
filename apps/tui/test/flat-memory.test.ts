/** A dashboard that is left open for days must not grow: ten thousand frames over many more records than are kept. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { lineText } from '../src/view/line.ts'
import { screen } from '../src/view/screen.ts'
import { VIEWS } from '../src/views/index.ts'
import { AtWork } from './support/at-work.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const FRAMES = 10_000
const SIZE = { columns: 120, rows: 40 }

function heapAfter(work: AtWork, frames: number): number {
  let cells = 0
  for (let frame = 0; frame < frames; frame++) {
    if (frame % 500 === 499) work.play((scene) => scene.perform({ type: 'kill', peer: 3 }).finishElection())
    if (frame % 500 === 0 && frame > 0) work.play((scene) => scene.perform({ type: 'restart', peer: 3 }).join(3))
    work.watch(250)
    work.press(`${(Math.floor(frame / 20) % VIEWS.length) + 1}`)
    cells += screen(work.player.dashboard, SIZE).reduce((sum, line) => sum + lineText(line).length, 0)
    // What the test itself keeps is not what it measures.
    work.scene.records.length = 0
  }
  expect(cells).toBeGreaterThan(frames)
  collectGarbage()
  return process.memoryUsage().heapUsed
}

test('memory is flat over ten thousand frames', { timeout: 120_000 }, () => {
  const work = new AtWork({ kept: 2000, writesPerSecond: () => 500 }).play((scene) => scene.statuses())
  const early = heapAfter(work, FRAMES / 5)
  const late = heapAfter(work, (FRAMES * 4) / 5)
  expect((late - early) / 1e6).toBeLessThan(4)
})
