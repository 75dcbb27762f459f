/** The elections that people meet, one play each; their traces are in `test/traces/`. */
import { peerId } from '@quoll/core'
import type { Scenario } from '@quoll/sim'
import type { Act, Script } from './stage.ts'

const pause = ({ simulation }: Scenario, id: number): void => simulation.world.pause(peerId(id))
const resume = ({ simulation }: Scenario, id: number): void => simulation.world.resume(peerId(id))

/** Peers 1 to 3 at work under peer 3. */
function three(play: Scenario, writes = 20): Scenario {
  return play.start(1, 2, 3).join(1, 2, 3).writeMany('n', writes).passTime(300)
}

function kill(play: Scenario, act: Act, id: number): Scenario {
  act('kill', [id], `peer ${id} was killed`)
  return play.crash(id)
}

/** Half a minute of work in which the leader is killed for a while: reads and writes, some of them refused. */
export const AT_WORK: Script = {
  title: 'three peers at work, and the leader is killed',
  voters: 3,
  play: (play, act) => {
    play.start(1, 2, 3).join(1, 2, 3)
    const old = play.leader ?? 3
    for (let second = 0; second < 30; second++) {
      if (second === 14)
        kill(play, act, old).until('another leads', () => play.leader !== undefined && play.leader !== old)
      if (second === 22) {
        act('restart', [old], `peer ${old} was started again`)
        play.start(old).join(1, 2, 3)
      }
      work(play, second)
    }
  },
}

/** A second of it. */
function work(play: Scenario, second: number): void {
  const writes = 12 + Math.round(10 * Math.sin(second / 3))
  for (let i = 0; i < writes; i++) {
    play.propose(`/jobs-${second}-${i}`, play.leader, i % 7 === 0)
    for (const id of [1, 2, 3].filter((one) => play.isUp(one)))
      if (i % 2 === 0) play.ask(id, { kind: 'get-data', path: '/jobs-0-0', watch: false })
    play.passTime(1000 / writes)
  }
  // Somebody else was first: it is refused, and has its place in the log.
  play.propose('/jobs-0-1')
}

export const PLAYS: Readonly<Record<string, Script>> = {
  'first-election': {
    title: 'three peers start together',
    voters: 3,
    play: (play) => play.start(1, 2, 3).join(1, 2, 3).write('/first').passTime(200),
  },
  'leader-killed': {
    title: 'the leader is killed, and comes back',
    voters: 3,
    play: (play, act) => {
      const old = three(play).leader ?? 3
      kill(play, act, old).until('another leads', () => play.leader !== undefined && play.leader !== old)
      play.write('/after').passTime(1500)
      act('restart', [old], `peer ${old} was started again`)
      play.start(old).join(1, 2, 3).passTime(500)
    },
  },
  'leader-cut-off': {
    title: 'the leader is cut off with a write nobody else has, and comes back',
    voters: 3,
    play: (play, act) => {
      const old = three(play).leader ?? 3
      act('isolate', [old], `peer ${old} was cut off`)
      play.isolate(old).propose('/stale', old)
      play
        .until('another leads', () => play.leader !== undefined && play.leader !== old)
        .write('/fresh')
        .passTime(800)
      act('heal', [], 'every fault was ended')
      play.heal().join(1, 2, 3).passTime(500)
    },
  },
  'leader-paused': {
    title: 'the leader stands still for two seconds',
    voters: 3,
    play: (play, act) => {
      const old = three(play).leader ?? 3
      act('pause', [old], `peer ${old} was paused`)
      pause(play, old)
      play.until('another leads', () => play.leader !== undefined && play.leader !== old).write('/meanwhile')
      play.passTime(1000)
      act('resume', [old], `peer ${old} goes on`)
      resume(play, old)
      play.join(1, 2, 3).passTime(500)
    },
  },
  'longer-history': {
    title: 'the peer with the longer history wins against a higher id',
    voters: 3,
    play: (play, act) => {
      play.start(1, 3).join(1, 3)
      play
        .start(2)
        .join(1, 2, 3)
        .elect(play.leader ?? 3)
        .writeMany('n', 40)
      const leader = play.leader ?? 3
      const [low, high] = [1, 2, 3].filter((id) => id !== leader) as [number, number]
      play.hold(leader, high, 'proposal').writeMany('m', 5).passTime(20)
      kill(play, act, leader).crash(high).start(high)
      play
        .until(`peer ${low} leads`, () => play.leader === low)
        .write('/after')
        .passTime(300)
    },
  },
  'lost-quorum': {
    title: 'two of three are lost: rounds without an outcome, until one is back',
    voters: 3,
    play: (play, act) => {
      const old = three(play).leader ?? 3
      const [stays, other] = [1, 2, 3].filter((id) => id !== old) as [number, number]
      kill(play, act, other).passTime(500)
      kill(play, act, old).passTime(2500)
      act('restart', [other], `peer ${other} was started again`)
      play.start(other).join(stays, other).write('/again').passTime(300)
    },
  },
  'five-with-an-observer': {
    title: 'five voters and an observer lose their leader',
    voters: 5,
    options: { observers: 1 },
    play: (play, act) => {
      play.start(1, 2, 3, 4, 5, 6).join(1, 2, 3, 4, 5, 6).writeMany('n', 20).passTime(300)
      const old = play.leader ?? 5
      kill(play, act, old).until('another leads', () => play.leader !== undefined && play.leader !== old)
      play
        .write('/after')
        .join(...[1, 2, 3, 4, 5, 6].filter((id) => id !== old))
        .passTime(300)
    },
  },
  'split-votes': {
    title: 'links fail while five peers elect: several rounds',
    voters: 5,
    play: (play, act) => {
      for (const a of [1, 2]) for (const b of [4, 5]) play.cut(a, b)
      play.cut(1, 3).cut(3, 5).start(1, 2, 3, 4, 5).passTime(700)
      kill(play, act, 3).start(3).passTime(700)
      act('heal', [], 'every fault was ended')
      play.heal().join(1, 2, 3, 4, 5).write('/at-last').passTime(300)
    },
  },
  'orderly-stop': {
    title: 'the leader is stopped in good order',
    voters: 3,
    play: (play, act) => {
      const old = three(play).leader ?? 3
      act('stop', [old], `peer ${old} was asked to stop`)
      play.simulation.world.member(peerId(old)).stop(() => play.crash(old))
      play
        .until('another leads', () => play.leader !== undefined && play.leader !== old)
        .write('/after')
        .passTime(300)
    },
  },
}
