/** One thing the doctor looked at: what was found, what it means, what to do. */

export const AREAS = ['configuration', 'machine', 'data', 'disk', 'clock', 'names', 'ports', 'ensemble'] as const
export type Area = (typeof AREAS)[number]

/** `problem`: a peer does not start, or data is at risk. `warning`: it works, worse than it could. `note`: good to know. */
export type Grade = 'good' | 'note' | 'warning' | 'problem'

export type Finding = {
  readonly area: Area
  readonly grade: Grade
  readonly what: string
  readonly means: string
  readonly next: string
}

export const NOTHING_TO_DO = 'Nothing needs to be done.'

export function good(area: Area, what: string, means: string): Finding {
  return { area, grade: 'good', what, means, next: NOTHING_TO_DO }
}

export function finding(area: Area, grade: Grade, what: string, means: string, next: string): Finding {
  return { area, grade, what, means, next }
}
