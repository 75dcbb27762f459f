/** `quoll logs`: what peers wrote for people, from files, from a pipe, or from an ensemble that runs; merged, filtered, followed. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Exit, UsageError } from '../errors.ts'
import { linesOf } from '../lines.ts'
import { GrowingFile } from '../logs/growing-file.ts'
import { liveLogsOf } from '../logs/live-log.ts'
import { logFilesOf } from '../logs/log-files.ts'
import { accepts, type Level, type LogFilter, type LogLine, parseLogLine } from '../logs/log-line.ts'
import { lastOf, merged } from '../logs/merge.ts'
import { momentOf } from '../logs/moments.ts'
import { logPrinter } from '../logs/print-log.ts'
import { parseAddresses } from '../peers/addresses.ts'
import { wantsColours } from '../table.ts'

export type LogsOptions = {
  readonly connect?: string
  readonly follow?: boolean
  readonly level?: Level
  readonly peer?: string
  readonly since?: string
  readonly until?: string
  readonly grep?: string
  /** Only the last so many. */
  readonly lines?: number
  readonly json?: boolean
}

const POLL_MS = 250

type Print = (line: LogLine) => void

/** @throws UsageError, CommandError, Error of the system */
export async function logs(sources: readonly string[], options: LogsOptions): Promise<number> {
  const accepted = accepts(filterOf(options, Date.now()))
  const print = logPrinter({ json: options.json ?? false, colours: wantsColours() }, (text) =>
    process.stdout.write(text),
  )
  // Whoever reads us may have read enough.
  process.stdout.on('error', () => process.exit(Exit.ok))
  if (options.connect !== undefined) {
    if (sources.length > 0) throw new UsageError('--connect asks an ensemble that runs; files are named without it')
    return fromEnsemble(options.connect, options, accepted, print)
  }
  if (sources.length === 0 && process.stdin.isTTY)
    throw new UsageError(
      'nothing to read',
      'Name a file or a directory, pipe a log, or ask an ensemble with --connect.',
    )
  if (sources.length === 0 || (sources.length === 1 && sources[0] === '-')) return fromPipe(options, accepted, print)
  return fromFiles(logFilesOf(sources), options, accepted, print)
}

function filterOf({ level, peer, since, until, grep }: LogsOptions, nowMs: number): LogFilter {
  return {
    ...(level === undefined ? {} : { level }),
    ...(peer === undefined ? {} : { peers: peersOf(peer) }),
    ...(since === undefined ? {} : { sinceMs: momentOf(since, nowMs) }),
    ...(until === undefined ? {} : { untilMs: momentOf(until, nowMs) }),
    ...(grep === undefined ? {} : { grep }),
  }
}

function peersOf(list: string): ReadonlySet<number> {
  const ids = list.split(',').map((word) => (/^\d{1,3}$/.test(word.trim()) ? Number(word) : Number.NaN))
  if (ids.some(Number.isNaN)) throw new UsageError(`"${list}" names no peers`, 'Write their numbers, as in --peer 1,3.')
  return new Set(ids)
}

async function fromFiles(
  paths: readonly string[],
  { follow, lines }: LogsOptions,
  accepted: (line: LogLine) => boolean,
  print: Print,
): Promise<number> {
  const files = paths.map((path) => new GrowingFile(path))
  const present = filtered(merged(files.map((file) => logLinesOf(file, follow !== true))), accepted)
  for (const line of lines === undefined ? present : lastOf(present, lines)) print(line)
  while (follow) {
    await sleep(POLL_MS)
    for (const line of filtered(merged(files.map((file) => logLinesOf(file, false))), accepted)) print(line)
  }
  return Exit.ok
}

function* logLinesOf(file: GrowingFile, toTheEnd: boolean): Generator<LogLine> {
  for (const line of file.lines()) yield parseLogLine(line)
  const rest = toTheEnd ? file.takeRest() : undefined
  if (rest !== undefined) yield parseLogLine(rest)
}

function* filtered(lines: Iterable<LogLine>, accepted: (line: LogLine) => boolean): Generator<LogLine> {
  for (const line of lines) if (accepted(line)) yield line
}

async function fromPipe({ lines }: LogsOptions, accepted: (line: LogLine) => boolean, print: Print): Promise<number> {
  const kept: LogLine[] = []
  for await (const text of linesOf(process.stdin)) {
    const line = parseLogLine(text)
    if (!accepted(line)) continue
    if (lines === undefined) print(line)
    else if (kept.push(line) > lines) kept.shift()
  }
  for (const line of kept) print(line)
  return Exit.ok
}

async function fromEnsemble(
  connect: string,
  { follow, lines }: LogsOptions,
  accepted: (line: LogLine) => boolean,
  print: Print,
): Promise<number> {
  const live = await liveLogsOf(parseAddresses(connect))
  const news = async () => [...filtered(merged(await Promise.all(live.map((log) => log.news()))), accepted)]
  const present = await news()
  for (const line of lines === undefined ? present : lastOf(present, lines)) print(line)
  while (follow) {
    await sleep(POLL_MS)
    for (const line of await news()) print(line)
  }
  return Exit.ok
}
