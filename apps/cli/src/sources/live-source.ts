/** An ensemble that lives: every peer watched by itself, so that one that is silent delays nobody. */
import type { TraceHeader } from '@quoll/trace'
import type { Control, Detail, EnsembleSource, TreeAccess } from '@quoll/tui'
import { announcedControl } from './announced-control.ts'
import { Opening } from './opening.ts'
import type { PeerWatch, Tell } from './peer-watch.ts'

export type LiveSourceOptions = {
  readonly header: TraceHeader
  readonly watches: readonly PeerWatch[]
  /** Only of an ensemble of one's own. */
  readonly control?: Control
  readonly tree?: TreeAccess & { close(): void }
}

export function liveSource({ header, watches, control, tree }: LiveSourceOptions): EnsembleSource {
  let opening: Opening | undefined
  const tell: Tell = (record) => opening?.take(record)
  return {
    header,
    kind: 'live',
    start: (to) => {
      opening = new Opening(header.peers.length, to)
      for (const watch of watches) watch.start(tell)
    },
    stop: () => {
      opening?.stop()
      opening = undefined
      for (const watch of watches) watch.stop()
      tree?.close()
    },
    want: (details: ReadonlySet<Detail>) => {
      for (const watch of watches) watch.want(details)
    },
    ...(control === undefined ? {} : { control: announcedControl(control, tell) }),
    ...(tree === undefined ? {} : { tree }),
  }
}
