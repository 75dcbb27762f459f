/**
 * Creates an ephemeral sequential znode exactly once, even when the answer is lost: its name carries a random word by
 * which it is found again. The name is Curator's, so that its users and ours can stand in one line. The znode it lies in
 * is a container: it goes when nobody needs it any more.
 */
import type { Client, Stat } from '../client.ts'
import { isZooKeeperError } from '../errors.ts'
import type { Data } from '../requests/create-request.ts'
import { ensurePath } from './ensure-path.ts'
import { again } from './patience.ts'

export type Created = { readonly path: string; readonly stat: Stat }

/** `name` stands between the word and the number. */
export async function createProtected(client: Client, parent: string, name: string, data: Data): Promise<Created> {
  const word = `_c_${crypto.randomUUID()}`
  for (;;)
    try {
      return await client.create(`${parent}/${word}-${name}`, data, { ephemeral: true, sequential: true })
    } catch (error) {
      if (isZooKeeperError(error, 'NO_NODE')) {
        await ensurePath(client, parent, undefined, { container: true })
      } else if (isZooKeeperError(error, 'CONNECTION_LOSS')) {
        const found = await again(() => findByWord(client, parent, word))
        if (found !== undefined) return found
      } else {
        throw error
      }
    }
}

/** After the sync nothing that was on its way can still arrive: the session has moved on. */
async function findByWord(client: Client, parent: string, word: string): Promise<Created | undefined> {
  await client.sync(parent)
  if ((await client.exists(parent)) === undefined) return undefined
  const { children } = await client.getChildren(parent)
  const name = children.find((child) => child.startsWith(word))
  if (name === undefined) return undefined
  const path = `${parent}/${name}`
  const stat = await client.exists(path)
  return stat === undefined ? undefined : { path, stat }
}
