/**
 * The picture of docs/architecture.md as data: which row a package stands on, and which packages are pure. An import
 * goes down, never up, never sideways. When the picture is wrong, change both.
 */

const ROWS: ReadonlyMap<string, number> = new Map([
  ['bytes', 0],
  ['core', 0],
  ['state-machine', 1],
  ['protocol', 1],
  ['peer', 2],
  // What a running member does, as records.
  ['trace', 2.5],
  ['storage-file', 3],
  ['transport-ws', 3],
  ['client', 3],
  // Runs the real storage on a simulated file system.
  ['sim', 3.5],
  ['server', 4],
  // Measures: may use everything below.
  ['bench', 4],
  ['tui', 4],
  // The one command: loads all the others.
  ['cli', 5],
])

/** No clock, no randomness, no input or output, no timers: same events, same effects. */
export const PURE: ReadonlySet<string> = new Set(['bytes', 'core', 'state-machine', 'protocol', 'peer', 'trace'])

/** Why `from` may not import `to`; undefined when it may. */
export function objectionTo(from: string, to: string): string | undefined {
  const fromRow = ROWS.get(from)
  const toRow = ROWS.get(to)
  if (fromRow === undefined) return `package ${from} is not in the picture`
  if (toRow === undefined) return `package ${to} is not in the picture`
  if (from === to) return `${from} imports itself by name: use a relative path`
  if (toRow === fromRow) return `${from} imports ${to}, which stands on the same row`
  if (toRow > fromRow) return `${from} imports ${to}, which stands above it`
  return undefined
}
