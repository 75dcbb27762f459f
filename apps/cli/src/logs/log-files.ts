/** Where the logs of peers are: what was named, or what lies in a directory that was named. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CommandError } from '../errors.ts'

/** @throws CommandError, Error of the system */
export function logFilesOf(sources: readonly string[]): string[] {
  return sources.flatMap((source) => (statSync(source).isDirectory() ? logsIn(source) : [source]))
}

/** Of `quoll up --data DIR`: one per peer. Of one peer's directory, or its data: its own. Otherwise every `*.log`. */
function logsIn(directory: string): string[] {
  const names = readdirSync(directory).sort()
  const ofPeers = names.map((name) => join(directory, name, 'peer.log')).filter((path) => existsSync(path))
  if (ofPeers.length > 0) return ofPeers
  const here = names.filter((name) => name.endsWith('.log')).map((name) => join(directory, name))
  if (here.length > 0) return here
  const isData = names.includes('epochs') || names.includes('myid')
  const beside = join(dirname(join(directory, '.')), 'peer.log')
  if (isData && existsSync(beside)) return [beside]
  throw new CommandError(
    `${directory} holds no log for people`,
    isData
      ? 'It is the data directory of a peer; the peer writes its log to standard error, and whoever started it decides where that goes.'
      : 'There is no *.log in it, and no peer-1/peer.log as quoll up --data makes them.',
    isData
      ? `Read that, for example: journalctl -u quoll -o cat | quoll logs. What the data says: quoll logs txns ${directory}`
      : 'Name the file, or pipe the log: quoll logs < FILE.',
  )
}
