/** Whole subtrees on a real ensemble: copied, moved, written to files and brought back, edited; and what others do meanwhile. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Acls } from '@quoll/client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/shell/commands.ts'
import { carryOut } from '../../src/shell/subtrees/carry-out.ts'
import { type Servers, startQuollServers } from './servers.ts'
import { type Talk, talk } from './talk.ts'

const START_MS = 60_000
const PATIENCE_MS = 20_000
const directory = mkdtempSync(join(tmpdir(), 'quoll-subtrees-'))
const signal = new AbortController().signal

let servers: Servers
let typed: Talk

beforeAll(async () => {
  servers = await startQuollServers()
}, START_MS)
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true })
  await servers.stop()
}, START_MS)

beforeEach(async () => {
  typed = talk(servers.hosts)
  const client = await typed.shell.connected()
  await client.create('/from', 'top')
  await client.create('/from/binary', Uint8Array.of(0xff, 0, 0x80))
  await client.create('/from/null')
  await client.create('/from/deep', '')
  await client.create('/from/deep/guarded', 'x', { acl: [...Acls.open, { scheme: 'ip', id: '10.0.0.1', perms: 1 }] })
})
afterEach(async () => {
  await typed.line('deleteall /from')
  await typed.line('deleteall /to')
  await typed.shell.close()
}, PATIENCE_MS)

test('a copy is the same, ACLs too, also through another session', async () => {
  expect(await typed.line('cp /from /to')).toContain('5 created')
  expect(await typed.line('diff -a /from /to')).toBe('')
  expect(await typed.line(`diff -a ${servers.hosts}:/from /to`)).toBe('')
  await typed.line('deleteall /to')
  expect(await typed.line(`cp /from ${servers.hosts}:/to`)).toContain('5 created')
  expect(await typed.line('diff -a /from /to')).toBe('')
})

describe('mv', () => {
  test('is one transaction: what others change meanwhile makes it fail as a whole', async () => {
    await using other = talk(servers.hosts)
    const client = await other.shell.connected()
    // Every read of the mover is answered, then somebody changes what was read.
    const original = client.transaction().setData('/from/deep', 'changed meanwhile')
    const mover = await typed.shell.connected()
    const transaction = mover.transaction.bind(mover)
    mover.transaction = () => {
      const own = transaction()
      const commit = own.commit.bind(own)
      own.commit = async (options) => {
        await original.commit()
        return commit(options)
      }
      return own
    }
    const said = await typed.line('mv /from /to')
    mover.transaction = transaction
    expect(said).toContain('version No is not valid : /from/deep')
    expect(await typed.line('ls /to')).toContain('Node does not exist: /to')
    expect(await typed.line('get /from/deep')).toBe('changed meanwhile\n')
  })

  test(
    'what is too large for one is refused, and moved in several when asked',
    async () => {
      const client = await typed.shell.connected()
      for (let i = 0; i < 12; i++) await client.create(`/from/large-${i}`, new Uint8Array(100_000).fill(i))
      expect(await typed.line('mv /from /to')).toMatch(
        /^\/from has 17 znodes, about 1\.\d MiB: more than one transaction takes\n {2}It could .*nothing was changed\.\n {2}With -f/,
      )
      expect(await typed.line('ls /to')).toContain('Node does not exist')
      expect(await typed.line('mv -f /from /to')).toBe('Moved 17 znodes to /to, in several transactions\n')
      expect(await typed.line('ls /from')).toContain('Node does not exist')
      expect(await typed.line('getAllChildrenNumber /to')).toBe('16\n')
    },
    PATIENCE_MS,
  )

  test('ephemeral ones are not moved unless as lasting ones', async () => {
    await typed.line('create -e /from/here x')
    expect(await typed.line('mv /from /to')).toMatch(/^\/from\/here belongs to a session/)
    expect(await typed.line('mv -e /from /to')).toContain('note: made lasting ones of 1 ephemeral znode')
    expect(await typed.line('stat /to/here')).toContain('ephemeralOwner = 0x0')
  })

  test('numbers of sequential names are told of', async () => {
    for (let i = 0; i < 3; i++) await typed.line('create -s /from/deep/n-')
    await typed.line('delete /from/deep/n-0000000001')
    expect(await typed.line('mv /from /to')).toContain('create -s below /deep may meet a name that exists')
  })
})

describe.each(['', '-d '])('export %sand import', (form) => {
  test('are a round trip', async () => {
    const file = join(directory, `trip${form.trim()}`)
    await typed.line('create -e /from/here x')
    const said = await typed.line(`export ${form}/from ${file}`)
    expect(said).toMatch(/^Exported 5 znodes, 7 B, to .*\nnote: 1 ephemeral znode left out/)
    expect(await typed.line(`import ${file}`)).toMatch(/^Node already exists: \/from, and 4 more of them/)
    expect(await typed.line(`import -n ${file} /to`)).toMatch(/^create \/to\n(create .*\n){4}would be: 5 created/)
    expect(await typed.line('ls /to'), 'a dry run changes nothing').toContain('Node does not exist')
    expect(await typed.line(`import ${file} /to`)).toMatch(/^5 created, 0 changed, 0 deleted, 0 left/)
    expect(await typed.line('diff -a /from /to')).toBe('')
  })
})

describe('merging', () => {
  const file = join(directory, 'merged')
  beforeEach(async () => {
    await typed.line(`export -f /from ${file}`)
    await typed.line('set /from mine')
    await typed.line('setAcl /from/null world:anyone:cdra')
    await typed.line('delete /from/binary')
    await typed.line('create /from/more/')
    await typed.line('create -e /from/deep/session x')
  })

  test.each([
    ['keep', '1 created, 0 changed, 0 deleted, 4 left', '~ .  "top" → "mine"\n+ /more  null\n'],
    ['overwrite', '1 created, 2 changed, 0 deleted, 2 left', '+ /more  null\n'],
    ['mirror', '1 created, 2 changed, 1 deleted, 2 left', ''],
  ])('%s', async (rule, says, left) => {
    await typed.line(`import ${file} /to`)
    expect(await typed.line(`import --dry-run --merge ${rule} ${file}`)).toContain(`would be: ${says}`)
    expect(await typed.line(`import -m ${rule} ${file}`)).toContain(says)
    expect(await typed.line('diff /to /from')).toBe(left)
    expect(await typed.line('get /from/deep/session'), 'what belongs to a session stays').toBe('x\n')
  })

  test('a rule that is none', async () => {
    expect(await typed.line(`import -m replace ${file}`)).toContain('-m takes refuse, keep, overwrite, mirror')
  })
})

test('what was changed after the plan was made is never overwritten, and how far it came is said', async () => {
  const client = await typed.shell.connected()
  const steps = [
    { type: 'set', path: '/from', data: Uint8Array.of(1), version: 0 },
    { type: 'acl', path: '/from/deep', acl: Acls.open, version: 7 },
  ] as const
  await expect(carryOut(client, steps, { signal })).rejects.toMatchObject({
    code: 'BAD_VERSION',
    message: expect.stringMatching(/^1 of 2 changes were made, then: /),
  })
})

test('files that are not there, or are not exports', async () => {
  const wrong = join(directory, 'wrong')
  writeFileSync(wrong, 'x')
  expect(await typed.line(`import ${join(directory, 'nowhere')}`)).toContain('there is no file')
  expect(await typed.line(`import ${wrong}`)).toContain('is no JSON')
  expect(await typed.line(`export /from ${wrong}`)).toMatch(/exists already\n {2}Nothing was written\./)
  expect(await typed.line(`export -d /from ${directory}`)).toContain('is not empty')
  expect(await typed.line(`import ${join(directory, 'trip')} /zookeeper/x`)).toContain('belongs to the ensemble itself')
})

describe('edit', () => {
  const editor = (script: string): void => {
    const path = join(directory, 'editor')
    writeFileSync(path, `#!/bin/sh\n${script}\n`)
    chmodSync(path, 0o755)
    process.env['VISUAL'] = path
  }
  afterEach(() => {
    delete process.env['VISUAL']
  })

  test('what the editor leaves is written, and what it does not change is not', async () => {
    editor('printf more >> "$1"')
    expect(await typed.line('edit /from')).toBe('Changed /from\n')
    expect(await typed.line('get /from')).toBe('topmore\n')
    editor('printf "\\n" >> "$1"')
    expect(await typed.line('edit /from'), 'the line break that editors add').toBe('Not changed\n')
    editor('printf "61 62" > "$1"')
    expect(await typed.line('edit -x /from/binary')).toBe('Changed /from/binary\n')
    expect(await typed.line('get /from/binary')).toBe('ab\n')
  })

  test('what somebody else wrote meanwhile is not overwritten, and nothing typed is lost', async () => {
    editor('while [ ! -e "$0.go" ]; do sleep 0.05; done; printf mine > "$1"')
    const edited = typed.line('edit /from')
    await using other = talk(servers.hosts)
    await other.line('set /from theirs')
    writeFileSync(join(directory, 'editor.go'), '')
    const said = await edited
    expect(said).toMatch(/^\/from was changed by somebody else while you edited it\n {2}Nothing was overwritten/)
    const file = /your text is in (\S+)\.\n/.exec(said)?.[1] ?? ''
    expect(readFileSync(file, 'utf8')).toBe('mine')
    rmSync(join(file, '..'), { recursive: true })
    expect(await typed.line('sync')).toBe('Sync is OK\n')
    expect(await typed.line('get /from')).toBe('theirs\n')
  })

  test('an editor that fails, and data that is not text', async () => {
    editor('exit 3')
    expect(await typed.line('edit /from')).toMatch(/ended with 3\n {2}Nothing was changed\./)
    expect(await typed.line('edit /from/binary')).toContain('does not hold text')
  })
})

test(
  'every command has examples that work, and answers in JSON with the fields it names',
  async () => {
    await using json = talk(servers.hosts, true)
    const home = process.cwd()
    for (const path of ['/app', '/app/config', '/app/flags', '/copy', '/renamed', '/restored'])
      await json.line(`deleteall ${path}`)
    await json.line('create /app hello')
    await json.line('create /restored')
    json.shell.history.push('ls /')
    process.chdir(directory)
    process.env['VISUAL'] = 'true'
    try {
      for (const command of inAnOrderThatWorks()) {
        for (const line of command.examples) {
          if (line.startsWith('watch')) setTimeout(() => typed.line('set /app hello'), 200)
          await prepare(json, line)
          const text = await json.line(line)
          const expected = EXPECTED_CODES[line] ?? 0
          expect([line, json.code(), text]).toEqual([line, expected, expect.any(String)])
          if (command.json.length === 0 || line.startsWith('reconfig')) continue
          for (const answer of text
            .trim()
            .split('\n')
            .filter((one) => !one.startsWith('{"event"')))
            expect([line, Object.keys(JSON.parse(answer))]).toEqual([line, [...command.json]])
        }
      }
    } finally {
      process.chdir(home)
      delete process.env['VISUAL']
    }
    expect(existsSync(join(directory, 'app.json'))).toBe(true)
  },
  PATIENCE_MS,
)

/** What refuses on purpose: the members are fixed, and what differs ends with 1. */
const EXPECTED_CODES: Readonly<Record<string, number>> = {
  'reconfig -add 4=10.0.0.4:2888:3888;2181': 1,
  'reconfig -remove 4': 1,
}

/** The examples of a command stand on those of the commands before it. */
function inAnOrderThatWorks(): typeof COMMANDS {
  const last = ['delete', 'deleteall', 'close', 'quit']
  return [...COMMANDS].sort((a, b) => last.indexOf(a.name) - last.indexOf(b.name))
}

/** What an example takes for granted. */
async function prepare(json: Talk, line: string): Promise<void> {
  if (line === 'create /app') await json.line('deleteall /app')
  if (line.startsWith('set -v 2')) {
    await json.line('delete /app/config')
    await json.line('deleteall /app')
    await json.line('create /app')
    for (const text of ['a', 'b']) await json.line(`set /app ${text}`)
  }
  if (line === 'delete /app/config') await json.line('create /app/config')
  if (line === 'delete -v 2 /app/flags') {
    await json.line('deleteall /app/flags')
    await json.line('create /app/flags')
    for (const text of ['a', 'b']) await json.line(`set /app/flags ${text}`)
  }
  if (line.startsWith('removewatches')) await json.line(line.includes('-c') ? 'ls -w /app' : 'get -w /app')
  if (line.startsWith('diff')) await json.line('cp -m mirror /app /copy')
  if (line === 'import app /restored') await json.line('deleteall /restored')
}
