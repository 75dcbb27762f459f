/** A place in an ensemble: `/path` in ours, `HOSTS:/path` in another one. */
import type { Client } from '@quoll/client'
import { UsageError } from '../../errors.ts'
import { pathOf, type ShellContext } from '../command.ts'
import { checkHosts } from '../commands/session.ts'

export type Location = { readonly hosts: string | undefined; readonly path: string }

/** @throws UsageError */
export function locationOf(word: string | undefined): Location {
  const match = /^([^/].*?):(\/.*)$/.exec(word ?? '')
  if (match === null) {
    if (word !== undefined && !word.startsWith('/'))
      throw new UsageError(`"${word}" is no place`, 'Write /path, or HOST:PORT:/path for another ensemble.')
    return { hosts: undefined, path: pathOf(word) }
  }
  checkHosts(match[1]!)
  return { hosts: match[1]!, path: pathOf(match[2]) }
}

export function clientAt(location: Location, { client, session }: ShellContext): Client | Promise<Client> {
  return location.hosts === undefined ? client : session.other(location.hosts)
}
