/** Makes objects of which some live for a while, as a busy peer does, and prints how large the young generation became, bytes. */
import { boundYoungGeneration, youngGenerationBytes } from '../../src/heap/young-generation.ts'

const MS = 2000
const ALIVE = 400_000

if (process.argv[2] === 'bounded') boundYoungGeneration()
const alive: object[] = []
const began = performance.now()
let made = 0
let largest = 0

function work(): void {
  for (let i = 0; i < 5000; i += 1) {
    alive[made % ALIVE] = { made, parts: [i] }
    made += 1
  }
  largest = Math.max(largest, youngGenerationBytes())
  if (performance.now() - began < MS) setImmediate(work)
  else console.log(largest)
}

work()
