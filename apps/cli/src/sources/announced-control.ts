/** Breaking an ensemble, told: what is done on purpose stands in the trace, and what is broken from then on. */
import { type Control, deedInWords, faultsInWords, peersOf } from '@quoll/tui'
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
