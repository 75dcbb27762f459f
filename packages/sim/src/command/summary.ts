/** What a series of runs has exercised, and how to see a failure again. */
import type { SimOptions } from '../options.ts'
import type { SimResult } from '../simulation.ts'

export class Summary {
  readonly #counts = new Map<string, number>()
  #seeds = 0
  #simulatedMs = 0
  #events = 0

  get seeds(): number {
    return this.#seeds
  }

  get simulatedMs(): number {
    return this.#simulatedMs
  }

  add(result: SimResult): void {
    this.#seeds++
    this.#simulatedMs += result.simulatedMs
    this.#events += result.events
    for (const [name, count] of result.counts) this.#counts.set(name, (this.#counts.get(name) ?? 0) + count)
  }

  /** For somebody who waits: seeds, simulated time, speed, and what happened. Together they fit a line. */
  progress(elapsedMs: number): readonly string[] {
    const count = (name: string) => this.#counts.get(name) ?? 0
    const speed = elapsedMs === 0 ? 0 : Math.round(this.#simulatedMs / elapsedMs)
    return [
      `${this.#seeds} ${this.#seeds === 1 ? 'seed' : 'seeds'}`,
      `${hours(this.#simulatedMs)} simulated`,
      `${speed}x real time`,
      `${number(count('elections'))} elections`,
      `${number(count('commits'))} commits`,
    ]
  }

  text(elapsedMs: number): string {
    const counts = [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1))
    const width = Math.max(0, ...counts.map(([name]) => name.length))
    return [
      `${this.progress(elapsedMs).join(', ')}, ${number(this.#events)} events in ${(elapsedMs / 1000).toFixed(1)} s`,
      ...counts.map(([name, count]) => `  ${name.padEnd(width)}  ${number(count).padStart(12)}`),
    ].join('\n')
  }
}

/** The command that shows the same run again. */
export function commandFor(options: SimOptions, seconds: number): string {
  const words = [`quoll sim --seed ${options.seed}`, `--seconds ${seconds}`]
  if (options.peers !== undefined) words.push(`--peers ${options.peers}`)
  if (options.observers !== undefined) words.push(`--observers ${options.observers}`)
  if (options.faults !== undefined) words.push(`--faults ${options.faults.join(',') || 'none'}`)
  return words.join(' ')
}

export function describeViolation(result: SimResult, options: SimOptions, seconds: number): string {
  const { violation } = result
  if (violation === undefined) return `seed ${options.seed}: nothing found, trace ${result.digest}`
  return [
    `${violation.checker} broken at ${(violation.atMs / 1000).toFixed(3)} s: ${violation.sentence}`,
    `again:  ${commandFor(options, seconds)} --trace sim-${options.seed}.trace`,
  ].join('\n')
}

function hours(ms: number): string {
  return ms < 3_600_000 ? `${(ms / 60_000).toFixed(1)} min` : `${(ms / 3_600_000).toFixed(1)} h`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
