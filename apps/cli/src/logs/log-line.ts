/** One line of a peer's log: JSON as pino writes it, or whatever else ended up in the same file. */

export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
export type Level = (typeof LEVELS)[number]

export type LogLine = {
  /** Milliseconds since 1970; undefined for a line that is no JSON: it belongs to the one before. */
  readonly timeMs: number | undefined
  readonly level: Level
  readonly peer: number | undefined
  readonly text: string
  /** What nobody put into the sentence. */
  readonly details: Readonly<Record<string, unknown>>
}

/** Never throws: the log of a crash is read with the same command. */
export function parseLogLine(line: string): LogLine {
  const fields = line.startsWith('{') ? parsedObject(line) : undefined
  const { level, time, peer, msg, pid: _, hostname: __, ...details } = fields ?? {}
  const timeMs = typeof time === 'number' ? time : typeof time === 'string' ? Date.parse(time) : Number.NaN
  if (fields === undefined || Number.isNaN(timeMs))
    return { timeMs: undefined, level: 'info', peer: undefined, text: line, details: {} }
  return {
    timeMs,
    level: LEVELS[Math.min(LEVELS.length - 1, Math.max(0, Math.floor(Number(level) / 10) - 1))] ?? 'info',
    peer: typeof peer === 'number' ? peer : undefined,
    text: typeof msg === 'string' ? msg : '',
    details,
  }
}

function parsedObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

export type LogFilter = {
  /** This level and those above. */
  readonly level?: Level
  readonly peers?: ReadonlySet<number>
  readonly sinceMs?: number
  readonly untilMs?: number
  /** Contained in the text, in any case. */
  readonly grep?: string
}

/** A test for lines in the order of a file: lines without a time go with the one before them. */
export function accepts(filter: LogFilter): (line: LogLine) => boolean {
  let before = true
  const wanted = filter.grep?.toLowerCase()
  const contains = ({ text }: LogLine) => wanted === undefined || text.toLowerCase().includes(wanted)
  return (line) => {
    if (line.timeMs === undefined) return before && (wanted === undefined || contains(line))
    const { timeMs, level, peer } = line
    before =
      (filter.level === undefined || LEVELS.indexOf(level) >= LEVELS.indexOf(filter.level)) &&
      (filter.peers === undefined || (peer !== undefined && filter.peers.has(peer))) &&
      timeMs >= (filter.sinceMs ?? Number.NEGATIVE_INFINITY) &&
      timeMs <= (filter.untilMs ?? Number.POSITIVE_INFINITY)
    return before && contains(line)
  }
}
