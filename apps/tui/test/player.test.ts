import { describe, expect, it } from 'vitest'
import { AtWork } from './support/at-work.ts'

const busy = (): AtWork => new AtWork({ writesPerSecond: () => 400 }).play((scene) => scene.statuses()).watch(5000)
const killLeader = (): AtWork => {
  const work = busy().press('down', 'down', 'K', 'y')
  return work.play((scene) => scene.finishElection()).watch(3000)
}

describe('a leader is killed with a key', () => {
  it('says beforehand what it does to the quorum, and asks', () => {
    const work = busy().press('down', 'down', 'K')
    expect(work.text).toContain('kill 3, the leader: 2 of 3 stay')
    expect(work.scene.peers[2]?.running).toBe(true)
    expect(work.press('n').text).not.toContain('kill 3, the leader')
    expect(work.scene.peers[2]?.running).toBe(true)
  })

  it('tells what happened with causes, the newest on top', () => {
    expect(killLeader().story).toEqual([
      'after kill 3: writes waited 85 ms, peer 2 leads epoch 6, all 12 sessions kept',
      'peer 2 leads epoch 6, first commit after 41 ms',
      'peer 1 follows peer 2 in epoch 6',
      'peer 2 takes the lead in epoch 6: writes are possible again after 85 ms',
      'peer 2 won round 7 with 2 of 3 votes: same epoch and zxid, higher id',
      'peer 2 lost its leader, peer 3: link closed',
      'peer 1 lost its leader, peer 3: link closed',
      'writes wait: no leader',
      'peer 3 was killed',
      'peer 3 leads epoch 5',
    ])
  })

  it('greys the lost peer and says how old its numbers are', () => {
    const row = killLeader()
      .rows()
      .find((text) => text.includes('3 x'))
    expect(row).toMatch(/3 x .* killed 3s$/)
  })

  it('a follower killed costs no write, which is said too', () => {
    const work = busy().press('K', 'y').watch(2000)
    expect(work.story[0]).toBe('after kill 1: writes never waited, peer 3 leads epoch 5, all 12 sessions kept')
  })

  it('what cannot be done is said, and not done', () => {
    expect(killLeader().type(':kill 3').press('enter').text).toContain('peer 3 does not run')
    expect(busy().type(':kill 9').press('enter').text).toContain('there is no peer 9')
    const looking = new AtWork({ readonly: true }).watch(500)
    expect(looking.press('K').text).not.toContain('kill 1')
    expect(looking.type(':kill 1').press('enter').text).toContain('this dashboard only looks')
  })
})

describe('time', () => {
  it('stands still while paused, and says how far behind it is', () => {
    const work = busy().press('space').watch(12_000)
    expect(work.text).toContain('paused 12 s behind')
    expect(work.player.dashboard.playback.taken).toBeLessThan(work.player.dashboard.playback.known)
    expect(work.press('0').text).not.toContain('paused')
  })

  it('steps back through an election and forward again to the same pictures', () => {
    const work = killLeader().press(',')
    const seen: string[] = []
    for (let i = 0; i < 7; i++) {
      seen.push(work.rows().slice(3).join('\n'))
      work.press(',')
    }
    for (const picture of seen.toReversed()) expect(work.press('.').rows().slice(3).join('\n')).toBe(picture)
  })

  it('jumps to the election and plays it from there', () => {
    const work = killLeader().press('[')
    expect(work.story[0]).toContain('lost its leader')
    expect(work.press('[').text).toContain('no election before this moment')
    work.press('space', '-', '-').play((scene) => {
      scene.nowMs += 200
    })
    expect(work.player.dashboard.playback).toMatchObject({ mode: 'playing', speed: 1 / 4 })
    expect(work.text).toContain('1/4x')
    expect(work.story[0]).toContain('won round 7')
  })

  it('catches up with the present and follows it again', () => {
    const work = busy().press('space').watch(1000).press('space', '+', '+', '+')
    work.watch(1000)
    expect(work.player.dashboard.playback.mode).toBe('following')
  })

  it('faults are not for the past', () => {
    expect(killLeader().press('space', ',').type(':kill 1').press('enter').text).toContain('what you see is past')
  })
})

describe('the story', () => {
  it('is filtered as one types', () => {
    const work = killLeader().press('/').type('won round')
    expect(work.rows().filter((row) => /^ \d\d:/.test(row))).toHaveLength(1)
    expect(
      work
        .press('escape')
        .rows()
        .filter((row) => /^ \d\d:/.test(row)).length,
    ).toBeGreaterThan(5)
  })

  it('is scrolled', () => {
    const work = killLeader().press('page-down')
    expect(work.text).toContain('5 newer above')
    expect(work.press('G').text).toContain('9 newer above')
    expect(work.press('g').text).not.toContain('newer above')
  })
})

describe('the command line', () => {
  it.each([
    [':kill 3', 'kill 3, the leader: 2 of 3 stay'],
    [':partition 1 | 2 3', 'partition 1 | 2,3: 2 of 3 stay'],
    [':slow-disk 2 50', 'the disk of 2 50 ms slower'],
    [':killl 3', 'there is no command :killl; did you mean :kill?'],
    [':kill', 'write kill PEER'],
    [':view nowhere', 'write :view NAME (open a view by its name)'],
    [':3', ':3 is no command; the key 3 opens a view'],
  ])('%s', (line, answer) => {
    expect(busy().type(line).press('enter').text).toContain(answer)
  })

  it('completes with tab', () => {
    const work = busy().type(':slow').press('tab')
    expect(work.text).toContain(' :slow-')
    expect(work.type('d').press('tab', 'tab').text).toContain('1  2  3')
    expect(busy().type(':view elec').press('tab', 'enter').player.dashboard.screen.view).toBe('elections')
  })

  it('remembers, and is edited in the middle', () => {
    const work = busy().type(':peer 2').press('enter').press(':', 'up')
    expect(work.text).toContain(' :peer 2')
    work.press('left', 'backspace').type('-')
    expect(work.text).toContain(' :peer-2')
    expect(work.press('escape').player.dashboard.screen.prompt).toBeUndefined()
  })
})
