/** Changes of a subtree, as they come. */
import { type Client, isZooKeeperError, type WatchEvent } from '@quoll/client'
import { pathOf, type ShellCommand } from '../command.ts'
import { dataJson, dataLines } from '../data-text.ts'
import { type Output, printable } from '../output.ts'

export const watch: ShellCommand = {
  name: 'watch',
  group: 'watch',
  usage: '[-n count] [-v] path',
  summary: 'prints every change of a znode and of all below it, with its time, until Ctrl-C',
  options: {
    n: { value: 'count', says: 'ends after so many' },
    v: { says: 'prints what the znode holds after the change' },
  },
  words: [1, 1],
  notes: ['"gap" is printed when the connection was lost meanwhile and changes may have been missed.'],
  examples: ['watch -n 1 /app'],
  json: ['time', 'event', 'path', 'data', 'encoding'],
  async run({ client, signal, print }, given) {
    let left = given.integer('n', 1) ?? Number.POSITIVE_INFINITY
    try {
      for await (const event of client.watch(pathOf(given.words[0]), { recursive: true, signal })) {
        print(await changeOutput(event, given.has('v') ? client : undefined, signal))
        if (--left === 0) break
      }
    } catch (error) {
      // Ctrl-C is how one stops it.
      if (!signal.aborted) throw error
    }
    return undefined
  },
}

/** With a client: also what the znode holds by now, which a later change may have made already. */
async function changeOutput(event: WatchEvent, client: Client | undefined, signal: AbortSignal): Promise<Output> {
  const { type, path } = event
  const time = new Date().toISOString()
  const data =
    client === undefined || type === 'deleted' || type === 'gap' ? undefined : await dataAt(client, path, signal)
  const text = data === undefined ? '' : `  ${dataLines(data)[0]}`
  return {
    lines: [`${time.slice(11, 23)}  ${type.padEnd('data-changed'.length)}  ${printable(path)}${text}`],
    json: { time, event: type, path, ...dataJson(data) },
  }
}

async function dataAt(client: Client, path: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
  try {
    return (await client.getData(path, { signal })).data
  } catch (error) {
    if (isZooKeeperError(error, 'NO_NODE', 'NO_AUTH')) return undefined
    throw error
  }
}
