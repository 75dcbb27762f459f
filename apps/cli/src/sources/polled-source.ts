/** An ensemble of one's own, asked for its status again and again: for as long as nothing better is at hand. */
import type { PeerStatus, TraceHeader, TraceRecord } from '@quoll/trace'
import { type Action, type Control, deedInWords, type EnsembleSource, faultsInWords } from '@quoll/tui'

export type Polled = {
  readonly header: TraceHeader
  /** One answer per peer of the header, in its order. */
  readonly statuses: () => Promise<readonly (PeerStatus | undefined)[]>
  readonly control: Control
}

const POLL_MS = 200
/** Polls in a row that must miss before a peer counts as lost: one may be late on a busy machine. */
const MISSES = 2

export function polledSource({ header, statuses, control }: Polled): EnsembleSource {
  let tell: (record: TraceRecord) => void = () => {}
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const heard = new Map<number, { running: boolean | undefined; misses: number; pid: number; told: number }>()

  const poll = async (): Promise<void> => {
    const answers = await statuses()
    if (stopped) return
    for (const [i, { id }] of header.peers.entries()) listen(id, answers[i])
    timer = setTimeout(poll, POLL_MS)
  }

  const listen = (id: number, status: PeerStatus | undefined): void => {
    const atMs = Date.now()
    const known = heard.get(id) ?? { running: undefined, misses: 0, pid: 0, told: 0 }
    heard.set(id, known)
    const running = control.running(id)
    if (running !== undefined && running !== known.running)
      tell({ type: 'process', peer: id, atMs, running, pid: control.pidOf(id) })
    known.running = running
    if (status === undefined) {
      if (++known.misses === MISSES) tell({ type: 'lost', peer: id, atMs, why: 'its status page is silent' })
      return
    }
    if (status.pid !== known.pid) known.told = 0
    for (const { number, atMs: toldMs, text } of status.story)
      if (number > known.told) tell({ type: 'told', peer: id, atMs: toldMs, number, level: 'info', text })
    known.misses = 0
    known.pid = status.pid
    known.told = status.story.at(-1)?.number ?? known.told
    tell({ type: 'status', peer: id, atMs, status })
  }

  return {
    header,
    kind: 'live',
    start: (listener) => {
      tell = listener
      void poll()
    },
    stop: () => {
      stopped = true
      clearTimeout(timer)
      tell = () => {}
    },
    control: announced(control, (record) => tell(record)),
  }
}

/** What is done is told. */
function announced(control: Control, tell: (record: TraceRecord) => void): Control {
  return {
    actions: control.actions,
    running: (id) => control.running(id),
    pidOf: (id) => control.pidOf(id),
    faults: () => control.faults(),
    perform: async (action) => {
      tell({ type: 'action', atMs: Date.now(), action: action.type, peers: peersOf(action), text: deedInWords(action) })
      await control.perform(action)
      tell({ type: 'faults', atMs: Date.now(), faults: faultsInWords(control.faults()) })
    },
  }
}

function peersOf(action: Action): readonly number[] {
  if ('peer' in action) return [action.peer]
  switch (action.type) {
    case 'partition':
      return action.groups.flat()
    case 'cut-one-way':
      return [action.from, action.to]
    case 'slow-link':
      return [action.a, action.b]
    case 'heal':
      return []
  }
}
