/** One line per event, effect and message, for traces. */
import { type Effect, formatZxid, type PeerEvent, type TxnBatch, type Zxid } from '@quoll/core'

export function describeEvent(event: PeerEvent): string {
  switch (event.type) {
    case 'received':
      return `<- ${event.from} ${describeFields(event.message)}`
    default:
      return describeFields(event)
  }
}

export function describeEffect(effect: Effect): string {
  switch (effect.type) {
    case 'send':
      return `-> ${effect.to} ${describeFields(effect.message)}`
    case 'persist':
      return `persist #${effect.id} ${describeFields(effect.write)}`
    default:
      return describeFields(effect)
  }
}

const ZXID_FIELDS = new Set(['zxid', 'to', 'upTo', 'withYours', 'prev', 'first', 'last', 'committed', 'base'])

/** The tag, then each field; batches as their range, large numbers in zxid fields as `epoch:counter`. */
export function describeFields(record: { readonly type: string }): string {
  const words: string[] = [record.type]
  for (const [name, value] of Object.entries(record)) {
    if (name === 'type' || value === undefined) continue
    words.push(`${name} ${describeValue(name, value)}`)
  }
  return words.join(' ')
}

function describeValue(name: string, value: unknown): string {
  if (typeof value === 'number')
    return ZXID_FIELDS.has(name) && value > 0xffff_ffff ? formatZxid(value as Zxid) : `${value}`
  if (typeof value !== 'object' || value === null) return `${value}`
  if ('first' in value && 'payloads' in value) {
    const batch = value as TxnBatch
    return `${formatZxid(batch.first)}+${batch.payloads.length}`
  }
  if (Array.isArray(value)) return `${value.length} items`
  return `(${Object.entries(value)
    .map(([key, inner]) => `${key} ${describeValue(key, inner)}`)
    .join(' ')})`
}
