/**
 * Which pages may open a WebSocket to us. A browser lets any page of the world connect to any address its user can reach, the
 * loopback included, and only tells us in `Origin` whose page it is. So a page must come from the host it connects to, and that
 * host must be an IP address or localhost: any other name may have been pointed at us by whoever owns it (DNS rebinding).
 */
import { isIP } from 'node:net'

export type PageHeaders = {
  /** Browsers send it, and no program has to. */
  readonly origin: string | undefined
  readonly host: string | undefined
}

/** @param allowed origins that are taken besides, as browsers write them: `https://app.example.com`. @returns why not, in a sentence. */
export function originRefusal({ origin, host }: PageHeaders, allowed: readonly string[]): string | undefined {
  if (origin === undefined || allowed.includes(origin)) return undefined
  const from = nameIn(origin)
  if (from !== undefined && from === nameIn(`http://${host ?? ''}`) && isOwnName(from)) return undefined
  return `Pages from ${origin.slice(0, 100)} may not connect here. To let them, add that origin to quoll.webSocketOrigins in the configuration.`
}

function nameIn(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined
}

function isOwnName(name: string): boolean {
  return name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0
}
