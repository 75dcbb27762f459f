/** Who a client proves to be. Schemes: `ip`, where it calls from, and `digest`, a name and a password (ZooKeeper: DigestAuthenticationProvider). */
import { createHash } from 'node:crypto'
import type { Authentication } from '@quoll/peer'

const SUPER = { scheme: 'super', id: '' } as const

/** @param superDigest `user:BASE64(SHA1(user:password))`; whoever proves to be it passes every check. */
export function digestAuthentication(superDigest: string | undefined): Authentication {
  return {
    authenticate: (scheme, credentials, address) => {
      if (scheme === 'ip') return [{ scheme, id: address }]
      if (scheme !== 'digest') return undefined
      const id = digestOf(credentials)
      const proven = { scheme, id }
      return superDigest !== undefined && id === superDigest ? [proven, SUPER] : [proven]
    },
  }
}

/** `bob:bobsecret` → `bob:WGAwC+XYxdw8bJ5K6KcPh8oL58U=`. What stands before the first colon is the name. */
export function digestOf(credentials: Uint8Array): string {
  const text = Buffer.from(credentials).toString('utf8')
  const name = text.split(':', 1)[0] ?? ''
  return `${name}:${createHash('sha1').update(credentials).digest('base64')}`
}
