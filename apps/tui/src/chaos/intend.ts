/** From a wish to break something to the deed: what cannot be done is said, what destroys is asked about first. */
import type { Action, ActionType } from '../control.ts'
import { consequenceOf } from '../model/consequence.ts'
import { ask, type Dashboard, only, type Pressed, say, withScreen } from '../model/dashboard.ts'
import { objectionTo } from '../model/objection.ts'
import { situationOf } from './situation.ts'

/** What is done at once: it only puts right. */
const HARMLESS: ReadonlySet<ActionType> = new Set(['heal', 'resume'])

export function intend(dashboard: Dashboard, action: Action): Pressed {
  const refusal = refusalOf(dashboard, action)
  if (refusal !== undefined) return only(say(dashboard, refusal, 'warn'))
  if (HARMLESS.has(action.type) || startsAgain(dashboard, action)) return perform(dashboard, action)
  const sentences = consequenceOf(action, situationOf(dashboard))
  const prompt = {
    type: 'question',
    sentences,
    word: 'yes, do it',
    yes: (now: Dashboard) => perform(now, action),
  } as const
  return only(withScreen(dashboard, { prompt }))
}

/** Why it is not done; undefined when it can be. */
export function refusalOf(dashboard: Dashboard, action: Action): string | undefined {
  const { powers, playback } = dashboard
  if (powers.readonly)
    return `${action.type}: this dashboard only looks. Faults are for an ensemble that quoll up or quoll sim started`
  if (!powers.actions.has(action.type)) return `${action.type} cannot be done to this ensemble`
  if (playback.mode !== 'following' && playback.kind === 'live')
    return `${action.type}: what you see is past. 0 goes back to now`
  if (playback.kind === 'simulated' && playback.taken < playback.known)
    return `${action.type}: what you see is past. 0 goes to the newest moment`
  return objectionTo(action, situationOf(dashboard))
}

function perform(dashboard: Dashboard, action: Action): Pressed {
  return ask(dashboard, { type: 'perform', action })
}

/** Starting a peer that does not run harms nobody. */
function startsAgain({ ensemble }: Dashboard, action: Action): boolean {
  return action.type === 'restart' && ensemble.peers.find(({ id }) => id === action.peer)?.running === false
}
