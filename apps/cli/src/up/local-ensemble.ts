/** A whole ensemble on this machine, each peer a process of its own. */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CommandError, UsageError } from '../errors.ts'
import { fetchStatus, type PeerStatus } from '../status/fetch-status.ts'
import { freePorts, isFree } from './free-ports.ts'
import { LocalControl } from './local-control.ts'
import { type Ended, PeerProcess } from './peer-process.ts'
import { makeTemporaryRoot, removeAbandonedRoots, type TemporaryRoot } from './temporary-root.ts'
import { type PeerPlan, writeConfig } from './zoo-cfg.ts'

export type LocalEnsembleOptions = {
  readonly peers: number
  /** The first peer's client port; the others follow. Undefined: any free ones. */
  readonly clientPort: number | undefined
  /** Kept from run to run. Undefined: fresh temporary data, removed at the end. */
  readonly data: string | undefined
  /** The script that is this command. */
  readonly program: string
}

const POLL_MS = 40
const READY_MS = 30_000

export class LocalEnsemble {
  readonly peers: readonly PeerProcess[]
  /** Breaks it on purpose. */
  readonly control: LocalControl
  readonly #temporary: TemporaryRoot | undefined

  private constructor(peers: readonly PeerProcess[], temporary: TemporaryRoot | undefined) {
    this.peers = peers
    this.control = new LocalControl(peers)
    this.#temporary = temporary
  }

  /** Plans ports and directories and starts every peer. @throws UsageError when a port is taken. */
  static async start(options: LocalEnsembleOptions): Promise<LocalEnsemble> {
    const clientPorts = await clientPortsOf(options)
    const others = await freePorts(2 * options.peers)
    const temporary = options.data === undefined ? await makeTemporaryRoot() : undefined
    const root = temporary?.path ?? resolve(options.data ?? '.')
    const plans = clientPorts.map((clientPort, i): PeerPlan => {
      const directory = join(root, `peer-${i + 1}`)
      mkdirSync(directory, { recursive: true })
      return { id: i + 1, clientPort, peerPort: others[2 * i]!, httpPort: others[2 * i + 1]!, directory }
    })
    const peers = plans.map((plan) => new PeerProcess(plan, writeConfig(plan, plans), options.program))
    for (const peer of peers) peer.start()
    // Nobody waits for it: what others left may be large.
    removeAbandonedRoots()
    return new LocalEnsemble(peers, temporary)
  }

  /** `host:port,…`, the way clients take it. */
  get connect(): string {
    return this.peers.map(({ plan }) => `127.0.0.1:${plan.clientPort}`).join(',')
  }

  peer(id: number): PeerProcess | undefined {
    return this.peers.find(({ plan }) => plan.id === id)
  }

  statuses(): Promise<(PeerStatus | undefined)[]> {
    return Promise.all(this.peers.map(({ plan }) => fetchStatus('127.0.0.1', plan.httpPort)))
  }

  /**
   * Waits until every peer serves clients.
   * @throws Error when a peer ends meanwhile or it takes longer than 30 s; its log says why.
   */
  async ready(): Promise<void> {
    const failed = new Promise<never>((_, reject) => {
      for (const peer of this.peers) peer.onUnexpectedEnd = (ended) => reject(endedAtStart(peer, ended))
    })
    failed.catch(() => {})
    const deadline = performance.now() + READY_MS
    for (;;) {
      const statuses = await Promise.race([this.statuses(), failed])
      if (statuses.every((status) => status?.serving === true)) break
      if (performance.now() > deadline) throw notReady(this.peers, statuses)
      await Promise.race([sleep(POLL_MS), failed])
    }
    for (const peer of this.peers) peer.onUnexpectedEnd = () => {}
  }

  /** Stops every peer, whatever is broken, and removes temporary data. */
  async stop(): Promise<void> {
    // A disk that is slow on purpose must not hold up the end. A peer that does not hear is stopped all the same.
    const healed = this.control.perform({ type: 'heal' }).catch(() => {})
    await Promise.all(this.peers.map((peer) => peer.close()))
    await healed
    this.#temporary?.remove()
  }
}

async function clientPortsOf({ peers, clientPort }: LocalEnsembleOptions): Promise<number[]> {
  if (clientPort === undefined) return freePorts(peers)
  const ports = Array.from({ length: peers }, (_, i) => clientPort + i)
  for (const port of ports)
    if (!(await isFree(port)))
      throw new UsageError(
        `port ${port} is taken`,
        'Choose others with --client-port, or leave it out to have free ones chosen.',
      )
  return ports
}

function endedAtStart({ plan, logFile }: PeerProcess, { code, signal }: Ended): CommandError {
  return new CommandError(
    `peer ${plan.id} ended before it served (${signal ?? `exit code ${code}`})`,
    `The others were stopped again. ${code === null ? '' : `quoll explain ${code} says what the exit code means.`}`.trim(),
    `Its last words say why: quoll logs ${logFile} -n 5`,
  )
}

function notReady(peers: readonly PeerProcess[], statuses: readonly (PeerStatus | undefined)[]): CommandError {
  const waiting = peers.filter((_, i) => statuses[i]?.serving !== true)
  return new CommandError(
    `the ensemble does not serve after ${READY_MS / 1000} s: ${waiting.map(({ plan }) => `peer ${plan.id}`).join(', ')} did not get there`,
    'The machine may be too busy, or the disk too slow; all peers were stopped again.',
    `Their logs say more: quoll logs ${waiting.map(({ logFile }) => logFile).join(' ')}`,
  )
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}
