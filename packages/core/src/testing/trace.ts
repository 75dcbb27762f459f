/**
 * A trace reads like a story: an event at the margin, its effects indented, a sentence where the plot turns. It says
 * everything once: heartbeats and ticks that cause nothing are left out.
 */
import { describeEffect, describeEvent } from '../describe.ts'
import type { Effect } from '../effects.ts'
import type { PeerEvent } from '../events.ts'
import type { PeerId } from '../peer-id.ts'

export class Trace {
  isQuiet = false
  readonly #lines: string[] = []

  say(sentence: string): void {
    if (this.#lines.length > 0) this.#lines.push('')
    this.#lines.push(`# ${sentence}`)
  }

  tell(id: PeerId, line: string): void {
    if (!this.isQuiet) this.#lines.push(`${id}  ${line}`)
  }

  step(id: PeerId, event: PeerEvent, effects: readonly Effect[]): void {
    if (this.isQuiet) return
    const told = effects.filter((effect) => !isHeartbeat(effect))
    if (told.length === 0 && (event.type === 'tick' || isHeard(event))) return
    this.tell(id, describeEvent(event))
    this.effects(told)
  }

  effects(effects: readonly Effect[]): void {
    if (this.isQuiet) return
    for (const effect of effects) this.#lines.push(`     ${describeEffect(effect)}`)
  }

  toString(): string {
    return `${this.#lines.join('\n')}\n`
  }
}

function isHeartbeat(effect: Effect): boolean {
  return effect.type === 'send' && (effect.message.type === 'ping' || effect.message.type === 'pong')
}

function isHeard(event: PeerEvent): boolean {
  return event.type === 'received' && (event.message.type === 'ping' || event.message.type === 'pong')
}
