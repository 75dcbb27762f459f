/** Where a peer's data is: the directory itself, or `data` in one that `quoll up --data` made. */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError } from '../errors.ts'

/** @throws CommandError, Error of the system */
export function dataDirectoryOf(path: string): string {
  if (!statSync(path).isDirectory())
    throw new CommandError(
      `${path} is a file`,
      'The data of a peer is a directory: dataDir of its zoo.cfg.',
      'Name the directory.',
    )
  if (isData(path)) return path
  const below = join(path, 'data')
  if (existsSync(below) && isData(below)) return below
  throw new CommandError(
    `${path} is not the data directory of a Quoll peer`,
    existsSync(join(path, 'version-2'))
      ? 'It holds the files of Apache ZooKeeper (version-2), which have another format.'
      : 'It holds neither epochs nor snapshots: nothing was ever acknowledged there, or it is another directory.',
    'Name what dataDir says in the zoo.cfg of the peer; of quoll up --data DIR, it is DIR/peer-1.',
  )
}

function isData(path: string): boolean {
  return ['format', 'epochs'].some((name) => existsSync(join(path, name)))
}
