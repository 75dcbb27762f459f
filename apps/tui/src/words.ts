/** Numbers, times and names as people read them. */

/** `84 ms`, `4.2 s`, `42 s`, `12 min`, `3 h`, `2 days`. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`
  return age(ms)
}

/** A duration measured by looking now and then: no digit more than that tells. */
export function about(ms: number): string {
  return `about ${duration(ms < 1000 ? Math.max(10, Math.round(ms / 10) * 10) : ms)}`
}

/** A short time to the digit that tells: `40 us`, `0.4 ms`, `12 ms`, `1.2 s`. */
export function latency(ms: number): string {
  if (ms > 0 && ms < 0.0995) return `${Math.max(1, Math.round(ms * 1000))} us`
  return ms < 9.95 ? `${ms.toFixed(1)} ms` : duration(ms)
}

/** A duration in whole units, for what is drawn again and again: `0 s`, `42 s`, `12 min`, `3 h`. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} days`
}

/** The same where cells are few: `42s`, `12m`, `3h`, `2d`. */
export function shortAge(ms: number): string {
  return age(ms).replace(/ (.).*$/, '$1')
}

/** `1,204,311`. */
export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
}

/** At most four letters up to a thousand million: `9999`, `12k`, `1.2M`. */
export function compact(value: number): string {
  if (value < 10_000) return value.toString()
  if (value < 999_500) return `${Math.round(value / 1000)}k`
  return value < 9_950_000 ? `${(value / 1e6).toFixed(1)}M` : `${Math.round(value / 1e6)}M`
}

/** `1 failure`, `2 failures`. */
export function plural(value: number, one: string): string {
  return `${count(value)} ${one}${value === 1 ? '' : 's'}`
}

/** `1`, `1 and 2`, `1, 2 and 3`. */
export function list(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** Local time of day to the millisecond: `09:03:04.120`. */
export function timeOfDay(atMs: number): string {
  const date = new Date(atMs)
  const two = (value: number): string => value.toString().padStart(2, '0')
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  return `${clock}.${date.getMilliseconds().toString().padStart(3, '0')}`
}

/** Time that has passed, to the millisecond: `00:01:12.345`. */
export function sinceBegin(ms: number): string {
  const whole = Math.max(0, Math.floor(ms))
  const two = (value: number): string => Math.floor(value).toString().padStart(2, '0')
  const clock = `${two(whole / 3_600_000)}:${two((whole / 60_000) % 60)}:${two((whole / 1000) % 60)}`
  return `${clock}.${(whole % 1000).toString().padStart(3, '0')}`
}

/** Text of others, made safe for a terminal: one line, no control characters, so no escape codes either. */
export function printable(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\p{Control}|\p{Format}/gu, '')
    .trim()
}
