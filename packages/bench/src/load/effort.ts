/**
 * What the tool itself needs, from when this was made: a tool that is always busy is what was measured. Busy without using
 * a processor is another thing: then the tool waited for one, and so did everybody else.
 */
export class Effort {
  readonly #since = performance.now()
  readonly #loop = performance.eventLoopUtilization()
  readonly #cpu = process.cpuUsage()

  /** Share of the time in which this thread had work, whether or not it had a processor; 0 to 1. */
  get busy(): number {
    return performance.eventLoopUtilization(this.#loop).utilization
  }

  /** Processors that all threads of the tool used together. */
  get processors(): number {
    const { user, system } = process.cpuUsage(this.#cpu)
    return (user + system) / 1000 / Math.max(1, performance.now() - this.#since)
  }
}
