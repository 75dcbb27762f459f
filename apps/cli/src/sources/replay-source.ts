/** A recording as the dashboard takes it. */
import type { EnsembleSource } from '@quoll/tui'
import type { ReadTrace } from '../trace-file/read-trace.ts'

export function replaySource({ header, records, remark }: ReadTrace): EnsembleSource {
  return {
    header,
    kind: 'recorded',
    start: (listener) => {
      for (const record of records) listener(record)
      const atMs = records.at(-1)?.atMs ?? header.atMs
      if (remark !== undefined) listener({ type: 'trouble', atMs, text: remark })
    },
    stop: () => {},
  }
}
