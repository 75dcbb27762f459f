/** What a page does: bundled for browsers, without anything of Node within reach, over WebSocket, against a real ensemble. */
import { fileURLToPath } from 'node:url'
import { runInThisContext } from 'node:vm'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ensemble, startQuoll } from './ensembles.ts'
import { START_MS } from './real-servers.ts'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const NOT_IN_BROWSERS = ['process', 'Buffer', 'require', 'module', 'global', 'setImmediate', 'clearImmediate']

const PAGE = `
import { connectOver, textOf, webSocketTransport } from '../../src/portable.ts'
import { lock } from '../../src/recipes/index.ts'

export async function visit(hosts) {
  const client = await connectOver(webSocketTransport(), { hosts })
  const changes = client.watch('/', { recursive: true })
  const held = await lock(client, '/page/lock')
  await client.create('/page/note', 'hällo')
  const seen = []
  for await (const { type, path } of changes) {
    if (path === '/page/note') seen.push(type)
    if (seen.length > 0) break
  }
  const note = textOf((await client.getData('/page/note')).data)
  await held.release()
  await client.close()
  return { server: client.server, seen, note, ended: held.signal.aborted, state: client.state }
}
`

let ensemble: Ensemble
beforeAll(async () => {
  ensemble = await startQuoll()
}, START_MS)
afterAll(() => ensemble?.stop(), START_MS)

test('a page is a client', async () => {
  const { outputFiles } = await build({
    stdin: { contents: PAGE, resolveDir: HERE, loader: 'ts' },
    ...{ bundle: true, write: false, platform: 'browser', format: 'iife', globalName: 'page', conditions: ['source'] },
  })
  const code = `(function (${NOT_IN_BROWSERS.join(', ')}) { ${outputFiles[0]?.text}; return page.visit })()`
  const visit: (hosts: string) => Promise<unknown> = runInThisContext(code)
  expect(await visit(ensemble.webSockets)).toEqual({
    server: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/client$/),
    seen: ['created'],
    note: 'hällo',
    ended: true,
    state: 'closed',
  })
})
