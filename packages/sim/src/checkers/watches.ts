/**
 * Watches (C4): a client hears of a change before it is shown anything that contains it; a one-shot watch fires at most
 * once; and no event tells of a change that did not happen.
 */
import { formatZxid, type Zxid } from '@quoll/core'
import { type Sight, WatchEvent, type WatchKind } from '../clients/sight.ts'
import type { MakeChecker } from '../evidence/fact.ts'
import type { TreeHistory } from '../model/tree-history.ts'
import type { ZnodeChange, ZnodeRecord } from '../model/znode-record.ts'

type Watch = { readonly kind: WatchKind; readonly path: string; readonly asOf: number }

export const watchBeforeNewData: MakeChecker = (_ledger, report, { model }) => {
  const clients = new Map<number, Watch[]>()
  return {
    name: 'watch-before-new-data',
    saw(sight) {
      switch (sight.type) {
        case 'watch-set': {
          const watches = clients.get(sight.client) ?? []
          watches.push(sight)
          clients.set(sight.client, watches)
          return
        }
        case 'event':
          clients.set(
            sight.client,
            (clients.get(sight.client) ?? []).filter((watch) => !consumedBy(watch, sight)),
          )
          return
        case 'reply': {
          if (sight.zxid <= 0) return
          const missed = clients.get(sight.client)?.find((watch) => firstChange(model, watch, sight.zxid) !== undefined)
          if (missed === undefined) return
          const change = firstChange(model, missed, sight.zxid) as ZnodeRecord
          report(
            `client ${sight.client} was answered at ${formatZxid(sight.zxid as Zxid)} without having heard that ${missed.path} ` +
              `changed at ${formatZxid(change.zxid as Zxid)} (${missed.kind} watch as of ${formatZxid(missed.asOf as Zxid)})`,
          )
          return
        }
        case 'watches-restored': {
          const missed = missedOnRestore(model, sight)
          if (missed !== undefined) {
            report(`client ${sight.client} has its watch on ${missed} back without having heard of a change it missed`)
          }
          return
        }
        case 'detached':
          clients.delete(sight.client)
      }
    },
  }
}

type Restored = Extract<Sight, { type: 'watches-restored' }>

/** A watch that is still waiting after setWatches although something happened to it meanwhile. */
function missedOnRestore(model: TreeHistory, { relative, asOf, data, exists, child }: Restored): string | undefined {
  const at = (path: string) => model.at(path, asOf)
  return (
    data.find((path) => !at(path).exists || at(path).mzxid > relative) ??
    exists.find((path) => at(path).exists) ??
    child.find((path) => !at(path).exists || at(path).pzxid > relative)
  )
}

export const noFalseEvents: MakeChecker = (_ledger, report, { model }) => ({
  name: 'no-false-events',
  saw(sight) {
    if (sight.type !== 'event' || sight.zxid <= 0) return
    const happened = model
      .changes(sight.path, sight.zxid - 1, sight.zxid)
      .some(({ change }) => eventOf(change) === sight.event)
    if (!happened) {
      report(
        `client ${sight.client} heard of event ${sight.event} on ${sight.path} at ${formatZxid(sight.zxid as Zxid)}, which did not happen`,
      )
    }
  },
})

function firstChange(model: TreeHistory, watch: Watch, upTo: number): ZnodeRecord | undefined {
  for (const record of model.changes(watch.path, watch.asOf, upTo))
    if (concerns(watch.kind, record.change)) return record
  return undefined
}

/** One-shot watches are gone with the event, and so is what an event of another kind of the same znode covers. */
function consumedBy(watch: Watch, event: { readonly event: number; readonly path: string }): boolean {
  if (watch.path !== event.path || watch.kind === 'persistent' || watch.kind === 'recursive') return false
  if (event.event === WatchEvent.childrenChanged) return watch.kind === 'child'
  if (event.event === WatchEvent.deleted) return true
  return watch.kind === 'data' || watch.kind === 'exists'
}

function concerns(kind: WatchKind, change: ZnodeChange): boolean {
  switch (kind) {
    case 'data':
    case 'exists':
      return change === 'created' || change === 'deleted' || change === 'data'
    case 'child':
      return change === 'children' || change === 'deleted'
    default:
      return false
  }
}

function eventOf(change: ZnodeChange): number | undefined {
  switch (change) {
    case 'created':
      return WatchEvent.created
    case 'deleted':
      return WatchEvent.deleted
    case 'data':
      return WatchEvent.dataChanged
    case 'children':
      return WatchEvent.childrenChanged
    default:
      return undefined
  }
}
