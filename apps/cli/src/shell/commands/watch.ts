/** Changes of a subtree, as they come. */
import { UsageError } from '../../errors.ts'
import { eventOutput, pathOf, type ShellCommand } from '../command.ts'

export const watch: ShellCommand = {
  name: 'watch',
  usage: '[-n count] path',
  summary: 'prints every change of a znode and of all below it, until Ctrl-C; -n only so many',
  options: { n: 'value' },
  words: [1, 1],
  async run({ client, signal, print }, given) {
    const count = given.integer('n') ?? Number.POSITIVE_INFINITY
    if (count < 1) throw new UsageError('-n takes a count of 1 or more')
    let left = count
    try {
      for await (const event of client.watch(pathOf(given.words[0]), { recursive: true, signal })) {
        print(eventOutput(event))
        if (--left === 0) break
      }
    } catch (error) {
      // Ctrl-C is how one stops it.
      if (!signal.aborted) throw error
    }
    return undefined
  },
}
