/**
 * Where a local ensemble keeps what nobody wants to keep. Its owner removes it at the end; of an owner that was killed
 * without a word, the next one does.
 *
 * An owner is alive while it listens on the socket in its directory: that cannot be mistaken, as a number of a process can
 * that was given to another one, or counts in another container.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREFIX = 'quoll-up-'
const SOCKET = 'owner'
/** A path too long for a socket: nobody can tell whether it is owned, so nobody removes it but its owner. */
const UNWATCHED_PREFIX = 'quoll-unwatched-'
const SOCKET_PATH_MAX = 100
/** Between making its directory and listening in it an owner needs a moment. */
const NEWBORN_MS = 60_000

export type TemporaryRoot = { readonly path: string; remove(): void }

/** @throws Error when the directory for temporary files cannot be used. */
export async function makeTemporaryRoot(parent: string = tmpdir()): Promise<TemporaryRoot> {
  const watched = Buffer.byteLength(join(parent, `${PREFIX}xxxxxx`, SOCKET)) <= SOCKET_PATH_MAX
  const path = mkdtempSync(join(parent, watched ? PREFIX : UNWATCHED_PREFIX))
  if (!watched) return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
  const server = createServer((socket) => socket.destroy())
  await listening(server, join(path, SOCKET))
  return {
    path,
    remove: () => {
      server.close()
      rmSync(path, { recursive: true, force: true })
    },
  }
}

/** Removes what dead owners left; what cannot be removed stays. Never rejects. */
export async function removeAbandonedRoots(parent: string = tmpdir()): Promise<void> {
  const roots = listed(parent).filter((name) => name.startsWith(PREFIX))
  await Promise.all(
    roots.map(async (name) => {
      const path = join(parent, name)
      if (!isNewborn(path) && !(await isOwned(path))) await rm(path, { recursive: true, force: true }).catch(() => {})
    }),
  )
}

function listed(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

/** No socket yet. One that is of another user, or gone already, is no business of ours: nothing follows from it. */
function isNewborn(path: string): boolean {
  try {
    const hasSocket = readdirSync(path).includes(SOCKET)
    return !hasSocket && Date.now() - statSync(path).mtimeMs < NEWBORN_MS
  } catch {
    return true
  }
}

function isOwned(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(join(path, SOCKET))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // Anything else, as a socket of another user, says nothing about its owner.
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT')
    })
  })
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => resolve())
    server.unref()
  })
}
