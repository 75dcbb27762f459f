/** `quoll doctor`: looks at what a peer stands on, and says what it found, what that means, and what to do. */
import { explain } from '@quoll/server/errors'
import { checkClock, checkOffsets, watchClock } from '../doctor/clock.ts'
import { checkConfiguration } from '../doctor/configuration.ts'
import { type CheckedData, checkData } from '../doctor/data.ts'
import { checkDisk, diskFacts } from '../doctor/disk.ts'
import { type DiskSpeed, measureDisk } from '../doctor/disk-speed.ts'
import { checkEnsemble, pagesOf } from '../doctor/ensemble.ts'
import { type Finding, finding } from '../doctor/finding.ts'
import { checkMachine, machineFacts } from '../doctor/machine.ts'
import { checkNames } from '../doctor/names.ts'
import { checkOwnPort, checkPeerPort } from '../doctor/ports.ts'
import { printFindings } from '../doctor/print-findings.ts'
import { Exit, UsageError } from '../errors.ts'
import { parseAddresses } from '../peers/addresses.ts'
import { observePeer } from '../peers/observe-peer.ts'

export type DoctorOptions = {
  readonly config?: string
  readonly data?: string
  readonly logDir?: string
  readonly connect?: string
  /** False: the disk is not written to, so its speed is not known. */
  readonly write: boolean
  readonly json?: boolean
}

const CONNECTIONS_DEFAULT = 10_000

/** Returns `failed` when there is a problem, `diskFailed` when the data cannot be trusted. @throws UsageError */
export async function doctor(options: DoctorOptions): Promise<number> {
  const { config, data, connect, json } = options
  if (config === undefined && data === undefined && connect === undefined)
    throw new UsageError(
      'nothing to look at',
      'Name a configuration (--config), a data directory (--data), or an ensemble (--connect).',
    )
  const findings: Finding[] = []
  let refusal: Error | undefined
  const addAll = (more: readonly Finding[]): void => void findings.push(...more)

  const configuration = config === undefined ? undefined : checkConfiguration(config)
  const settings = configuration?.settings
  addAll(configuration?.findings ?? [])
  if (config !== undefined || data !== undefined)
    addAll(checkMachine(machineFacts(), settings?.clientLimits.connectionsMax ?? CONNECTIONS_DEFAULT))
  const dataDir = data ?? settings?.dataDir
  let owner: number | undefined
  if (dataDir !== undefined) {
    const logDir = options.logDir ?? settings?.dataLogDir
    const checked = checkData(dataDir, logDir)
    refusal = checked.facts?.refusal
    owner = checked.facts?.owner
    addAll(checked.findings)
    addAll(disks(dataDir, logDir, checked, options.write))
  }
  addAll(checkClock(await watchClock()))
  if (settings !== undefined) addAll(await surroundings(settings, owner))
  if (connect !== undefined) addAll(await ensemble(connect))

  printFindings(findings, json ?? false)
  if (refusal !== undefined) return explain(refusal).exit
  return findings.some(({ grade }) => grade === 'problem') ? Exit.failed : Exit.ok
}

function disks(dataDir: string, logDir: string | undefined, { facts }: CheckedData, write: boolean): Finding[] {
  if (facts === undefined) return []
  const directories = logDir === undefined ? [dataDir] : [dataDir, logDir]
  return directories.flatMap((directory) => {
    try {
      const speed: DiskSpeed | undefined = write ? measureDisk(directory) : undefined
      return checkDisk(diskFacts(directory, speed, facts.owner !== undefined))
    } catch (error) {
      const { what, means, next } = explain(error)
      return [finding('disk', 'problem', `${directory}: ${what}`, means, next)]
    }
  })
}

type Settings = NonNullable<ReturnType<typeof checkConfiguration>['settings']>

/** Names and ports of this peer and of the others. */
async function surroundings(settings: Settings, owner: number | undefined): Promise<Finding[]> {
  const { id, members, client, http, listen } = settings
  const others = members.filter((member) => member.id !== id)
  const own = [
    { ...client, purpose: 'clients' },
    ...(http === undefined ? [] : [{ ...http, purpose: 'HTTP' }]),
    ...(members.length < 2 ? [] : [{ ...listen, purpose: 'the other peers' }]),
  ]
  const names = await checkNames([client.host, ...members.map(({ address }) => address.host)])
  const ports = await Promise.all([
    ...own.map((port) => checkOwnPort(port, owner)),
    ...others.map(({ id: other, address }) => checkPeerPort(`peer ${other}`, address)),
  ])
  return [...names, ...ports]
}

async function ensemble(connect: string): Promise<Finding[]> {
  const addresses = parseAddresses(connect)
  const peers = await Promise.all(addresses.map((address) => observePeer(address)))
  // Addresses need no remark; a configuration has had its own.
  const names = (await checkNames(addresses.map(({ host }) => host))).filter(({ grade }) => grade !== 'good')
  return [...names, ...checkEnsemble(peers), ...(await checkOffsets(pagesOf(peers, addresses)))]
}
