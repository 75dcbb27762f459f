/** Who the members are. ZooKeeper: GetConfigCommand, ReconfigCommand, ConfigUtils. */
import { readFile } from 'node:fs/promises'
import { type Stat, textOf } from '@quoll/client'
import { UsageError } from '../../errors.ts'
import type { ShellCommand } from '../command.ts'
import { printable, statJson, statLines } from '../output.ts'
import { readOptions } from './read.ts'

const CONFIG_PATH = '/zookeeper/config'

export const config: ShellCommand = {
  name: 'config',
  group: 'ensemble',
  usage: '[-c] [-w] [-s]',
  summary: 'prints the members, as they were agreed on',
  options: {
    c: { says: 'only the version and where clients connect' },
    w: { says: 'watches for the next change' },
    s: { says: 'prints the stat too' },
  },
  words: [0, 0],
  notes: ['It is empty on a server that runs alone.'],
  examples: ['config', 'config -c'],
  json: ['config', 'version', 'clients', 'stat'],
  async run(context, given) {
    const watched = readOptions(context, CONFIG_PATH, 'data', given.has('w'))
    const { data, stat } = await watched.read((options) => context.client.getData(CONFIG_PATH, options))
    const parts = configJson(textOf(data), stat)
    const lines = given.has('c')
      ? [`${parts.version ?? ''} ${parts.clients.join(',')}`.trim()]
      : [printable(parts.config)]
    return { lines: [...lines, ...(given.has('s') ? statLines(stat) : [])], json: parts }
  },
}

export const reconfig: ShellCommand = {
  name: 'reconfig',
  group: 'ensemble',
  usage: '[-s] [-v version] [-file path | -members servers | [-add servers] [-remove ids]]',
  summary: 'changes who the members are',
  options: {
    s: { says: 'prints the stat too' },
    v: { value: 'version', says: 'only from this version of the configuration, hexadecimal' },
    file: { value: 'path', says: 'all members, from a file with a line server.ID=… for each' },
    members: { value: 'servers', says: 'all members, separated by commas' },
    add: { value: 'servers', says: 'those that join: ID=host:port1:port2;clientPort, separated by commas' },
    remove: { value: 'ids', says: 'those that leave, separated by commas' },
  },
  words: [0, 0],
  notes: [
    'ZooKeeper needs reconfigEnabled=true and the rights of the superuser; Quoll refuses, its members are fixed.',
  ],
  examples: ['reconfig -add 4=10.0.0.4:2888:3888;2181', 'reconfig -remove 4'],
  json: ['config', 'version', 'clients', 'stat'],
  async run({ client, signal }, given) {
    const file = given.text('file')
    const members = file === undefined ? given.text('members') : await membersIn(file)
    const [joining, leaving] = [given.text('add'), given.text('remove')]
    if (members !== undefined && (joining !== undefined || leaving !== undefined))
      throw new UsageError(
        'either all members are given (-file, -members), or those that join and leave (-add, -remove)',
      )
    if (members === undefined && joining === undefined && leaving === undefined)
      throw new UsageError('reconfig needs one of -file, -members, -add and -remove')
    const version = versionOf(given.text('v'))
    const { data, stat } = await client.reconfig(
      { joining: named(joining), leaving, members: named(members), version },
      { signal },
    )
    const parts = configJson(textOf(data), stat)
    return {
      lines: ['Committed new configuration:', printable(parts.config), ...(given.has('s') ? statLines(stat) : [])],
      json: parts,
    }
  },
}

/** `4=…` as people write it is `server.4=…` to servers. */
function named(servers: string | undefined): string | undefined {
  return servers
    ?.split(',')
    .map((server) => (server.startsWith('server.') ? server : `server.${server}`))
    .join(',')
}

async function membersIn(file: string): Promise<string> {
  const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.trim())
  const servers = lines.filter((line) => line.startsWith('server.'))
  if (servers.length === 0) throw new UsageError(`${file} has no line server.ID=…`)
  return servers.join(',')
}

function versionOf(text: string | undefined): number {
  if (text === undefined) return -1
  if (!/^(?:0x)?[0-9a-fA-F]{1,13}$/.test(text)) throw new UsageError(`-v takes a hexadecimal version, not "${text}"`)
  return Number.parseInt(text, 16)
}

type ConfigJson = {
  readonly config: string
  readonly version: string | null
  readonly clients: readonly string[]
  readonly stat: object
}

function configJson(text: string, stat: Stat): ConfigJson {
  const clients = [...text.matchAll(/^server\.\d+=([^;\n]*);(\S+)$/gm)].map(([, peer = '', client = '']) =>
    // Only a port: on the host that peers use.
    client.includes(':') ? client : `${peer.split(':')[0]}:${client}`,
  )
  const version = /^version=(\w+)$/m.exec(text)?.[1] ?? null
  return { config: text, version, clients, stat: statJson(stat) }
}
