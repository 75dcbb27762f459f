import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../src/config/problem.ts'
import { parseConfig } from '../../src/config/read-config.ts'
import type { Settings } from '../../src/config/settings.ts'

const ALONE = 'dataDir=/data\nclientPort=2181\n'
const THREE = `${ALONE}server.1=127.0.0.1:2888:3888\nserver.2=127.0.0.1:2889:3889\nserver.3=127.0.0.1:2890:3890:observer\n`

function parse(text: string, environment: NodeJS.ProcessEnv = {}, myid: string | undefined = '2\n') {
  return parseConfig('zoo.cfg', text, environment, (path) => (path === '/data/myid' ? myid : undefined))
}

function settings(text: string, environment: NodeJS.ProcessEnv = {}): Settings {
  return parse(text, environment).settings
}

function problems(
  text: string,
  environment: NodeJS.ProcessEnv = {},
  myid: string | undefined = '2',
): readonly string[] {
  try {
    parse(text, environment, myid)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('a configuration of ZooKeeper', () => {
  test('for one peer, with the least that it takes', () => {
    const { settings: alone, warning } = parseConfig('zoo.cfg', ALONE, {}, () => undefined)
    expect(warning).toBeUndefined()
    expect(alone.id).toBe(1)
    expect(alone.members).toEqual([])
    expect(alone.client).toEqual({ host: '127.0.0.1', port: 2181 })
    expect(alone.http).toBeUndefined()
    expect(alone.sessions).toEqual({ tickMs: 3000, minTimeoutMs: 6000, maxTimeoutMs: 60_000 })
  })

  test('for three', () => {
    const { id, members, listen } = settings(THREE)
    expect(id).toBe(2)
    expect(members.map((member) => [member.id, member.address.port, member.observer])).toEqual([
      [1, 2888, false],
      [2, 2889, false],
      [3, 2890, true],
    ])
    expect(listen).toEqual({ host: '127.0.0.1', port: 2889 })
  })

  test('with the client port in the server line', () => {
    const text = 'dataDir=/data\nserver.2=localhost:2888:3888:participant;10.0.0.2:2182\n'
    expect(settings(text).client).toEqual({ host: '10.0.0.2', port: 2182 })
    expect(settings('dataDir=/data\nserver.2=[::1]:2888:3888;2182\n').client).toEqual({ host: '127.0.0.1', port: 2182 })
  })

  test('keeps tickTime to sessions', () => {
    const { sessions, patience } = settings(`${THREE}tickTime=2000\ninitLimit=10\nsyncLimit=5\nminSessionTimeout=-1\n`)
    expect(sessions).toEqual({ tickMs: 2000, minTimeoutMs: 4000, maxTimeoutMs: 40_000 })
    expect(patience.tickMs).toBe(25)
    expect(patience.timing.followerTimeoutTicks).toBe(20)
  })

  test('counts patience in ticks of the length asked for', () => {
    const { patience } = settings(`${ALONE}quoll.tickMs=10\nquoll.followerTimeoutMs=1005\n`)
    expect(patience.timing.followerTimeoutTicks).toBe(101)
    expect(patience.timing.heartbeatTicks).toBe(10)
    expect(patience.links).toEqual({ keepAliveMs: 100, deadLinkMs: 1005 })
  })

  test('keeps clients waiting through an election for as long as asked', () => {
    expect(settings(ALONE).limits.electionGraceMs).toBe(2_000)
    expect(settings(`${ALONE}quoll.electionGraceMs=0\n`).limits.electionGraceMs).toBe(0)
  })

  test('opens an HTTP port where ZooKeeper would, on loopback', () => {
    expect(settings(`${ALONE}admin.serverPort=8081\n`).http).toEqual({ host: '127.0.0.1', port: 8081 })
    expect(settings(`${ALONE}admin.serverPort=8081\nadmin.enableServer=false\n`).http).toBeUndefined()
    expect(settings(`${ALONE}quoll.httpPort=9\nquoll.httpAddress=0.0.0.0\n`).http).toEqual({ host: '0.0.0.0', port: 9 })
  })

  test('takes clients on the HTTP port unless that is open wider than the client port', () => {
    const wide = `${ALONE}quoll.httpPort=9\nquoll.httpAddress=0.0.0.0\n`
    expect(settings(`${ALONE}quoll.httpPort=9\n`).webSocketRefusal).toBeUndefined()
    expect(settings(`${wide}clientPortAddress=0.0.0.0\n`).webSocketRefusal).toBeUndefined()
    expect(settings(wide).webSocketRefusal).toMatch(
      /^Clients are served on 127\.0\.0\.1 only.*clientPortAddress=0\.0\.0\.0/,
    )
  })

  test('lets pages of the origins it names open WebSockets', () => {
    expect(settings(ALONE).webSocketOrigins).toEqual([])
    const origins = 'quoll.webSocketOrigins=https://app.example.com, http://localhost:3000\n'
    expect(settings(`${ALONE}${origins}`).webSocketOrigins).toEqual([
      'https://app.example.com',
      'http://localhost:3000',
    ])
    expect(problems(`${ALONE}quoll.webSocketOrigins=app.example.com/\n`)).toHaveLength(1)
  })

  test('names everything without effect in one warning', () => {
    const { warning } = parse(`${ALONE}reconfigEnabled=true\nsnapcount=7\nzookeeper.forceSync=yes\nclientPort=2182\n`)
    expect(warning).toBe(
      'zoo.cfg: unknown and ignored: snapcount (line 4); ' +
        'known from ZooKeeper, without effect in Quoll: reconfigEnabled (line 3), forceSync (line 5); ' +
        'overruled by a later line: clientPort (line 2)',
    )
  })
})

describe('what is refused', () => {
  test.each([
    [
      'tickTime=soon',
      'zoo.cfg:3: tickTime=soon is not a whole number of milliseconds from 1 to 3600000; write for example tickTime=2000',
    ],
    [
      'tickTime=0',
      'zoo.cfg:3: tickTime=0 is not a whole number of milliseconds from 1 to 3600000; write for example tickTime=2000',
    ],
    [
      'extendedTypesEnabled=maybe',
      'zoo.cfg:3: extendedTypesEnabled=maybe is not true or false; write for example extendedTypesEnabled=true',
    ],
    [
      'server.0=a:1:2',
      "zoo.cfg:3: server.0: a peer's number is from 1 to 254; write for example server.1=10.0.0.1:2888:3888",
    ],
    [
      'server.1=a',
      'zoo.cfg:3: server.1=a is not host:port[:electionPort][:participant|observer][;[host:]clientPort]; write for example server.1=10.0.0.1:2888:3888',
    ],
    [
      'minSessionTimeout=90000',
      'zoo.cfg:3: minSessionTimeout=90000 is above maxSessionTimeout=60000; their defaults are 2 and 20 times tickTime',
    ],
  ])('%s', (line, problem) => {
    expect(problems(`${ALONE}${line}\n`, {}, undefined)).toEqual([problem])
  })

  test('everything at once', () => {
    const found = problems('clientPort=x\nserver.1=a:99999\nquoll.heartbeatMs=300\n')
    expect(found).toHaveLength(4)
    expect(found.map((line) => line.split(': ')[0])).toEqual(['zoo.cfg:1', 'zoo.cfg:2', 'zoo.cfg', 'zoo.cfg:3'])
  })

  test.each([undefined, '', 'two', '7', '2.5'])('a myid of %j', (myid) => {
    const found = parseFailure(() => parseConfig('zoo.cfg', THREE, {}, () => myid))
    expect(found).toHaveLength(1)
    expect(found[0]).toContain('/data/myid')
  })

  test('a myid that may not be read', () => {
    const denied = (): never => {
      throw new Error('permission denied')
    }
    expect(parseFailure(() => parseConfig('zoo.cfg', THREE, {}, denied))).toEqual([
      'zoo.cfg: /data/myid cannot be read: permission denied',
    ])
  })

  test.each([
    'sslQuorum=true',
    'secureClientPort=2281',
    'dynamicConfigFile=/zoo.dyn',
    'weight.1=2',
    'authProvider.1=x',
  ])('%s, because without it the peer would be something else than asked for', (line) => {
    expect(problems(`${ALONE}${line}\n`)[0]).toMatch(/^zoo\.cfg:3: .* is not supported: /)
  })

  test('peers beyond loopback without a key, with the way out', () => {
    const text = `${ALONE}server.1=10.0.0.1:2888:3888\nserver.2=10.0.0.2:2888:3888\n`
    const [problem] = problems(text)
    expect(problem).toMatch(/^zoo\.cfg:3: peer 1 is at 10\.0\.0\.1, beyond loopback, .*QUOLL_ENSEMBLE_KEY/)
    expect(settings(text, { QUOLL_ENSEMBLE_KEY: '0123456789abcdef' }).key).toEqual({
      text: '0123456789abcdef',
      secret: true,
    })
    expect(settings(`${text}quoll.ensembleKey=0123456789abcdef\n`).key.secret).toBe(true)
    expect(problems(text, { QUOLL_ENSEMBLE_KEY: 'short' })[0]).toContain('fewer than 16 bytes')
  })

  test('a key given twice, and never a word of it', () => {
    const found = problems(`${THREE}quoll.ensembleKey=0123456789abcdef\n`, { QUOLL_ENSEMBLE_KEY: 'fedcba9876543210' })
    expect(found[0]).toContain('more than once')
    expect(problems(`${THREE}quoll.ensembleKey=hunter2\n`).join()).not.toContain('hunter2')
  })
})

test('without a key, loopback ensembles with other members have other keys', () => {
  const key = settings(THREE).key
  expect(key.secret).toBe(false)
  expect(settings(`# same\n${THREE}`).key).toEqual(key)
  expect(settings(THREE.replace(':2888', ':2887')).key.text).not.toBe(key.text)
})

function parseFailure(parsing: () => unknown): readonly string[] {
  try {
    parsing()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}
