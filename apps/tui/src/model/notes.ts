/** The last cell of a peer's row: the one thing most worth knowing about it, in a few letters. */
import { age, duration } from '../words.ts'
import { answers, isLost, type Model, type Mood, type PeerModel } from './model.ts'

/** Above these a peer holds the others up, or soon will. */
const SLOW_DISK_MS = 100
const SLOW_LOOP_MS = 100

export function noteOn(model: Model, peer: PeerModel): { readonly text: string; readonly mood: Mood } {
  if (peer.killedPid !== undefined && peer.running === true) return { text: 'starting', mood: 'warn' }
  if (peer.killedMs !== undefined && isLost(peer))
    return { text: `killed ${age(model.nowMs - peer.killedMs)}`, mood: 'bad' }
  if (isLost(peer) && peer.running === false) return { text: `ended ${silence(model, peer)}`, mood: 'bad' }
  if (isLost(peer)) return { text: `silent ${silence(model, peer)}`, mood: 'bad' }
  if (!answers(peer)) return { text: 'asking', mood: 'plain' }
  const { status } = peer
  if (status.role === 'looking') return { text: `round ${status.round}`, mood: 'warn' }
  if (!status.serving) return { text: 'catching up', mood: 'warn' }
  if (status.disk.syncMsP99 > SLOW_DISK_MS) return { text: 'slow disk', mood: 'warn' }
  if (status.eventLoopMsP99 > SLOW_LOOP_MS) return { text: `stalls ${duration(status.eventLoopMsP99)}`, mood: 'warn' }
  return { text: '', mood: 'plain' }
}

function silence({ nowMs, startedMs }: Model, { answeredMs }: PeerModel): string {
  return age(nowMs - (answeredMs ?? startedMs))
}
