/** The files a peer of a local ensemble starts from: a zoo.cfg like any other, and its myid. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type PeerPlan = {
  readonly id: number
  readonly clientPort: number
  readonly peerPort: number
  readonly httpPort: number
  /** Holds zoo.cfg and the data. */
  readonly directory: string
}

/** Writes `directory/zoo.cfg` and `directory/data/myid`; returns the path of the first. */
export function writeConfig(plan: PeerPlan, everybody: readonly PeerPlan[]): string {
  const dataDir = join(plan.directory, 'data')
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(join(dataDir, 'myid'), `${plan.id}\n`)
  const path = join(plan.directory, 'zoo.cfg')
  writeFileSync(path, configText(plan, everybody, dataDir))
  return path
}

function configText(plan: PeerPlan, everybody: readonly PeerPlan[], dataDir: string): string {
  const lines = [
    'tickTime=2000',
    'initLimit=10',
    'syncLimit=5',
    `dataDir=${dataDir}`,
    `clientPort=${plan.clientPort}`,
    'maxClientCnxns=0',
    '4lw.commands.whitelist=*',
    `quoll.httpPort=${plan.httpPort}`,
    ...everybody.map(({ id, peerPort }) => `server.${id}=127.0.0.1:${peerPort}`),
  ]
  return `${lines.join('\n')}\n`
}
