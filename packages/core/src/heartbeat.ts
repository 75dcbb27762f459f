/**
 * Time. A leader says that it is alive, watches that a quorum answers, and gives up learners that fall silent; a learner
 * watches its leader. The leader's patience is shorter than its learners', so a leader that lost its quorum yields before
 * the others elect another (ZooKeeper: syncLimit, initLimit, the half-tick checks of Leader.lead).
 */
import { retire } from './broadcast/leader.ts'
import { goLooking, send } from './emit.ts'
import { dropLearner } from './learners.ts'
import { linkTo } from './links.ts'
import { isQuorum } from './quorum.ts'
import type { Leading, Learner, Learning, MessageOf, Peer } from './state.ts'
import type { Epoch } from './zxid.ts'

export function onTickLeading(peer: Peer, leading: Leading): void {
  ping(peer, leading)
  for (const learner of leading.learners) watchLearner(peer, leading, learner)
  if (leading.phase === 'broadcast') {
    checkQuorum(peer, leading)
  } else {
    leading.patience += 1
    if (leading.patience > peer.timing.initTicks) {
      goLooking(peer, `no quorum joined us within ${peer.timing.initTicks} ticks of ${leading.phase}`)
    }
  }
  makeRoomForThoseAhead(peer, leading)
}

function ping(peer: Peer, leading: Leading): void {
  if (peer.ticks < leading.nextPingTick) return
  leading.nextPingTick = peer.ticks + peer.timing.heartbeatTicks
  if (leading.epoch === undefined) return
  const message: MessageOf<'ping'> = { type: 'ping', epoch: leading.epoch, sent: peer.ticks }
  for (const learner of leading.learners) {
    if (learner.stage !== 'waiting' && learner.stage !== 'ahead') send(peer, learner.peer, message)
  }
}

/** Gives up a learner that says nothing, or that takes history and never acknowledges it. */
function watchLearner(peer: Peer, leading: Leading, learner: Learner): void {
  if (learner.stage === 'waiting' || learner.stage === 'ahead') return
  const { timing } = peer
  learner.silentTicks += 1
  learner.owingTicks = learner.window.isEmpty ? 0 : learner.owingTicks + 1
  const patience = learner.current ? timing.followerTimeoutTicks : timing.initTicks
  if (learner.silentTicks > patience) {
    dropLearner(peer, leading, learner.peer, `nothing was heard from it for ${patience} ticks`)
  } else if (learner.owingTicks > timing.initTicks) {
    dropLearner(peer, leading, learner.peer, `it acknowledged nothing for ${timing.initTicks} ticks`)
  }
}

/** Voters that joined and were heard within the window, and we, must be a quorum. Not needed for safety: it ends a stale reign. */
function checkQuorum(peer: Peer, leading: Leading): void {
  const { timing, config } = peer
  let heard = 1
  for (const id of config.voters) {
    if (id === peer.id) continue
    if (peer.ticks - (leading.heardAtTick[id] as number) <= timing.checkQuorumTicks) heard += 1
  }
  if (isQuorum(heard, config.voters.length)) return
  goLooking(peer, `only ${heard} of ${config.voters.length} voters were heard within ${timing.checkQuorumTicks} ticks`)
}

/**
 * A voter that promised a newer epoch to a leader that failed can never follow us. If it stays, we begin a new epoch beyond
 * its promise; seldom, so that a peer that keeps crashing cannot force one reign after another.
 */
function makeRoomForThoseAhead(peer: Peer, leading: Leading): void {
  const { timing } = peer
  const waiting = leading.learners.find(
    (learner) =>
      learner.stage === 'ahead' && learner.voter && peer.ticks - learner.sinceTick >= timing.followerTimeoutTicks,
  )
  if (waiting === undefined) return
  const seldom = peer.ticks - peer.lastRefreshTick >= timing.initTicks * REFRESH_EVERY_INITS
  if (leading.phase === 'broadcast' && !seldom) return
  peer.lastRefreshTick = peer.ticks
  const why = `peer ${waiting.peer} promised epoch ${waiting.acceptedEpoch}, beyond ours: a newer one begins, to take it in`
  if (leading.phase === 'broadcast') retire(peer, leading, why)
  else goLooking(peer, why)
}

const REFRESH_EVERY_INITS = 10

/** Anything a learner says shows that it is alive. */
export function heardFromLearner(peer: Peer, leading: Leading, learner: Learner): void {
  learner.silentTicks = 0
  if (learner.voter && learner.joined) leading.heardAtTick[learner.peer] = peer.ticks
}

export function onPong(peer: Peer, learner: Learner, message: MessageOf<'pong'>): void {
  if (message.sent <= peer.ticks) learner.roundTripTicks = peer.ticks - message.sent
}

export function onTickLearning(peer: Peer, learning: Learning): void {
  learning.silentTicks += 1
  const { timing } = peer
  const link = linkTo(peer, learning.leader)
  const tookUp = learning.stage !== 'knocking' || link?.heard?.role === 'leading'
  const patience = learning.phase === 'broadcast' || !tookUp ? timing.followerTimeoutTicks : timing.initTicks
  if (learning.silentTicks <= patience) return
  if (!tookUp && link !== undefined) link.distrustedUntilTick = peer.ticks + timing.initTicks
  const what = tookUp ? 'nothing was heard from' : 'leading was not taken up by'
  goLooking(peer, `${what} peer ${learning.leader} for ${patience} ticks`)
}

export function onPing(peer: Peer, learning: Learning, message: MessageOf<'ping'>): void {
  const epoch: Epoch = message.epoch
  send(peer, learning.leader, { type: 'pong', epoch, sent: message.sent })
}
