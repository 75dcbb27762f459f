/** The pages of the HTTP port. */
import type { NodeView } from '@quoll/peer'
import { type ProcessFacts, RecentRequests, statusOf } from '@quoll/trace'
import type { ServerFacts } from '../four-letter-words/index.ts'
import type { Page, Pages } from './listen-for-http.ts'
import { metricsText, type ProcessMetrics } from './metrics.ts'

export type PageSources = {
  readonly view: () => NodeView
  readonly processFacts: () => ProcessFacts
  readonly serverFacts: () => ServerFacts
  readonly processMetrics: () => ProcessMetrics
}

export function pagesOf({ view, processFacts, serverFacts, processMetrics }: PageSources): Pages {
  const recent = new RecentRequests()
  return {
    '/livez': () => {
      const { halted } = view()
      return halted === undefined ? text(200, 'alive') : text(503, `stopped: ${halted}`)
    },
    '/readyz': () => {
      const { serving, zab } = view()
      return serving ? text(200, 'ready') : text(503, `not serving: ${zab.role}, ${zab.phase}`)
    },
    '/status': () => ({
      code: 200,
      type: 'json',
      body: `${JSON.stringify(statusOf(view(), processFacts(), recent))}\n`,
    }),
    '/metrics': () => ({ code: 200, type: 'metrics', body: metricsText(serverFacts(), view(), processMetrics()) }),
  }
}

function text(code: number, body: string): Page {
  return { code, type: 'text', body: `${body}\n` }
}
