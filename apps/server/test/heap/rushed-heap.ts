/**
 * Works hard for a moment, then as little as a peer without clients, and prints how large its heap is in the end, bytes: as soon as it
 * is below what is asked for, or when the time is up.
 */
import { giveBackWhenIdle } from '../../src/heap/give-back.ts'

const RUSH_MS = 2500
const HEARTBEAT_MS = 25
const [, , how, below, patienceMs] = process.argv

if (how === 'giving') giveBackWhenIdle(2)
const alive: object[] = []
const began = performance.now()

function rush(): void {
  for (let i = 0; i < 5000; i += 1) alive[(i * 7919) % 200_000] = { parts: [i, began] }
  if (performance.now() - began < RUSH_MS) setImmediate(rush)
  else rest()
}

function rest(): void {
  alive.length = 0
  let kept: unknown
  const beating = setInterval(() => {
    kept = Array.from({ length: 5000 }, (_, at) => ({ at, kept: 0 }))
    const bytes = process.memoryUsage().heapTotal
    if (bytes >= Number(below) && performance.now() - began < Number(patienceMs)) return
    clearInterval(beating)
    console.log(kept === undefined ? 0 : bytes)
  }, HEARTBEAT_MS)
}

rush()
