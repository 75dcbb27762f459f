/** Who may do what, and who we are. */
import { parseAcl } from '../acl-text.ts'
import { pathOf, type ShellCommand } from '../command.ts'
import { aclLines, permissionLetters, printable, statJson, statLines } from '../output.ts'

export const getAcl: ShellCommand = {
  name: 'getAcl',
  usage: '[-s] path',
  summary: 'prints who may do what; -s with the stat',
  options: { s: 'flag' },
  words: [1, 1],
  async run({ client, signal }, given) {
    const { acl, stat } = await client.getAcl(pathOf(given.words[0]), { signal })
    const entries = acl.map(({ scheme, id, perms }) => ({ scheme, id, perms: permissionLetters(perms) }))
    return {
      lines: [...aclLines(acl), ...(given.has('s') ? statLines(stat) : [])],
      json: given.has('s') ? { acl: entries, stat: statJson(stat) } : entries,
    }
  },
}

export const setAcl: ShellCommand = {
  name: 'setAcl',
  usage: '[-s] [-v version] path acl',
  summary: 'sets who may do what, as scheme:id:cdrwa; -v only over that aclVersion, -s prints the stat',
  options: { s: 'flag', v: 'value' },
  words: [2, 2],
  async run({ client, signal }, given) {
    const [word, acl = ''] = given.words
    const stat = await client.setAcl(pathOf(word), parseAcl(acl), { version: given.integer('v') ?? -1, signal })
    return { lines: given.has('s') ? statLines(stat) : [], json: statJson(stat) }
  },
}

export const addauth: ShellCommand = {
  name: 'addauth',
  usage: 'scheme credentials',
  summary: 'identifies this client, for example: addauth digest user:password',
  options: {},
  words: [1, 2],
  async run({ client, signal }, { words: [scheme = '', credentials = ''] }) {
    await client.addAuth({ scheme, credentials }, { signal })
    return { lines: [], json: { added: scheme } }
  },
}

export const whoami: ShellCommand = {
  name: 'whoAmI',
  usage: '',
  summary: 'prints who the server takes this client for',
  options: {},
  words: [0, 0],
  async run({ client, signal }) {
    const identities = await client.whoAmI({ signal })
    return { lines: identities.map(({ scheme, user }) => printable(`${scheme}: ${user}`)), json: identities }
  },
}

export const sync: ShellCommand = {
  name: 'sync',
  usage: '[path]',
  summary: 'waits until this server has heard of everything that was changed so far',
  options: {},
  words: [0, 1],
  async run({ client, signal }, { words }) {
    await client.sync(pathOf(words[0] ?? '/'), { signal })
    return { lines: ['Sync is OK'], json: { synced: true } }
  },
}
