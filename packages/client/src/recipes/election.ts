/** One leader among those who stand for election; the others wait for their turn, in order. */
import { type Client, type SignalOptions, textOf } from '../client.ts'
import { isZooKeeperError } from '../errors.ts'
import { again } from './patience.ts'
import { inOrder, waitInLine } from './place-in-line.ts'
import { Tenure } from './tenure.ts'

/** `await using leadership = await campaign(…)` resigns at the end of the block. */
export type Leadership = Tenure

export type CampaignOptions = SignalOptions & {
  /** What `leaderOf` tells the others. */
  readonly name?: string
}

const PATTERN = /-n_(\d{10})$/

/** Resolves when we lead. An aborted `signal` withdraws. */
export async function campaign(
  client: Client,
  path: string,
  { name = '', signal }: CampaignOptions = {},
): Promise<Leadership> {
  return new Tenure(client, await waitInLine(client, path, { name: 'n_', pattern: PATTERN, data: name, signal }))
}

/** Who leads, as far as the server we are connected to knows; undefined when nobody does. */
export async function leaderOf(
  client: Client,
  path: string,
  options: SignalOptions = {},
): Promise<{ readonly name: string; readonly fencingToken: number } | undefined> {
  for (;;)
    try {
      const [first] = inOrder((await again(() => client.getChildren(path, options), options.signal)).children, PATTERN)
      if (first === undefined) return undefined
      const { data, stat } = await again(() => client.getData(`${path}/${first}`, options), options.signal)
      return { name: textOf(data), fencingToken: stat.czxid }
    } catch (error) {
      if (!isZooKeeperError(error, 'NO_NODE')) throw error
      // Nobody ever stood for it, or the first in line left while we looked.
      if (error.path === path) return undefined
    }
}
