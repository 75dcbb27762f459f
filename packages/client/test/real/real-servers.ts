/**
 * What all tests against real servers share: they run on Quoll, over each way there is to it, and on Apache ZooKeeper where
 * Debian's package is installed. One ensemble serves all tests of a file.
 */
import { afterAll, beforeAll, describe } from 'vitest'
import {
  type Client,
  type ConnectOptions,
  connect,
  type Transport,
  tcpTransport,
  webSocketTransport,
} from '../../src/index.ts'
import { type Ensemble, startQuoll } from './ensembles.ts'
import { SwitchableTransport } from './switchable-transport.ts'
import { startZooKeeper, zooKeeperIsInstalled } from './zookeeper.ts'

/** How the client gets to its servers; through a chroot all tests run in a corner of the tree. */
export type Way = 'TCP' | 'WebSocket' | 'a chroot'

export type RealServers = {
  readonly client: Client
  /** Closed at the end, like all. */
  another(options?: Partial<ConnectOptions & { readonly transport: Transport }>): Promise<Client>
  /** A znode of its own for each test. Only `maker`, by default `client`, surely sees it at once. */
  place(maker?: Client): Promise<string>
  /** A connection that the test can cut. */
  switchable(): SwitchableTransport
}

export const START_MS = 60_000
const PATIENCE_MS = 20_000
const SESSION_TIMEOUT_MS = 4000
let count = 0

export function onRealServers(ways: readonly Way[], suite: (real: RealServers) => void): void {
  describe('Quoll', () => onEnsemble(() => startQuoll(), ways, suite), PATIENCE_MS)
  describe.runIf(zooKeeperIsInstalled)(
    zooKeeperIsInstalled ? 'Apache ZooKeeper' : 'Apache ZooKeeper (not run: Debian package zookeeper is not installed)',
    () =>
      onEnsemble(
        startZooKeeper,
        ways.filter((way) => way !== 'WebSocket'),
        suite,
      ),
    PATIENCE_MS,
  )
}

function onEnsemble(start: () => Promise<Ensemble>, ways: readonly Way[], suite: (real: RealServers) => void): void {
  let ensemble: Ensemble
  beforeAll(async () => {
    ensemble = await start()
  }, START_MS)
  afterAll(() => ensemble?.stop(), START_MS)
  describe.each(ways)('over %s', (way) => suite(reached(way, () => ensemble)))
}

function reached(way: Way, ensemble: () => Ensemble): RealServers {
  const open: Client[] = []
  let client: Client
  let hosts = ''
  const another: RealServers['another'] = async (options = {}) => {
    const one = await connect({ hosts, sessionTimeoutMs: SESSION_TIMEOUT_MS, ...options })
    open.push(one)
    return one
  }
  beforeAll(async () => {
    hosts = way === 'WebSocket' ? ensemble().webSockets : ensemble().connect
    if (way === 'a chroot') hosts += await corner(hosts)
    client = await another()
  })
  afterAll(() => Promise.all(open.map((one) => one.close())))
  return {
    get client() {
      return client
    },
    another,
    place: async (maker = client) => (await maker.create(`/test-${++count}`)).path,
    switchable: () => new SwitchableTransport(way === 'WebSocket' ? webSocketTransport() : tcpTransport(FRAMES)),
  }
}

const FRAMES = { frameBytesMax: 16 * 1024 * 1024 }

async function corner(hosts: string): Promise<string> {
  const maker = await connect({ hosts })
  await maker.create('/corner')
  const { path } = await maker.create('/corner/of-the-tree')
  await maker.close()
  return path
}
