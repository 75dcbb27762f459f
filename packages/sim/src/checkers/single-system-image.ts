/** Single system image (C3): what a session is shown never goes back in time, whichever peers it talks to. */
import { formatZxid, type Zxid } from '@quoll/core'
import type { MakeChecker } from '../evidence/fact.ts'

export const singleSystemImage: MakeChecker = (_ledger, report) => {
  const seen = new Map<number, { readonly session: bigint; readonly zxid: number }>()
  return {
    name: 'single-system-image',
    saw(sight) {
      if (sight.type !== 'reply' && sight.type !== 'event') return
      if (sight.zxid <= 0) return
      const before = seen.get(sight.client)
      if (before !== undefined && before.session === sight.session && sight.zxid < before.zxid) {
        report(
          `client ${sight.client} was shown ${formatZxid(sight.zxid as Zxid)} after ${formatZxid(before.zxid as Zxid)}`,
        )
      }
      seen.set(sight.client, { session: sight.session, zxid: sight.zxid })
    },
  }
}

export const noPeerBehindItsClient: MakeChecker = (_ledger, report) => ({
  name: 'no-peer-behind-its-client',
  saw(sight) {
    if (sight.type !== 'attached' || sight.lastZxidSeen === 0 || sight.servedAt === undefined) return
    if (sight.servedAt < sight.lastZxidSeen) {
      report(
        `peer ${sight.peer} at ${formatZxid(sight.servedAt)} took client ${sight.client}, ` +
          `which had seen ${formatZxid(sight.lastZxidSeen as Zxid)}`,
      )
    }
  },
})
