/**
 * The znodes of an ensemble, for the dashboard: a client that connects when the first is asked for, so that who only looks at peers
 * opens no session. Works on anything that speaks ZooKeeper; the client bounds what it takes (16 MiB an answer).
 */
import { type Acl, type Client, connect, type Stat } from '@quoll/client'
import type { CreateMode, TreeAccess, TreeWrite, ZnodeContent, ZnodeStat } from '@quoll/tui'
import { permissionLetters } from '../shell/output.ts'

export type TreeOptions = { readonly mayWrite: boolean }

const SESSION_MS = 10_000

export function treeAccess(hosts: string, { mayWrite }: TreeOptions): TreeAccess & { close(): void } {
  const sessions = new Sessions(hosts)
  return {
    children: async (path, signal) => (await (await sessions.client()).getChildren(path, { signal })).children,
    read: async (path, signal) => read(await sessions.client(), path, signal),
    watch: (path, changed, signal) => {
      watch(sessions, path, changed, signal).catch(() => {
        // The session is over: whatever was shown may be old now.
        if (!signal.aborted) changed()
      })
    },
    ...(mayWrite ? { write: writing(sessions) } : {}),
    close: () => sessions.close(),
  }
}

/** One client at a time; one whose session is over is replaced when somebody asks again. */
class Sessions {
  readonly #hosts: string
  readonly #closed = new AbortController()
  #client: Promise<Client> | undefined

  constructor(hosts: string) {
    this.#hosts = hosts
  }

  async client(): Promise<Client> {
    const present = this.#client
    if (present !== undefined) {
      const client = await present
      if (!client.signal.aborted) return client
    }
    // Somebody else who waited may have been quicker.
    if (this.#client === present) this.#client = this.#connect()
    return this.#client ?? this.client()
  }

  close(): void {
    this.#closed.abort(new Error('the dashboard is closed'))
    this.#client?.then((client) => client.close()).catch(() => {})
  }

  #connect(): Promise<Client> {
    const client = connect({ hosts: this.#hosts, sessionTimeoutMs: SESSION_MS, signal: this.#closed.signal })
    client.catch(() => {
      if (this.#client === client) this.#client = undefined
    })
    return client
  }
}

async function read(client: Client, path: string, signal: AbortSignal): Promise<ZnodeContent> {
  const [{ data, stat }, acl] = await Promise.all([
    client.getData(path, { signal }),
    // Who may read a znode may not always see whom its ACL allows.
    client.getAcl(path, { signal }).then(
      (found) => found.acl.map(aclText),
      () => [],
    ),
  ])
  return { data: data ?? new Uint8Array(), stat: statOf(stat), acl }
}

async function watch(sessions: Sessions, path: string, changed: () => void, signal: AbortSignal): Promise<void> {
  const client = await sessions.client()
  for await (const _ of client.watch(path, { signal })) changed()
}

function writing(sessions: Sessions): TreeWrite {
  return {
    create: async (path, data, mode) => (await (await sessions.client()).create(path, data, optionsOf(mode))).path,
    set: async (path, data, version) => {
      await (await sessions.client()).setData(path, data, { version })
    },
    delete: async (path, version) => (await sessions.client()).delete(path, { version }),
  }
}

function optionsOf(mode: CreateMode): { readonly ephemeral: boolean; readonly sequential: boolean } {
  return { ephemeral: mode.startsWith('ephemeral'), sequential: mode.endsWith('sequential') }
}

function statOf(stat: Stat): ZnodeStat {
  const { czxid, mzxid, pzxid, ctime, mtime, version, cversion, aversion, ephemeralOwner, dataLength, numChildren } =
    stat
  return {
    czxid: `0x${czxid.toString(16)}`,
    mzxid: `0x${mzxid.toString(16)}`,
    pzxid: `0x${pzxid.toString(16)}`,
    ctimeMs: ctime,
    mtimeMs: mtime,
    version,
    cversion,
    aversion,
    ephemeralOwner: `0x${(ephemeralOwner ?? 0n).toString(16)}`,
    dataLength,
    numChildren,
  }
}

function aclText({ scheme, id, perms }: Acl): string {
  return `${scheme}:${id}:${permissionLetters(perms)}`
}
