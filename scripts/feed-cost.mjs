#!/usr/bin/env node
/**
 * What three dashboards cost the peers they look at. One local ensemble under load, with and without three readers of every peer's
 * feed, in turn (without, with, with, without, …); printed are requests a second and the processor time a request took the peers.
 * The second is the one to believe on a machine that has other things to do. Linux only: it reads /proc.
 *
 *     scripts/feed-cost.mjs [rounds] [seconds]
 */
import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { NODE, ROOT } from './paths.mjs'

const ROUNDS = Number(process.argv[2] ?? 6)
const SECONDS = Number(process.argv[3] ?? 5)
const DASHBOARDS = 3
const QUOLL = join(ROOT, 'apps/cli/bin/quoll.js')
const LOAD = ['--mix', 'get=70,set=30', '--connections', '60', '--window', '4', '--duration', String(SECONDS), '--json']
/** USER_HZ. */
const TICK_MS = 10

const run = promisify(execFile)

/** What a dashboard does while its main screen is open; on a process of its own, so that its time is not the load's. */
const READERS = `
  for (const http of process.argv[1].split(','))
    for (let n = 0; n < ${DASHBOARDS}; n++) new WebSocket('ws://' + http + '/feed').onmessage = ({ data }) => data.length
  process.stdin.on('end', () => process.exit()).resume()`

const ensemble = spawn(NODE, [QUOLL, 'up', '--headless'], { stdio: ['pipe', 'pipe', 'inherit'] })
const { value } = await createInterface({ input: ensemble.stdout })[Symbol.asyncIterator]().next()
const { connect, peers } = JSON.parse(value)

/** Milliseconds of processor time since its start. */
function processorMs({ pid }) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

const sum = (values) => values.reduce((total, one) => total + one, 0)

async function requests({ http }) {
  const { requests } = await (await fetch(`http://${http}/status`)).json()
  return requests.reads + requests.writes
}

function startReaders(watched) {
  return watched
    ? spawn(NODE, ['-e', READERS, peers.map(({ http }) => http).join()], { stdio: ['pipe', 'ignore', 'inherit'] })
    : undefined
}

/** Processor time of one peer, as a share of one processor, while nobody asks it anything. */
async function measureIdle(watched) {
  const readers = startReaders(watched)
  await sleep(1000)
  const [before, begun] = [sum(peers.map(processorMs)), performance.now()]
  await sleep(SECONDS * 1000)
  const share = (sum(peers.map(processorMs)) - before) / (performance.now() - begun) / peers.length
  readers?.stdin.end()
  return share
}

async function measure(watched) {
  const readers = startReaders(watched)
  const before = { ms: sum(peers.map(processorMs)), requests: sum(await Promise.all(peers.map(requests))) }
  const { stdout } = await run(NODE, [QUOLL, 'bench', '--connect', connect, ...LOAD], { maxBuffer: 2 ** 26 })
  const after = { ms: sum(peers.map(processorMs)), requests: sum(await Promise.all(peers.map(requests))) }
  readers?.stdin.end()
  const perSecond = JSON.parse(stdout).results[0].operationsPerSecond
  return { perSecond, micros: ((after.ms - before.ms) * 1000) / (after.requests - before.requests) }
}

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2
}
const percent = (ratio) => `${((ratio - 1) * 100).toFixed(2)} %`

try {
  await measure(false)
  const pairs = []
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? [false, true] : [true, false]
    const pair = {}
    for (const watched of order) pair[watched ? 'with' : 'without'] = await measure(watched)
    pairs.push(pair)
    const { with: a, without: b } = pair
    console.log(
      `${round + 1}  without ${Math.round(b.perSecond)}/s ${b.micros.toFixed(1)} µs   with ${Math.round(a.perSecond)}/s ${a.micros.toFixed(1)} µs`,
    )
  }
  const idle = []
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? [false, true] : [true, false]
    const pair = {}
    for (const watched of order) pair[watched ? 'with' : 'without'] = await measureIdle(watched)
    idle.push(pair.with - pair.without)
  }
  const throughput = median(pairs.map((pair) => pair.with.perSecond / pair.without.perSecond))
  const processor = median(pairs.map((pair) => pair.with.micros / pair.without.micros))
  console.log(
    `\n${DASHBOARDS} dashboards: throughput ${percent(throughput)}, processor time a request ${percent(processor)} (medians of pairs)`,
  )
  console.log(`an idle peer with them: ${(median(idle) * 100).toFixed(2)} % of a processor more`)
} finally {
  ensemble.kill('SIGINT')
}
