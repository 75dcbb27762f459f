/** The shell on a real ensemble: typed lines and what is answered, the command from outside, and the prompt. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { completions } from '../../src/shell/completion.ts'
import { HistoryFile } from '../../src/shell/history-file.ts'
import { runAtPrompt } from '../../src/shell/prompt.ts'
import { Shell } from '../../src/shell/shell.ts'
import { wordsOf } from '../../src/shell/words.ts'
import { type Finished, finished, firstLine, quoll, startQuoll } from '../quoll.ts'

const START_MS = 60_000
const PATIENCE_MS = 20_000
const MAIN = fileURLToPath(new URL('../run-from-source.ts', import.meta.url))

const state = mkdtempSync(join(tmpdir(), 'quoll-shell-'))

let ensemble: ChildProcess
let ended: Promise<Finished>
let hosts: string

beforeAll(async () => {
  ensemble = startQuoll(['up', '--headless'])
  ended = finished(ensemble)
  hosts = (JSON.parse(await firstLine(ensemble)) as { connect: string }).connect
}, START_MS)
afterAll(async () => {
  rmSync(state, { recursive: true, force: true })
  ensemble.kill('SIGINT')
  await ended
}, START_MS)

test('a conversation', async () => {
  await using typed = talk()
  expect(await typed.line('create /app "hello world"')).toBe('Created /app\n')
  expect(await typed.line('create -s /app/n- x')).toBe('Created /app/n-0000000000\n')
  expect(await typed.line('create -s -e /app/n- x')).toBe('Created /app/n-0000000001\n')
  expect(await typed.line('create /app/deep'), 'as nothing').toBe('Created /app/deep\n')
  expect(await typed.line('ls /app')).toBe('[deep, n-0000000000, n-0000000001]\n')
  expect(await typed.line('LS /app/')).toBe('[deep, n-0000000000, n-0000000001]\n')
  expect(await typed.line('get /app')).toBe('hello world\n')
  expect(await typed.line('get /app/deep')).toBe('null\n')
  expect(await typed.line('set /app bye -v 0')).toBe('')
  expect(await typed.line('set /app again -v 0')).toContain('version No is not valid : /app')
  expect(await typed.line('get -s /app')).toMatch(/^bye\ncZxid = 0x[0-9a-f]+\nctime = .*\n(.*\n)*dataVersion = 1\n/)
  expect(await typed.line('stat /app')).toMatch(/dataLength = 3\nnumChildren = 3\n$/)
  expect(await typed.line('getEphemerals')).toBe('[/app/n-0000000001]\n')
  expect(await typed.line('getAllChildrenNumber /app')).toBe('3\n')
  expect(await typed.line('tree /app')).toBe(
    '/app  (3 B)\n├── deep\n├── n-0000000000  (1 B)\n└── n-0000000001  (1 B, ephemeral)\n',
  )
  expect(await typed.line('ls -R /app')).toBe('/app\n/app/deep\n/app/n-0000000000\n/app/n-0000000001\n')
  expect(await typed.line('delete /app')).toContain('Node not empty: /app')
  expect(await typed.line('delete /app/deep -v 7')).toContain('version No is not valid : /app/deep')
  expect(await typed.line('delete /app/deep')).toBe('')
  expect(await typed.line('deleteall /app')).toBe('Deleted 3 znodes\n')
  expect(await typed.line('get /app')).toMatch(/^Node does not exist: \/app\n {2}There is no znode.*\n {2}Look with ls/)
  expect(await typed.line('create /app/below')).toContain('The parent of /app/below does not exist.')
})

test('who may do what', async () => {
  await using typed = talk()
  await typed.line('create /acl x')
  expect(await typed.line('getAcl /acl')).toBe("'world,'anyone\n: cdrwa\n")
  expect(await typed.line('setAcl /acl auth::cdrwa')).toContain('Write scheme:id:permissions')
  expect(await typed.line('addauth digest ada:secret')).toBe('')
  expect(await typed.line('whoami')).toBe('Auth scheme: User\ndigest: ada\nip: 127.0.0.1\n')
  expect(await typed.line('setAcl /acl auth::cdrwa')).toBe('')
  expect(await typed.line('getAcl /acl')).toMatch(/^'digest,'ada:.*\n: cdrwa\n$/)
  await using other = talk()
  expect(await other.line('get /acl')).toContain('Insufficient permission : /acl')
  expect(await typed.line('sync /acl')).toBe('Sync is OK\n')
  // What was proved is proved again in the session after this one.
  await typed.shell.client?.close()
  expect(await typed.line('get /acl')).toBe('x\n')
})

test('deleteall in several transactions, and what it refuses', async () => {
  await using typed = talk()
  const client = await typed.shell.connected()
  await client.create('/many')
  await Promise.all(Array.from({ length: 2500 }, (_, i) => client.create(`/many/${i}`)))
  expect(await typed.line('deleteall /many')).toBe('Deleted 2501 znodes\n')
  expect(await typed.line('ls /')).not.toContain('many')
  for (const path of ['/', '/zookeeper', '/zookeeper/quota'])
    expect(await typed.line(`deleteall ${path}`)).toContain('belongs to the ensemble itself')
})

test.each([
  ['fly', 'there is no command fly; help lists them all'],
  ['ls', 'it is written ls [-s] [-w] [-R] path'],
  ['ls app', '"app" is no path: paths begin with /'],
  ['ls -z /', 'there is no option -z'],
  ['create /a b -t soon', '-t takes a whole number'],
  ['tree -d -1', '-d takes 0 or more'],
])('%s is used wrongly, and says how to use it', async (line, says) => {
  await using typed = talk()
  expect(await typed.shell.run(wordsOf(line), new AbortController().signal)).toBe(2)
  expect(typed.said()).toContain(says)
})

test('--json: one line for each answer, errors too', async () => {
  await using typed = talk(true)
  const answered = async (line: string): Promise<unknown> => JSON.parse(await typed.line(line))
  expect(await answered('create /json "{}"')).toMatchObject({ path: '/json', stat: { dataLength: 2 } })
  expect(await answered('ls /json')).toMatchObject({ path: '/json', children: [] })
  expect(await answered('get -s /json')).toMatchObject({
    data: '{}',
    stat: { ephemeralOwner: null, czxid: expect.stringMatching(/^0x/) },
  })
  expect(await answered('get /gone')).toMatchObject({
    error: { code: 'NO_NODE', path: '/gone', definite: true, means: expect.any(String), next: expect.any(String) },
  })
})

test('help knows every command, history what was typed', async () => {
  await using typed = talk()
  const help = await typed.line('help')
  for (const name of [
    'ls',
    'get',
    'stat',
    'create',
    'set',
    'delete',
    'deleteall',
    'getAcl',
    'setAcl',
    'addauth',
    'sync',
    'watch',
  ])
    expect(help).toMatch(new RegExp(`^  ${name} +\\S`, 'm'))
  expect(await typed.line('help ls')).toEqual(
    expect.stringContaining('ls [-s] [-w] [-R] path\n  lists children\n\nOptions:\n  -s'),
  )
  typed.shell.history.push('ls /')
  expect(await typed.line('history')).toBe('0 - ls /\n')
})

test('completion: commands, then the znodes there are', async () => {
  await using typed = talk()
  const client = await typed.shell.connected()
  await client.create('/complete')
  await client.create('/complete/one')
  expect(await completions('getA', client)).toEqual([['getAcl ', 'getAllChildrenNumber '], 'getA'])
  expect(await completions('ls -s /comp', client)).toEqual([['/complete'], '/comp'])
  expect(await completions('ls /complete/', client)).toEqual([['/complete/one'], '/complete/'])
  expect(await completions('ls /gone/', client)).toEqual([[], '/gone/'])
  expect(await completions('ls /comp', undefined)).toEqual([[], '/comp'])
})

test(
  'quoll shell --help explains itself',
  async () => {
    const { code, stdout } = await quoll('shell', '--help')
    expect([code, stdout]).toEqual([0, expect.stringContaining('quoll shell [options] [command...]')])
  },
  PATIENCE_MS,
)

test(
  'the command, for one line: answers, exit codes, nobody there',
  async () => {
    const created = await quoll('shell', '--connect', hosts, 'create', '-s', '/once-', '{"a": 1}')
    expect(created).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Created \/once-\d{10}\n$/), stderr: '' })
    const path = created.stdout.slice('Created '.length).trim()
    expect(await quoll('shell', '--connect', hosts, 'get', path)).toMatchObject({ code: 0, stdout: '{"a": 1}\n' })
    expect(await quoll('shell', '--connect', hosts, 'get', '/gone')).toMatchObject({ code: 1, stdout: '' })
    expect(await quoll('shell', '--connect', hosts, 'fly')).toMatchObject({ code: 2 })
    expect(await quoll('shell', '--connect', 'a:b', 'ls', '/')).toMatchObject({ code: 2 })
    const nobody = await quoll('shell', '--connect', '127.0.0.1:1', '--timeout', '1000', 'ls', '/')
    expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('127.0.0.1:1: nobody listens there') })
  },
  PATIENCE_MS,
)

test(
  'the command, from a pipe: goes on after a failure and tells of it in the end',
  async () => {
    const script = '# comment\ncreate /piped x\nget /gone\n\nget /piped\nquit\nget /piped\n'
    const child = spawn(process.execPath, ['--conditions=source', MAIN, 'shell', '--connect', hosts])
    child.stdin.end(script)
    expect(await finished(child)).toMatchObject({
      ...{ code: 1, stdout: 'Created /piped\nx\n' },
      stderr: expect.stringMatching(/^Node does not exist: \/gone\n/),
    })
  },
  PATIENCE_MS,
)

test(
  'the command watches: -w for one change, watch for as many as wanted',
  async () => {
    await using typed = talk()
    await typed.line('create /watched x')
    const once = startQuoll(['shell', '--connect', hosts, 'get', '-w', '/watched'])
    const many = startQuoll(['shell', '--connect', hosts, 'watch', '-n', '2', '/watched'])
    const both = Promise.all([finished(once), finished(many)])
    expect(await firstLine(once)).toBe('x')
    let isOver = false
    both.finally(() => {
      isOver = true
    })
    // The second says nothing until something changes, so changes are made until it has heard enough.
    for (let i = 0; !isOver; i++) {
      await typed.line(`set /watched ${i}`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const [first, second] = await both
    expect(first).toMatchObject({
      code: 0,
      stdout: 'x\n\nWATCHER::\n\nWatchedEvent state:SyncConnected type:NodeDataChanged path:/watched\n',
    })
    expect(second).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^(\d\d:\d\d:\d\d\.\d{3} {2}data-changed {2}\/watched\n){2}$/),
    })
  },
  PATIENCE_MS,
)

test(
  'the prompt: answers, Tab, Ctrl-C for what runs, news while one types, the end',
  async () => {
    await using other = talk()
    await other.line('create /prompted x')
    await using typed = talk()
    const [input, output] = [new PassThrough(), new PassThrough()]
    let seen = ''
    output.on('data', (chunk) => {
      seen += chunk
    })
    const until = async (text: string): Promise<void> => {
      while (!seen.includes(text)) await new Promise((resolve) => setTimeout(resolve, 5))
      seen = seen.slice(seen.indexOf(text) + text.length)
    }
    const ends = runAtPrompt(typed.shell, new HistoryFile(join(state, 'history')), { input, output })
    await until('help lists the commands')
    await until('(CONNECTED)')
    input.write('get -w /promp\t')
    await until('/prompted')
    input.write('\n')
    await until('x')
    await other.line('set /prompted y')
    await until('type:NodeDataChanged path:/prompted')
    input.write('watch /prompted\n')
    await new Promise((resolve) => setTimeout(resolve, 100))
    input.write('\x03')
    input.write('get /gone\n')
    await until('There is no znode at this path')
    await typed.shell.client?.close()
    input.write('get /prompted\n')
    await until('y')
    input.write('quit\n')
    expect(await ends).toBe(0)
  },
  PATIENCE_MS,
)

type Talk = AsyncDisposable & {
  readonly shell: Shell
  /** Everything that was said since it was last asked. */
  said(): string
  /** What is said to a typed line. */
  line(text: string): Promise<string>
}

function talk(json = false): Talk {
  let text = ''
  const hear = (more: string): void => {
    text += more
  }
  const shell = new Shell({ hosts, sessionTimeoutMs: 10_000, json }, { out: hear, err: hear })
  const said = (): string => {
    const all = text
    text = ''
    return all
  }
  return {
    shell,
    said,
    line: async (line) => {
      await shell.run(wordsOf(line), new AbortController().signal)
      return said()
    },
    [Symbol.asyncDispose]: () => shell.close(),
  }
}
