/** The dashboard before the first record. */
import type { EnsembleSource } from '../source.ts'
import type { Dashboard } from './dashboard.ts'
import { newEnsemble } from './ensemble.ts'
import { newViewStates } from './view-states.ts'

export function newDashboard(source: EnsembleSource, readonly: boolean): Dashboard {
  const { header, kind, control, tree } = source
  const mayWrite = !readonly && tree?.write !== undefined
  return {
    ensemble: newEnsemble(header),
    nowMs: header.atMs,
    playback: {
      kind,
      mode: kind === 'live' ? 'following' : 'playing',
      speed: 1,
      taken: 0,
      known: 0,
      beginMs: header.atMs,
      endMs: header.atMs,
    },
    powers: {
      actions: readonly || control === undefined ? new Set() : control.actions,
      faults: control?.faults() ?? [],
      readonly: readonly || (control === undefined && !mayWrite),
      tree: tree !== undefined,
      mayWrite,
    },
    screen: {
      view: 'peers',
      before: 'peers',
      peer: header.peers[0]?.id ?? 1,
      prompt: undefined,
      message: undefined,
      history: [],
      views: newViewStates(),
    },
  }
}
