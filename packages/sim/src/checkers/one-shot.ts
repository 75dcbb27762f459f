/** One-shot watches fire at most once: an event needs a watch that was set and has not fired. */
import { WatchEvent } from '../clients/sight.ts'
import type { MakeChecker } from '../evidence/fact.ts'

type Armed = { data: boolean; child: boolean; standing: boolean }

export const oneShotWatches: MakeChecker = (_ledger, report) => {
  const clients = new Map<number, Map<string, Armed>>()
  const armedOf = (client: number, path: string): Armed => {
    const paths = clients.get(client) ?? new Map<string, Armed>()
    clients.set(client, paths)
    const armed = paths.get(path) ?? { data: false, child: false, standing: false }
    paths.set(path, armed)
    return armed
  }
  return {
    name: 'one-shot-watches',
    saw(sight) {
      switch (sight.type) {
        case 'watch-set': {
          const armed = armedOf(sight.client, sight.path)
          if (sight.kind === 'child') armed.child = true
          else if (sight.kind === 'data' || sight.kind === 'exists') armed.data = true
          else armed.standing = true
          return
        }
        case 'event': {
          const armed = armedOf(sight.client, sight.path)
          const [byData, byChild] = [
            sight.event !== WatchEvent.childrenChanged,
            sight.event !== WatchEvent.created && sight.event !== WatchEvent.dataChanged,
          ]
          const due = armed.standing || sight.caughtUp || (byData && armed.data) || (byChild && armed.child)
          if (!due) report(`client ${sight.client} heard event ${sight.event} on ${sight.path} without a watch there`)
          if (byData) armed.data = false
          if (byChild) armed.child = false
          return
        }
        case 'detached':
          clients.delete(sight.client)
      }
    },
  }
}
