/**
 * What a rush leaves behind. Some seconds after one, V8 collects twice and gives memory back, if little garbage is made by then. By its
 * measure a peer that sends nothing but heartbeats makes a lot of it, so every peer kept what its busiest second had needed. V8 does not
 * look at that measure while it is asked to prefer memory to speed: it is asked so while there is nothing that could be slow.
 */
import { performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'

const LOOK_EVERY_MS = 1000
/** Parts of the time since the last look. With heartbeats alone it is 0.03. */
const RUSH_UTILIZATION_MIN = 0.4
const IDLE_UTILIZATION_MAX = 0.1
/** So often in a row: of a rush that comes right behind it, the first two seconds cost a sixth to a third more. */
const IDLE_LOOKS = 30
/** V8 looks as often, after a full collection; 8 s unless told. */
const REDUCER_DELAY_MS = 2000

/** To be called once, when the process begins. @param idleLooksMin how many seconds in a row it must be idle. */
export function giveBackWhenIdle(idleLooksMin: number = IDLE_LOOKS): void {
  setFlagsFromString(`--gc-memory-reducer-start-delay-ms=${REDUCER_DELAY_MS}`)
  const utilization = utilizationMeter()
  // Not before the first rush: V8 gives back only once, and again when the heap has grown well beyond what it was then.
  let rushed = false
  let idleLooks = 0
  let asks = false
  const look = (): void => {
    const used = utilization()
    rushed ||= used >= RUSH_UTILIZATION_MIN
    idleLooks = used <= IDLE_UTILIZATION_MAX ? idleLooks + 1 : 0
    if (asks === (rushed && idleLooks >= idleLooksMin)) return
    asks = !asks
    setFlagsFromString(asks ? '--optimize-for-size' : '--no-optimize-for-size')
  }
  // The start itself is none.
  setTimeout(() => {
    utilization()
    setInterval(look, LOOK_EVERY_MS).unref()
  }, LOOK_EVERY_MS).unref()
}

/** Tells which part of the time since it was last asked the event loop had something to do. */
function utilizationMeter(): () => number {
  let before = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    return utilization
  }
}
