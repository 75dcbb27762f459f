/**
 * `server.N=host:port[:electionPort][:participant|observer][;[clientHost:]clientPort]`. Quoll's peers need one port; the
 * election port of ZooKeeper is read and left alone, so that one file serves both.
 */
import { isPeerId, PEER_ID_MAX, type PeerId } from '@quoll/core'
import type { PeerAddress } from '@quoll/transport-ws'
import type { Problem } from './problem.ts'
import type { Property } from './properties.ts'

export type Member = {
  readonly id: PeerId
  readonly address: PeerAddress
  readonly observer: boolean
  /** Where its clients connect, when the line says so. `host` is undefined when it names the port alone. */
  readonly client: { readonly host: string | undefined; readonly port: number } | undefined
  readonly line: number
  /** As it stands in the file. */
  readonly text: string
}

const KEY = /^server\.(.*)$/
const HOST = '(\\[[0-9a-fA-F:.%\\w]+\\]|[\\w.-]+)'
const VALUE = new RegExp(
  `^${HOST}:(\\d{1,5})(?::(\\d{1,5}))?(?::(observer|participant))?(?:;(?:${HOST}:)?(\\d{1,5}))?$`,
  'i',
)
const EXAMPLE = 'server.1=10.0.0.1:2888:3888'

export function isServerKey(key: string): boolean {
  return KEY.test(key)
}

/** All members in the order of their ids. Wrong lines become problems. */
export function readMembers(properties: readonly Property[], problems: Problem[]): readonly Member[] {
  const members = new Map<PeerId, Member>()
  for (const property of properties) {
    if (!isServerKey(property.key)) continue
    const member = readMember(property, problems)
    if (member === undefined) continue
    const { line } = property
    const before = members.get(member.id)
    if (before !== undefined) problems.push({ line, what: `server.${member.id} stands on line ${before.line} already` })
    members.set(member.id, member)
  }
  return [...members.values()].sort((a, b) => a.id - b.id)
}

function readMember({ key, value, line }: Property, problems: Problem[]): Member | undefined {
  const id = Number(KEY.exec(key)?.[1])
  if (!isPeerId(id)) {
    problems.push({ line, what: `${key}: a peer's number is from 1 to ${PEER_ID_MAX}; write for example ${EXAMPLE}` })
    return undefined
  }
  if (value.includes('|')) {
    problems.push({ line, what: `${key}: Quoll takes one address per peer; write for example ${EXAMPLE}` })
    return undefined
  }
  const match = VALUE.exec(value)
  const ports = [match?.[2], match?.[3], match?.[6]].filter((port) => port !== undefined).map(Number)
  if (match === null || ports.some((port) => port < 1 || port > 65_535)) {
    const shape = 'host:port[:electionPort][:participant|observer][;[host:]clientPort]'
    problems.push({ line, what: `${key}=${value.slice(0, 100)} is not ${shape}; write for example ${EXAMPLE}` })
    return undefined
  }
  const [, host = '', port, , role, clientHost, clientPort] = match
  return {
    id,
    address: { host: withoutBrackets(host), port: Number(port) },
    observer: role?.toLowerCase() === 'observer',
    client:
      clientPort === undefined
        ? undefined
        : { host: clientHost === undefined ? undefined : withoutBrackets(clientHost), port: Number(clientPort) },
    line,
    text: `${key}=${value}`,
  }
}

function withoutBrackets(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host
}
