#!/usr/bin/env node
/**
 * Does it stay as it is? A local ensemble at half of what it can do, for an hour, in windows of a minute: of each window the latencies,
 * counted from when a request was due, and the memory of every peer; in the end, what grew, whether anybody was elected, and how late
 * the event loops were. Ends with 1 when something was not steady. Linux only: it reads /proc.
 *
 *     scripts/steadiness.mjs [minutes] [requests a second]
 */
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { NODE, ROOT } from './paths.mjs'

const MINUTES = Number(process.argv[2] ?? 60)
const QUOLL = join(ROOT, 'apps/cli/bin/quoll.js')
const CONNECTIONS = ['--mix', 'set', '--connections', '100', '--window', '10', '--json']
const LOOP_MS_MAX = 20
/** Requests a second, more than anything here can do: what is answered is the most. Sent one by one, as in the hour: in batches it is twice that. */
const OVERLOAD = 1_000_000
/** Of the first windows and the last ones, each a fifth of all, the medians may differ by so much. */
const GROWTH_MAX = 1.25
/** Compilers and heaps settle first. */
const SETTLING_WINDOWS = 2

const run = promisify(execFile)
const reports = mkdtempSync(join(tmpdir(), 'quoll-steadiness-'))

/** Runs in every peer beside it: from start to end, how late its timers were. */
const LOOP_WATCH = `
  import { monitorEventLoopDelay } from 'node:perf_hooks'
  import { writeFileSync } from 'node:fs'
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  process.on('exit', () => writeFileSync(process.env.LOOP_REPORTS + '/' + process.pid, String(delay.percentile(99.9) / 1e6 - 10)))`

const env = {
  ...process.env,
  LOOP_REPORTS: reports,
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(LOOP_WATCH)}`,
}
const ensemble = spawn(NODE, [QUOLL, 'up', '--headless'], { stdio: ['pipe', 'pipe', 'inherit'], env })
const ended = new Promise((resolve) => ensemble.once('exit', resolve))
const { value } = await createInterface({ input: ensemble.stdout })[Symbol.asyncIterator]().next()
const { connect, peers } = JSON.parse(value)

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const statuses = () => Promise.all(peers.map(async ({ http }) => (await fetch(`http://${http}/status`)).json()))

async function load(...options) {
  const { stdout } = await run(NODE, [QUOLL, 'bench', '--connect', connect, ...CONNECTIONS, ...options])
  return JSON.parse(stdout).results[0]
}

async function window(rate) {
  const { latencyMs, operationsPerSecond } = await load('--rate', String(rate), '--duration', '55', '--warm-up', '5')
  const memory = (await statuses()).map(({ memoryBytes }) => memoryBytes / 2 ** 20)
  return { perSecond: operationsPerSecond, p50: latencyMs.p50, p99: latencyMs.p99, memory }
}

function line(minute, { perSecond, p50, p99, memory }) {
  const megabytes = memory.map((each) => each.toFixed(0)).join(' / ')
  return `${String(minute).padStart(3)}  ${perSecond.toFixed(0)}/s  p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms  ${megabytes} MB`
}

/** How a figure of the last windows relates to that of the first. */
function growth(windows, figure) {
  const settled = windows.slice(Math.min(SETTLING_WINDOWS, windows.length - 1))
  const fifth = Math.max(1, Math.floor(settled.length / 5))
  return median(settled.slice(-fifth).map(figure)) / median(settled.slice(0, fifth).map(figure))
}

const complaints = []
try {
  const most = (await load('--rate', String(OVERLOAD), '--duration', '20')).operationsPerSecond
  const rate = Number(process.argv[3] ?? Math.round(most / 2))
  console.log(`it can do ${most.toFixed(0)}/s; ${rate}/s for ${MINUTES} minutes`)
  const [before] = await statuses()
  const windows = []
  for (let minute = 1; minute <= MINUTES; minute++) {
    windows.push(await window(rate))
    console.log(line(minute, windows.at(-1)))
  }
  const [after] = await statuses()
  const memory = growth(windows, (each) => Math.max(...each.memory))
  const p99 = growth(windows, (each) => each.p99)
  console.log(
    `\nlast against first: memory × ${memory.toFixed(2)}, p99 × ${p99.toFixed(2)}; epoch ${before.epoch}, then ${after.epoch}`,
  )
  if (memory > GROWTH_MAX) complaints.push('memory grew')
  if (p99 > GROWTH_MAX) complaints.push('p99 grew')
  if (after.epoch !== before.epoch) complaints.push('somebody was elected')
} finally {
  ensemble.kill('SIGINT')
  await ended
}
const pids = peers.map(({ pid }) => String(pid))
for (const pid of readdirSync(reports).filter((name) => pids.includes(name))) {
  const lateMs = Number(readFileSync(join(reports, pid), 'utf8'))
  console.log(`event loop of process ${pid}: ${lateMs.toFixed(1)} ms late (p99.9)`)
  if (lateMs > LOOP_MS_MAX) complaints.push(`an event loop was ${lateMs.toFixed(1)} ms late`)
}
rmSync(reports, { recursive: true })
console.log(complaints.length === 0 ? 'steady' : `not steady: ${complaints.join(', ')}`)
process.exitCode = complaints.length === 0 ? 0 : 1
