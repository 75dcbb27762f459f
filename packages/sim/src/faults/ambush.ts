/**
 * Faults at chosen moments. Uniform chance seldom hits the windows in which protocols break; so wait until a peer is in one:
 * between a write and its sync, between durable history and durable epoch, right behind an acknowledgement, in the middle
 * of an establishment.
 */
import type { Effect, PeerId } from '@quoll/core'
import type { Random } from '../random.ts'
import { type Micros, MS, SECOND } from '../scheduler.ts'
import type { Arena } from './arena.ts'

const MOMENTS: Readonly<Record<string, (effect: Effect) => boolean>> = {
  append: (effect) => effect.type === 'persist' && effect.write.type === 'append',
  truncate: (effect) => effect.type === 'persist' && effect.write.type === 'truncate',
  epochs: (effect) => effect.type === 'persist' && effect.write.type === 'epochs',
  install: (effect) => effect.type === 'persist' && effect.write.type === 'install-snapshot',
  ack: (effect) => effect.type === 'send' && effect.message.type === 'ack',
  'ack-epoch': (effect) => effect.type === 'send' && effect.message.type === 'ack-epoch',
  'ack-new-leader': (effect) => effect.type === 'send' && effect.message.type === 'ack-new-leader',
  'leader-info': (effect) => effect.type === 'send' && effect.message.type === 'leader-info',
  'new-leader': (effect) => effect.type === 'send' && effect.message.type === 'new-leader',
  snap: (effect) => effect.type === 'send' && effect.message.type === 'snap',
  'up-to-date': (effect) => effect.type === 'send' && effect.message.type === 'up-to-date',
  commit: (effect) => effect.type === 'send' && effect.message.type === 'commit',
}

type Blow = 'crash' | 'power' | 'crash-then-power' | 'power-all' | 'isolate' | 'stall' | 'pause'

/** Lies in wait for one moment, once; several times in a row for an establishment, so that it fails again and again. */
export function setAmbush(arena: Arena, random: Random): void {
  const moment = random.pick(Object.keys(MOMENTS))
  const blow = random.weighted<Blow>({
    crash: 4,
    power: 4,
    'crash-then-power': 3,
    'power-all': 3,
    isolate: 3,
    stall: 2,
    pause: 1,
  })
  const isEstablishment = moment === 'leader-info' || moment === 'new-leader' || moment === 'ack-epoch'
  let times = isEstablishment ? random.between(1, 3) : 1
  const lieInWait = () => {
    arena.ambush(
      (_peer, effect) => MOMENTS[moment]?.(effect) === true,
      (peer) => {
        arena.after(random.pick([0, 0.05 * MS, MS, 10 * MS]), () => strike(arena, random, peer, blow))
        if (--times > 0) arena.after(random.delay(500 * MS), lieInWait)
      },
    )
  }
  lieInWait()
}

function strike(arena: Arena, random: Random, peer: PeerId, blow: Blow): void {
  const back: Micros = random.delay(random.pick([100 * MS, SECOND, 5 * SECOND]))
  switch (blow) {
    case 'crash':
    case 'power':
      if (!arena.isAlive(peer)) return
      arena.crash(peer, blow === 'crash' ? 'process' : 'machine')
      return arena.after(back, () => arena.start(peer))
    // What the dead process had written and not synced is read by the next one, and gone with the machine.
    case 'crash-then-power':
      if (!arena.isAlive(peer)) return
      arena.crash(peer, 'process')
      arena.after(MS, () => arena.start(peer))
      return arena.after(random.delay(20 * MS), () => {
        arena.crash(peer, 'machine')
        arena.after(back, () => arena.start(peer))
      })
    case 'power-all':
      for (const each of arena.peers) {
        if (!arena.isAlive(each)) continue
        arena.crash(each, 'machine')
        arena.after(random.delay(back), () => arena.start(each))
      }
      return
    case 'isolate': {
      const others = arena.peers.filter((other) => other !== peer)
      for (const other of others) arena.cut(peer, other, true)
      return arena.after(back, () => {
        for (const other of others) arena.cut(peer, other, false)
      })
    }
    case 'stall':
      arena.disk(peer, 'stalled')
      return arena.after(back, () => arena.disk(peer, 'none'))
    case 'pause':
      arena.pause(peer)
      return arena.after(back, () => arena.resume(peer))
  }
}
