/** The ensemble that `quoll up` started: feeds, processes, the power switch, and its znodes. */
import { TRACE_VERSION } from '@quoll/trace'
import type { EnsembleSource } from '@quoll/tui'
import type { LocalEnsemble } from '../up/local-ensemble.ts'
import { FeedWatch } from './feed-watch.ts'
import { liveSource } from './live-source.ts'
import { wallMs } from './peer-watch.ts'
import { ProcessWatch } from './process-watch.ts'
import { treeAccess } from './tree-access.ts'

const HOST = '127.0.0.1'

export function localSource({ peers, connect, control }: LocalEnsemble): EnsembleSource {
  const plans = peers.map(({ plan }) => plan)
  return liveSource({
    header: {
      trace: TRACE_VERSION,
      clock: 'wall',
      atMs: wallMs(),
      connect,
      peers: plans.map(({ id, clientPort, httpPort }) => ({
        id,
        client: `${HOST}:${clientPort}`,
        http: `${HOST}:${httpPort}`,
      })),
      title: 'local ensemble',
    },
    watches: [
      new ProcessWatch(
        plans.map(({ id }) => id),
        control,
      ),
      ...plans.map(({ id, httpPort }) => new FeedWatch({ id, http: { host: HOST, port: httpPort } })),
    ],
    control,
    tree: treeAccess(connect, { mayWrite: true }),
  })
}
