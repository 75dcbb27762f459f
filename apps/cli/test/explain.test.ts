/** What is explained: every error there is, by every name it has; quorums; elections. */
import { ErrorCode } from '@quoll/protocol/client'
import { EXIT_CODES, SYSTEM_ERRORS } from '@quoll/server/errors'
import { describe, expect, test } from 'vitest'
import { presentLeaderText } from '../src/explain/election-text.ts'
import { quorumText, sizesTable } from '../src/explain/quorum-text.ts'
import { similar, topicFor, topics } from '../src/explain/topics.ts'
import { configurationIn } from '../src/peers/srvr.ts'
import { EXPLANATIONS } from '../src/shell/explain.ts'
import { quoll } from './quoll.ts'

describe('errors', () => {
  test.each(Object.entries(ErrorCode))('%s, %d: by number and by name', (name, code) => {
    if (code !== 0) expect(topicFor(String(code))?.title).toContain(`, ${code}`)
    expect(topicFor(name)?.title).toContain(`, ${code}`)
    expect(topicFor(`KeeperErrorCode = ${name}`)?.title).toContain(`, ${code}`)
    expect(topicFor(`${name}Exception`)?.title).toContain(`, ${code}`)
    expect(topicFor(name)?.certain).toMatch(/^(?:Certain|Uncertain)/)
  })

  test('only what nobody answered is uncertain', () => {
    const uncertain = topics().filter(({ certain }) => certain?.startsWith('Uncertain'))
    expect(uncertain.map(({ title }) => title)).toEqual([
      'CONNECTION_LOSS, -4',
      'OPERATION_TIMEOUT, -7',
      'REQUEST_TIMEOUT, -122',
    ])
  })

  test.each([
    ...Object.keys(EXPLANATIONS),
    ...Object.keys(SYSTEM_ERRORS),
    ...EXIT_CODES.map(({ code }) => `exit ${code}`),
    'CORRUPT_LOG',
    'DIRECTORY_IN_USE',
  ])('%s has all its parts', (word) => {
    const topic = topicFor(word)
    for (const part of [topic?.what, topic?.means, topic?.next]) expect(part).toMatch(/^.{4,}\.$|^.*quoll .+$/)
  })

  test('no two topics answer to the same word', () => {
    const words = topics().flatMap((topic) => topic.words)
    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([])
  })

  test('kazoo and zkCli names are found, near misses suggested', () => {
    expect(topicFor('RolledBackError')?.title).toContain('-2')
    expect(topicFor('no-node')?.title).toContain('NO_NODE')
    expect(topicFor('nonsense')).toBeUndefined()
    expect(similar('nonodes')).toContain('NO_NODE')
  })
})

describe('quorum', () => {
  test.each([
    [1, 'No voter may fail'],
    [3, '1 voter may fail at once'],
    [4, '4 survive no more failures than 3'],
    [5, '2 voters may fail at once'],
  ])('%d voters', (voters, says) => {
    const lines = quorumText({ voters, observers: 0 })
    expect(lines.join('\n')).toContain(says)
    // One row for each number of voters that may be down.
    expect(lines.filter((line) => /^ +\d+ +\d+ +(go on|wait)/.test(line))).toHaveLength(voters + 1)
  })

  test('now', () => {
    expect(quorumText({ voters: 5, observers: 0, up: 2 }).at(-1)).toContain('writes wait until 1 more is back')
    expect(quorumText({ voters: 5, observers: 0, up: 3 }).at(-1)).toContain('the next failure stops all writes')
    expect(quorumText({ voters: 5, observers: 0, up: 5 }).at(-1)).toContain('2 more failures may come')
  })

  test('sizes side by side', () => expect(sizesTable()).toContain('       5         3         2'))
})

describe('why the present leader leads', () => {
  const peer = (mode: string, story: readonly string[]) => ({
    address: 'a:1',
    serving: mode !== 'looking',
    mode,
    zxid: '0x500000001',
    configuration: configurationIn('server.1=a:1'),
    monitor: new Map<string, string>(),
    software: 'quoll' as const,
    status: {
      id: 1,
      epoch: 5,
      story: story.map((text, at) => ({ number: at + 1, atMs: at, text })),
    },
  })

  test.each([
    ['newer epoch, 4 over 3', 'rule 1'],
    ['longer history, 4:9 over 4:7', 'rule 2'],
    ['same epoch and zxid, higher id', 'rule 3'],
    ['nobody else stood', 'Nobody stood against it'],
  ])('%s', (why, rule) => {
    const story = [
      'looking for a leader: its link closed',
      `leading, discovery: peer 1 won round 2 with 1 of 1 votes: ${why}`,
      'leading, broadcast of epoch 5: epoch 5 is established',
      'later',
    ]
    const text = presentLeaderText([peer('leader', story)]).join('\n')
    expect(text).toContain(rule)
    expect(text).toContain('its link closed')
    expect(text).not.toContain('later')
  })

  test('nobody leads, or nobody tells', () => {
    expect(presentLeaderText([peer('looking', ['only 1 of 3 voters were heard'])]).join('\n')).toContain('only 1 of 3')
    const silent = { ...peer('leader', []), status: undefined, software: 'zookeeper' as const }
    expect(presentLeaderText([silent]).join('\n')).toContain('does not tell why')
  })
})

test.each([
  [['explain', '-101'], 0, 'NO_NODE, -101'],
  [['explain', 'exit', '4'], 0, 'exit code 4'],
  [['explain', 'quorum', '7'], 0, '7 voters: 4 of them are a majority'],
  [['explain', 'election'], 0, 'the better one is'],
  [['explain'], 0, 'SESSION_EXPIRED, -112'],
  [['explain', 'nonodes'], 2, 'Similar: NO_NODE'],
  [['explain', 'quorum', 'many'], 2, 'no number of voters'],
])(
  'quoll %j',
  async (args, code, says) => {
    const finished = await quoll(...args)
    expect([finished.code, finished.stdout + finished.stderr]).toEqual([code, expect.stringContaining(says)])
  },
  30_000,
)
