/**
 * The words in which an ensemble of one's own is broken on purpose and put right again. A local ensemble of processes and
 * a simulated one understand the same; keys, scripts and the sentences about consequences are all made of these.
 */

/** Peers are told by id, times are milliseconds. */
export type Action =
  /** As a power cut would: no farewell. */
  | { readonly type: 'kill'; readonly peer: number }
  /** Frozen where it stands: links stay open, nothing is answered. */
  | { readonly type: 'pause'; readonly peer: number }
  | { readonly type: 'resume'; readonly peer: number }
  /** An orderly stop: it hands over and says goodbye. */
  | { readonly type: 'stop'; readonly peer: number }
  /** Starts it on what its disk holds; one that runs is stopped in order first. Faults of its disk and links stay. */
  | { readonly type: 'restart'; readonly peer: number }
  /** Cut off from every other peer, both ways; its clients still reach it. */
  | { readonly type: 'isolate'; readonly peer: number }
  /** Peers of different groups hear nothing of each other, whoever is named nowhere forms one more group. Replaces every cut. */
  | { readonly type: 'partition'; readonly groups: readonly (readonly number[])[] }
  /** What `from` sends never reaches `to`; the other way stays open. */
  | { readonly type: 'cut-one-way'; readonly from: number; readonly to: number }
  /** Every sync takes `ms` longer; 0 ends it. */
  | { readonly type: 'slow-disk'; readonly peer: number; readonly ms: number }
  /** Every frame between the two takes `ms` longer, each way; 0 ends it. */
  | { readonly type: 'slow-link'; readonly a: number; readonly b: number; readonly ms: number }
  /** Ends every fault: cuts, delays, pauses. It starts nobody: that is `restart`. */
  | { readonly type: 'heal' }

export type ActionType = Action['type']

const EVERY: Readonly<Record<ActionType, true>> = {
  kill: true,
  pause: true,
  resume: true,
  stop: true,
  restart: true,
  isolate: true,
  partition: true,
  'cut-one-way': true,
  'slow-disk': true,
  'slow-link': true,
  heal: true,
}

/** Every action there is, in the order in which they are offered. */
export const ACTION_TYPES: readonly ActionType[] = Object.keys(EVERY) as ActionType[]

/** Everybody an action names. */
export function peersOf(action: Action): readonly number[] {
  switch (action.type) {
    case 'partition':
      return action.groups.flat()
    case 'cut-one-way':
      return [action.from, action.to]
    case 'slow-link':
      return [action.a, action.b]
    case 'heal':
      return []
    default:
      return [action.peer]
  }
}

/** What is broken now. A peer that does not run is no fault: `Control.running` tells. */
export type Fault =
  | { readonly type: 'paused'; readonly peer: number }
  /** What `from` sends never reaches `to`; a symmetric cut is two of these. */
  | { readonly type: 'cut'; readonly from: number; readonly to: number }
  | { readonly type: 'slow-disk'; readonly peer: number; readonly ms: number }
  /** `a` is the lower id. */
  | { readonly type: 'slow-link'; readonly a: number; readonly b: number; readonly ms: number }

/** The power switch, the cables and the disks of an ensemble of one's own. */
export type Control = {
  /** What can be done here. */
  readonly actions: ReadonlySet<ActionType>
  /** Resolves when the world has it; what follows from it takes its time. @throws Error, in words a person can read. */
  perform(action: Action): Promise<void>
  /** Whether the peer's process lives, paused or not; undefined where that cannot be known. */
  running(id: number): boolean | undefined
  /** The peer's process; undefined when there is none. */
  pidOf(id: number): number | undefined
  faults(): readonly Fault[]
}
