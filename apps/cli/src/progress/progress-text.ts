/** How far long work has come, in one line: `export  1,200 of 5,000 znodes  24%  600/s  6 s left`. Pure. */

export type ProgressState = {
  readonly label: string
  /** What is counted, in the plural. */
  readonly unit: string
  readonly done: number
  /** Undefined while nobody knows. */
  readonly total: number | undefined
  readonly elapsedMs: number
}

/** A rate before this is noise. */
const RATE_AFTER_MS = 500
const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

export function progressText({ label, unit, done, total, elapsedMs }: ProgressState): string {
  const perSecond = elapsedMs < RATE_AFTER_MS ? 0 : done / (elapsedMs / 1000)
  const count =
    total === undefined ? `${NUMBER.format(done)} ${unit}` : `${NUMBER.format(done)} of ${NUMBER.format(total)} ${unit}`
  const parts = [label, count]
  if (total !== undefined && total > 0) parts.push(`${Math.floor((Math.min(done, total) / total) * 100)}%`)
  if (perSecond > 0) parts.push(`${rateText(perSecond)}/s`)
  if (perSecond > 0 && total !== undefined && done < total)
    parts.push(`${durationText(((total - done) / perSecond) * 1000)} left`)
  return parts.join('  ')
}

/** What is said when it is over: how much, in which time. */
export function doneText({ label, unit, done, elapsedMs }: ProgressState): string {
  return `${label}  ${NUMBER.format(done)} ${unit} in ${durationText(elapsedMs)}`
}

/** `850 ms`, `12 s`, `3 min 05 s`, `2 h 10 min`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} min`
}

function rateText(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : NUMBER.format(perSecond)
}

function two(value: number): string {
  return `${value}`.padStart(2, '0')
}
