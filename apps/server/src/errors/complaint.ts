/** The one shape of everything that goes wrong and that a person reads: what happened, what it means, what to do next. */

export type Complaint = {
  readonly what: string
  readonly means: string
  readonly next: string
}

/** On a terminal: what happened, and below it, indented, the other two. */
export function complaintLines({ what, means, next }: Complaint): string[] {
  return [what, `  ${means}`, `  ${next}`]
}

/** In one line, for a log. */
export function complaintSentence({ what, means, next }: Complaint): string {
  return `${/[.!?]$/.test(what) ? what : `${what}.`} ${means} ${next}`
}

/** Errors that bring the other two parts with them; undefined for any other. */
export function complaintOf(error: unknown): Complaint | undefined {
  if (!(error instanceof Error) || !('means' in error) || !('next' in error)) return undefined
  const { means, next } = error
  if (typeof means !== 'string' || typeof next !== 'string') return undefined
  const what = 'what' in error && typeof error.what === 'string' ? error.what : error.message
  return { what, means, next }
}
