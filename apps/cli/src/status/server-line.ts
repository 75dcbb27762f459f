/** One peer, as `srvr` tells of it: the same words from Quoll and from Apache ZooKeeper. */
export type ServerLine = {
  readonly address: string
  readonly up: boolean
  /** False for a peer that is up and has no quorum. */
  readonly serving: boolean
  readonly mode: string
  readonly version: string
  readonly zxid: string
  readonly connections: number
  readonly znodes: number
}

/** `text`: the answer to `srvr`, undefined when there was none. */
export function serverLine(address: string, text: string | undefined): ServerLine {
  const field = (name: string) => text?.match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1]?.trim()
  const mode = field('Mode')
  return {
    address,
    up: text !== undefined,
    serving: mode !== undefined,
    mode: mode ?? (text === undefined ? 'down' : 'not serving'),
    version: field('Zookeeper version')?.split(',')[0] ?? '',
    zxid: field('Zxid') ?? '',
    connections: Number(field('Connections') ?? 0),
    znodes: Number(field('Node count') ?? 0),
  }
}

/** The verdict in words, and whether writes are possible. */
export function verdict(lines: readonly ServerLine[]): { readonly text: string; readonly writable: boolean } {
  const serving = lines.filter((line) => line.serving).length
  const writable = lines.some(({ mode }) => mode === 'leader' || mode === 'standalone')
  const spare = serving - (Math.floor(lines.length / 2) + 1)
  const survives = spare > 0 ? `survives ${spare} more ${spare === 1 ? 'failure' : 'failures'}` : 'survives no failure'
  if (!writable) return { text: `no leader: ${serving} of ${lines.length} serve, writes wait`, writable }
  return { text: `${serving} of ${lines.length} serve, ${survives}`, writable }
}
