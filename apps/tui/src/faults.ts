/** Faults as values: what an action makes of them, what they say in words, and which links they leave whole. */
import type { Action, Fault } from './control.ts'
import { duration, list } from './words.ts'

type Cut = Extract<Fault, { type: 'cut' }>

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

/** `3 is cut off from 1 and 2`, `2 is paused`: as few sentences as it takes. */
export function faultsInWords(faults: readonly Fault[]): readonly string[] {
  const others = faults.flatMap((fault) => (fault.type === 'cut' ? [] : [otherInWords(fault)]))
  return [...cutsInWords(faults), ...others]
}

function otherInWords(fault: Exclude<Fault, { type: 'cut' }>): string {
  switch (fault.type) {
    case 'paused':
      return `${fault.peer} is paused`
    case 'slow-disk':
      return `the disk of ${fault.peer} takes ${duration(fault.ms)} longer`
    case 'slow-link':
      return `the link between ${fault.a} and ${fault.b} takes ${duration(fault.ms)} longer`
  }
}

function cutsInWords(faults: readonly Fault[]): readonly string[] {
  const cuts = faults.filter((fault) => fault.type === 'cut')
  const oneWay = cuts.filter(({ from, to }) => reaches(faults, to, from))
  const unheard = [...new Set(oneWay.map(({ from }) => from))].sort(ascending)
  return [
    ...bothWaysInWords(cuts.filter(({ from, to }) => !reaches(faults, to, from))),
    ...unheard.map((id) => {
      const deaf = oneWay.filter(({ from }) => from === id).map(({ to }) => to)
      return `${list(deaf.sort(ascending))} ${deaf.length === 1 ? 'does' : 'do'} not hear ${id}`
    }),
  ]
}

/** Peers that are cut off from the same others go together, the smaller side first. */
function bothWaysInWords(cuts: readonly Cut[]): readonly string[] {
  const sides = new Map<string, { readonly peers: number[]; readonly from: readonly number[] }>()
  for (const id of peersOf(cuts)) {
    const from = cuts.filter((cut) => cut.from === id).map(({ to }) => to)
    const key = from.toSorted(ascending).join()
    const side = sides.get(key) ?? { peers: [], from }
    side.peers.push(id)
    sides.set(key, side)
  }
  const told = new Set<string>()
  const words: string[] = []
  for (const { peers, from } of [...sides.values()].sort((a, b) => a.peers.length - b.peers.length)) {
    const news = from.filter((other) => peers.some((id) => !told.has(`${other} ${id}`))).sort(ascending)
    for (const id of peers) for (const other of news) told.add(`${id} ${other}`)
    if (news.length > 0) words.push(`${list(peers)} ${peers.length === 1 ? 'is' : 'are'} cut off from ${list(news)}`)
  }
  return words
}

function peersOf(cuts: readonly Cut[]): readonly number[] {
  return [...new Set(cuts.flatMap(({ from, to }) => [from, to]))].sort(ascending)
}

function ascending(a: number, b: number): number {
  return a - b
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
