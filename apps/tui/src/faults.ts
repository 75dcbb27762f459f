/** Faults as values: what an action makes of them, what they say in words, and which links they leave whole. */
import type { Action, Fault } from './control.ts'
import { duration } from './words.ts'

/** The faults after an action, in an ensemble of the peers `everyone`. Pure: performing it is somebody else's. */
export function faultsAfter(faults: readonly Fault[], action: Action, everyone: readonly number[]): readonly Fault[] {
  switch (action.type) {
    case 'pause':
      return [...without(faults, isPaused(action.peer)), { type: 'paused', peer: action.peer }]
    case 'resume':
    // A process that ends is not paused any more.
    case 'kill':
    case 'stop':
    case 'restart':
      return without(faults, isPaused(action.peer))
    case 'isolate':
      return withCuts(faults, cutsBetween([[action.peer]], everyone))
    case 'partition':
      return withCuts(
        without(faults, ({ type }) => type === 'cut'),
        cutsBetween(action.groups, everyone),
      )
    case 'cut-one-way':
      return withCuts(faults, [{ type: 'cut', from: action.from, to: action.to }])
    case 'slow-disk': {
      const rest = without(faults, (fault) => fault.type === 'slow-disk' && fault.peer === action.peer)
      return action.ms === 0 ? rest : [...rest, { type: 'slow-disk', peer: action.peer, ms: action.ms }]
    }
    case 'slow-link': {
      const [a, b] = action.a < action.b ? [action.a, action.b] : [action.b, action.a]
      const rest = without(faults, (fault) => fault.type === 'slow-link' && fault.a === a && fault.b === b)
      return action.ms === 0 ? rest : [...rest, { type: 'slow-link', a, b, ms: action.ms }]
    }
    case 'heal':
      return []
  }
}

/** Frames pass from one to the other. */
export function reaches(faults: readonly Fault[], from: number, to: number): boolean {
  return !faults.some((fault) => fault.type === 'cut' && fault.from === from && fault.to === to)
}

/** `1 and 3 do not hear each other`, `2 is paused`: one sentence a fault, the two halves of a symmetric cut as one. */
export function faultsInWords(faults: readonly Fault[]): readonly string[] {
  return faults.flatMap((fault) => faultInWords(fault, faults))
}

function faultInWords(fault: Fault, all: readonly Fault[]): readonly string[] {
  switch (fault.type) {
    case 'paused':
      return [`${fault.peer} is paused`]
    case 'cut':
      if (reaches(all, fault.to, fault.from)) return [`${fault.to} does not hear ${fault.from}`]
      return fault.from < fault.to ? [`${fault.from} and ${fault.to} do not hear each other`] : []
    case 'slow-disk':
      return [`the disk of ${fault.peer} takes ${duration(fault.ms)} longer`]
    case 'slow-link':
      return [`the link between ${fault.a} and ${fault.b} takes ${duration(fault.ms)} longer`]
  }
}

/** Whoever is named in no group forms one more. */
export function wholeGroups(
  groups: readonly (readonly number[])[],
  everyone: readonly number[],
): readonly (readonly number[])[] {
  const rest = everyone.filter((peer) => !groups.some((group) => group.includes(peer)))
  return rest.length === 0 ? groups : [...groups, rest]
}

function cutsBetween(groups: readonly (readonly number[])[], everyone: readonly number[]): readonly Fault[] {
  const whole = wholeGroups(groups, everyone)
  return whole.flatMap((ours) =>
    ours.flatMap((from) =>
      whole
        .filter((theirs) => theirs !== ours)
        .flat()
        .map((to): Fault => ({ type: 'cut', from, to })),
    ),
  )
}

function withCuts(faults: readonly Fault[], cuts: readonly Fault[]): readonly Fault[] {
  const fresh = cuts.filter((cut) => cut.type !== 'cut' || reaches(faults, cut.from, cut.to))
  return [...faults, ...fresh]
}

function without(faults: readonly Fault[], goes: (fault: Fault) => boolean): readonly Fault[] {
  return faults.filter((fault) => !goes(fault))
}

function isPaused(peer: number): (fault: Fault) => boolean {
  return (fault) => fault.type === 'paused' && fault.peer === peer
}
