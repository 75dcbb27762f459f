import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type HttpPort, listenForHttp } from '../../src/http/listen-for-http.ts'

let open: HttpPort | undefined
afterEach(() => new Promise<void>((done) => (open === undefined ? done() : open.close(done))))

async function listen(): Promise<string> {
  open = await listenForHttp({
    address: { host: '127.0.0.1', port: 0 },
    pages: {
      '/hello': () => ({ code: 200, type: 'text', body: 'hällo\n' }),
      '/no': () => ({ code: 503, type: 'json', body: '{}' }),
    },
  })
  return `http://127.0.0.1:${open.port}`
}

test('answers its pages, whatever the query', async () => {
  const base = await listen()
  const hello = await fetch(`${base}/hello?x=1`)
  expect([hello.status, await hello.text(), hello.headers.get('content-type')]).toEqual([
    200,
    'hällo\n',
    'text/plain; charset=utf-8',
  ])
  expect((await fetch(`${base}/no`)).status).toBe(503)
  expect((await fetch(`${base}/hello`, { method: 'HEAD' })).headers.get('content-length')).toBe('7')
})

test('names its pages to who asks for another, built-in names included', async () => {
  const base = await listen()
  for (const path of ['/', '/nothing', '/toString', '/__proto__', '/hello/../hello/']) {
    const answer = await fetch(`${base}${path}`)
    expect([answer.status, await answer.text()]).toEqual([404, 'Pages: /hello /no\n'])
  }
})

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s, body unread', async (method) => {
  const answer = await fetch(`${await listen()}/hello`, {
    method,
    ...(method === 'OPTIONS' ? {} : { body: 'x'.repeat(1000) }),
  })
  expect(answer.status).toBe(405)
})

test('a header without an end is cut off', async () => {
  await listen()
  const answer = await raw(`GET /hello HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}`)
  expect(answer).toMatch(/^HTTP\/1\.1 431 /)
})

test('what is no HTTP gets an error, and the next one its page', async () => {
  const base = await listen()
  expect(await raw('\u0000\u0001\u0002 not http\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
  expect((await fetch(`${base}/hello`)).status).toBe(200)
})

function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(open?.port ?? 0, '127.0.0.1', () => socket.write(text))
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer))
  })
}
