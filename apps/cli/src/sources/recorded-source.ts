/** A source whose records go into a file as well, with every detail there is, whatever is looked at meanwhile. */
import type { TraceRecord } from '@quoll/trace'
import type { Detail, EnsembleSource } from '@quoll/tui'

const EVERYTHING: ReadonlySet<Detail> = new Set(['sessions', 'watches', 'transactions'])

export function recordedSource(source: EnsembleSource, write: (record: TraceRecord) => void): EnsembleSource {
  return {
    ...source,
    start: (listener) => {
      source.start((record) => {
        write(record)
        listener(record)
      })
      source.want?.(EVERYTHING)
    },
    want: () => {},
  }
}
