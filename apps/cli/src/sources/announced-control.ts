/** Breaking an ensemble, told: what is done on purpose stands in the trace, and what is broken from then on. */
import { type Action, type Control, deedInWords, faultsInWords } from '@quoll/tui'
import { type Tell, wallMs } from './peer-watch.ts'

export function announcedControl(control: Control, tell: Tell): Control {
  return {
    actions: control.actions,
    running: (id) => control.running(id),
    pidOf: (id) => control.pidOf(id),
    faults: () => control.faults(),
    perform: async (action) => {
      tell({ type: 'action', atMs: wallMs(), action: action.type, peers: peersOf(action), text: deedInWords(action) })
      try {
        await control.perform(action)
      } catch (error) {
        tell({ type: 'trouble', atMs: wallMs(), text: error instanceof Error ? error.message : String(error) })
        throw error
      } finally {
        tell({ type: 'faults', atMs: wallMs(), faults: faultsInWords(control.faults()) })
      }
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
