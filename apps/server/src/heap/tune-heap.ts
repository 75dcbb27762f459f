/** How the garbage collector is told what a peer needs: each of the three for a reason of its own. */
import { collectSeldom } from './collect-seldom.ts'
import { giveBackWhenIdle } from './give-back.ts'
import { boundYoungGeneration } from './young-generation.ts'

/** To be called once, before the first request. */
export function tuneHeap(): void {
  collectSeldom()
  boundYoungGeneration()
  giveBackWhenIdle()
}
