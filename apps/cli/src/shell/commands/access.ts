/** Who may do what, and who we are. */
import { parseAcl } from '../acl-text.ts'
import { pathOf, type ShellCommand } from '../command.ts'
import { aclJson, aclLines, printable, statJson, statLines } from '../output.ts'
import { subtree } from '../subtree.ts'

/** Requests under way at a time. */
const BREADTH = 200

export const getAcl: ShellCommand = {
  name: 'getAcl',
  group: 'access',
  usage: '[-s] path',
  summary: 'prints who may do what',
  options: { s: { says: 'prints the stat too' } },
  words: [1, 1],
  examples: ['getAcl /app', 'getAcl -s /app'],
  json: ['path', 'acl', 'stat'],
  async run({ client, signal }, given) {
    const path = pathOf(given.words[0])
    const { acl, stat } = await client.getAcl(path, { signal })
    return {
      lines: [...aclLines(acl), ...(given.has('s') ? statLines(stat) : [])],
      json: { path, acl: aclJson(acl), stat: statJson(stat) },
    }
  },
}

export const setAcl: ShellCommand = {
  name: 'setAcl',
  group: 'access',
  usage: '[-s] [-v version] [-R] path acl',
  summary: 'sets who may do what, as scheme:id:permissions',
  options: {
    s: { says: 'prints the stat' },
    v: { value: 'version', says: 'only if this is its aclVersion' },
    R: { says: 'also for everything below' },
  },
  words: [2, 2],
  notes: [
    'Permissions are letters: c create, d delete, r read, w write, a set ACLs. Several entries are separated by commas.',
  ],
  examples: ['setAcl /app world:anyone:cdrwa', 'setAcl -R /app world:anyone:cdrwa,ip:127.0.0.1:r'],
  json: ['path', 'changed', 'stat'],
  async run({ client, signal, progress }, given) {
    const path = pathOf(given.words[0])
    const acl = parseAcl(given.words[1] ?? '')
    const version = given.integer('v') ?? -1
    const stat = await client.setAcl(path, acl, { version, signal })
    let changed = 1
    if (given.has('R')) {
      const below = (await subtree(client, path, { signal })).slice(1)
      const shown = progress('setAcl', 'znodes', below.length)
      for (let from = 0; from < below.length; from += BREADTH) {
        const some = below.slice(from, from + BREADTH)
        await Promise.all(some.map((znode) => client.setAcl(znode.path, acl, { version, signal })))
        shown.advance(some.length)
      }
      changed += below.length
    }
    return { lines: given.has('s') ? statLines(stat) : [], json: { path, changed, stat: statJson(stat) } }
  },
}

export const addauth: ShellCommand = {
  name: 'addauth',
  group: 'access',
  usage: 'scheme credentials',
  summary: 'identifies this client',
  options: {},
  words: [1, 2],
  notes: ['It stays so in later sessions of this shell. The line is not kept in the history file.'],
  examples: ['addauth digest ada:secret'],
  json: ['added'],
  async run({ client, signal }, { words: [scheme = '', credentials = ''] }) {
    await client.addAuth({ scheme, credentials }, { signal })
    return { lines: [], json: { added: scheme } }
  },
}

export const whoami: ShellCommand = {
  name: 'whoami',
  group: 'access',
  usage: '',
  summary: 'prints who the server takes this client for',
  options: {},
  words: [0, 0],
  examples: ['whoami'],
  json: ['identities'],
  async run({ client, signal }) {
    const identities = await client.whoAmI({ signal })
    const lines = identities.map(({ scheme, user }) => printable(`${scheme}: ${user}`))
    return { lines: ['Auth scheme: User', ...lines.sort()], json: { identities } }
  },
}

export const sync: ShellCommand = {
  name: 'sync',
  group: 'look',
  usage: '[path]',
  summary: 'waits until this server has heard of everything that was changed so far',
  options: {},
  words: [0, 1],
  examples: ['sync /app'],
  json: ['path', 'synced'],
  async run({ client, signal }, { words }) {
    const path = pathOf(words[0] ?? '/')
    await client.sync(path, { signal })
    return { lines: ['Sync is OK'], json: { path, synced: true } }
  },
}
