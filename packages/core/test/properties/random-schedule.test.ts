import { test } from 'vitest'
import { runSchedule } from './random-schedule.ts'

const runs = 150

test(`whatever happens in whatever order, every promise holds and the ensemble comes together (${runs} seeds)`, () => {
  for (let seed = 1; seed <= runs; seed += 1) {
    try {
      runSchedule({ seed, steps: 1000 })
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error })
    }
  }
})
