/**
 * What goes to learners, at the end of every step of a leader: as much history as each one's window takes, new-leader
 * where it belongs, and at most one commit, with what the learner's own disk would decide. A slow learner costs no memory but
 * its place in the history, and when its window opens again it gets what it missed in large batches.
 */
import { send } from '../emit.ts'
import type { Leading, Learner, MessageOf, Peer } from '../state.ts'
import { lastOf, type TxnBatch } from '../txn.ts'
import { type Epoch, ZXID_ZERO, type Zxid } from '../zxid.ts'

export function stream(peer: Peer, leading: Leading): void {
  for (const learner of leading.learners) {
    if (learner.stage !== 'streaming') continue
    if (learner.marker === undefined) sendHistory(peer, leading, learner, learner.frozen)
    // An observer learns what is decided, a voter everything.
    if (learner.marker !== undefined) {
      sendHistory(peer, leading, learner, learner.voter ? peer.history.last : peer.committed)
    }
    if (learner.current) sendCommit(peer, leading, learner)
  }
}

function sendHistory(peer: Peer, leading: Leading, learner: Learner, upTo: Zxid): void {
  const { limits, history } = peer
  while (learner.sent < upTo && learner.window.isOpen) {
    const prev = learner.sent
    const batch = history.read(prev, upTo, limits.batchTxnsMax, limits.batchBytesMax) as TxnBatch
    send(peer, learner.peer, proposal(leading, prev, batch))
    learner.sent = lastOf(batch)
    learner.window.sent(learner.sent, bytesOf(batch))
  }
  if (learner.marker === undefined && learner.sent >= learner.frozen) {
    learner.marker = learner.sent
    send(peer, learner.peer, { type: 'new-leader', epoch: leading.epoch as Epoch })
  }
}

/** Not what it knows by itself: that with its acknowledgement, which we have, something it was offered is decided. */
function sendCommit(peer: Peer, leading: Leading, learner: Learner): void {
  const upTo = Math.min(learner.sent, peer.committed) as Zxid
  const withYours = Math.max(upTo, Math.min(learner.sent, offerTo(leading, learner))) as Zxid
  const known = Math.max(learner.commitSent, Math.min(learner.offerSent, learner.acked))
  if (upTo <= known && withYours <= learner.offerSent) return
  learner.commitSent = upTo
  learner.offerSent = withYours
  send(peer, learner.peer, { type: 'commit', epoch: leading.epoch as Epoch, upTo, withYours })
}

/** What is one disk short of a quorum is decided with this learner's, unless it is one of those that were counted. */
function offerTo(leading: Leading, learner: Learner): Zxid {
  return learner.voter && learner.acked < leading.oneShort ? leading.oneShort : ZXID_ZERO
}

/** Learners at the same place get the same object: whoever encodes it may do so once. */
function proposal(leading: Leading, prev: Zxid, batch: TxnBatch): MessageOf<'proposal'> {
  const { lastProposal } = leading
  if (lastProposal !== undefined && lastProposal.batch === batch && lastProposal.prev === prev) return lastProposal
  leading.lastProposal = { type: 'proposal', epoch: leading.epoch as Epoch, prev, batch }
  return leading.lastProposal
}

function bytesOf(batch: TxnBatch): number {
  let bytes = 0
  for (const payload of batch.payloads) bytes += payload.length
  return bytes
}
