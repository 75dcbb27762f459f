/** Where in time the picture stands, when it is not simply now: `paused 12 s behind`, `replay 00:01:12 of 00:03:40, 2x`. */
import type { Dashboard, PlaybackState } from '../model/dashboard.ts'
import { duration, sinceBegin } from '../words.ts'

/** Undefined: it is live, there is nothing to say. */
export function playbackText({ playback, nowMs }: Dashboard): string | undefined {
  const { kind, mode, speed, beginMs, endMs } = playback
  if (mode === 'following') return undefined
  if (kind === 'live') {
    const behind = `${duration(Math.max(0, endMs - nowMs))} behind`
    return mode === 'paused' ? `paused ${behind}` : `playing ${behind}${speedText(speed)}`
  }
  const at = clock(nowMs - beginMs)
  const of = kind === 'recorded' ? ` of ${clock(endMs - beginMs)}` : pastText(playback, endMs - nowMs)
  const what = kind === 'recorded' ? 'replay' : 'simulated'
  return `${what} ${at}${of}${mode === 'paused' ? ', paused' : speedText(speed)}`
}

function pastText({ taken, known }: PlaybackState, ms: number): string {
  return taken < known ? `, ${duration(Math.max(0, ms))} back` : ''
}

function speedText(speed: number): string {
  if (speed === 1) return ''
  return speed < 1 ? `, 1/${Math.round(1 / speed)}x` : `, ${speed}x`
}

/** To the second while it runs, to the millisecond it would only flicker. */
function clock(ms: number): string {
  return sinceBegin(ms).slice(0, 8)
}
