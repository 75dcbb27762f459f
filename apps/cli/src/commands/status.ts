/** `quoll status`: who is up, who leads, whether writes are possible. Works with Apache ZooKeeper too. */
import { Exit } from '../errors.ts'
import { parseAddresses } from '../peers/addresses.ts'
import { type ObservedPeer, observePeer } from '../peers/observe-peer.ts'
import { type EnsembleReport, ensembleReport, splitZxid } from '../status/ensemble-report.ts'
import { type StatusRow, statusRows } from '../status/status-rows.ts'
import { count, duration, tableLines, terminalWidth, wrapped } from '../table.ts'

export type StatusOptions = { readonly connect: string; readonly json?: boolean }

/** Of the JSON. Fields may come; one changes its meaning only with the version. */
export const STATUS_JSON_VERSION = 1

/** Returns `noQuorum` when nobody leads. @throws UsageError */
export async function status({ connect, json }: StatusOptions): Promise<number> {
  const addresses = parseAddresses(connect)
  const peers = await Promise.all(addresses.map((address) => observePeer(address)))
  const report = ensembleReport(peers)
  const rows = statusRows(peers)
  if (json) console.log(JSON.stringify({ version: STATUS_JSON_VERSION, ...report, peers: rows }))
  else console.log(statusLines(report, rows, peers, terminalWidth()).join('\n'))
  return report.writable ? Exit.ok : Exit.noQuorum
}

export function statusLines(
  report: EnsembleReport,
  rows: readonly StatusRow[],
  peers: readonly ObservedPeer[],
  width: number,
): string[] {
  const silent = peers.flatMap(({ address, silence }) =>
    silence === undefined ? [] : [`${address}: ${silence.means} ${silence.next}`],
  )
  const notes = [...report.notes, ...silent].flatMap((note) => wrapped(note, Math.min(width, 100), '  '))
  return [
    report.verdict,
    ...ensembleLine(report, rows),
    '',
    ...peersTable(rows, width),
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ]
}

/** What holds for all of them. */
function ensembleLine({ leader, epoch }: EnsembleReport, rows: readonly StatusRow[]): string[] {
  const leading = rows.find(({ address }) => address === leader)
  if (leading === undefined) return []
  const name = leading.id === undefined ? leading.address : `peer ${leading.id}`
  const what = [count(leading.znodes, 'znode')]
  if (leading.sessions !== undefined) what.push(count(leading.sessions, 'session'))
  const leads = leading.mode === 'standalone' ? `${name} is alone` : `${name} leads`
  return [`${leads}${epoch === undefined ? '' : `, epoch ${epoch}`}; ${what.join(', ')}; ${versionIn(leading)}`]
}

/** `quoll 0.1.0`, `ZooKeeper 3.8.0`. */
function versionIn({ version }: StatusRow): string {
  const ours = version.match(/-quoll-(.*)$/)?.[1]
  return ours === undefined ? `ZooKeeper ${version.split('-')[0]}` : `quoll ${ours}`
}

function peersTable(rows: readonly StatusRow[], width: number): string[] {
  const columns = [
    { title: 'peer', right: true },
    { title: 'address' },
    { title: 'role' },
    { title: 'zxid' },
    { title: 'behind', right: true },
    { title: 'clients', right: true },
    { title: 'fsync p99', right: true },
    { title: 'up for', right: true },
  ]
  return tableLines(columns, rows.map(cells), width).map((line) => `  ${line}`)
}

function cells(row: StatusRow): string[] {
  const start = [row.id === undefined ? '' : String(row.id), row.address]
  if (!row.serving) return [...start, row.why === undefined ? row.mode : `${row.mode}: ${row.why}`]
  const { epoch, counter } = splitZxid(row.zxid)
  const number = (value: number | undefined) => (value === undefined ? '' : value.toLocaleString('en-US'))
  const time = (value: number | undefined) => (value === undefined ? '' : duration(value))
  return [
    ...start,
    row.phase !== undefined && row.phase !== 'broadcast' ? `${row.mode}, ${row.phase}` : row.mode,
    row.zxid === '' ? '' : `${epoch}:${counter}`,
    number(row.behind),
    // One of them is ours.
    number(Math.max(0, row.connections - 1)),
    time(row.syncMsP99),
    time(row.uptimeMs),
  ]
}
