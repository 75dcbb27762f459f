/** The last cell of a peer's row: the one thing most worth knowing about it, in a few letters. */
import type { Dashboard } from '../../model/dashboard.ts'
import type { Mood } from '../../model/mood.ts'
import { answers, isLost, type PeerModel } from '../../model/peers.ts'
import { duration, shortAge } from '../../words.ts'

/** Above these a peer holds the others up, or soon will. */
const SLOW_DISK_MS = 100
const SLOW_LOOP_MS = 100

type Note = { readonly text: string; readonly mood: Mood }

export function noteOn({ ensemble, powers, nowMs }: Dashboard, peer: PeerModel): Note {
  const fault = powers.faults.find((one) => 'peer' in one && one.peer === peer.id)
  if (fault?.type === 'paused') return { text: `paused ${sinceDeed(peer, nowMs)}`, mood: 'bad' }
  if (isLost(peer)) return aboutLost(peer, nowMs)
  if (!answers(peer)) return { text: 'asking', mood: 'plain' }
  const { standing, status } = peer
  if (standing.role === 'looking')
    return { text: status === undefined ? 'votes' : `round ${status.round}`, mood: 'warn' }
  if (!standing.serving) return { text: 'catches up', mood: 'warn' }
  if (
    powers.faults.some(
      ({ type, ...fault }) => type === 'cut' && 'from' in fault && (fault.from === peer.id || fault.to === peer.id),
    )
  )
    return { text: 'links cut', mood: 'warn' }
  if (status === undefined) return { text: '', mood: 'plain' }
  if (status.disk.syncMsP99 > SLOW_DISK_MS) return { text: 'slow disk', mood: 'warn' }
  if (status.eventLoopMsP99 > SLOW_LOOP_MS) return { text: `stalls ${duration(status.eventLoopMsP99)}`, mood: 'warn' }
  const others = ensemble.verdict.leader?.status?.software
  return others !== undefined && others !== status.software
    ? { text: `runs ${status.software.split(' ').at(-1)}`, mood: 'warn' }
    : { text: '', mood: 'plain' }
}

/** How old what is shown of it is. */
function aboutLost(peer: PeerModel, nowMs: number): Note {
  const gone = shortAge(nowMs - (peer.lost?.sinceMs ?? nowMs))
  if (peer.running === true && peer.endedPid !== undefined && peer.pid !== undefined)
    return { text: 'starting', mood: 'warn' }
  if (peer.running !== false) return { text: `silent ${gone}`, mood: 'bad' }
  const word = peer.deed?.action === 'kill' ? 'killed' : peer.deed?.action === 'stop' ? 'stopped' : 'ended'
  return { text: `${word} ${gone}`, mood: 'bad' }
}

function sinceDeed({ deed }: PeerModel, nowMs: number): string {
  return deed === undefined ? '' : shortAge(nowMs - deed.atMs)
}
