"""Locks: one holder at a time, and each later holder has the greater fence (the czxid of its znode)."""

from collections import defaultdict

from ..history.facts import zxid_text


def have_one_holder(facts):
    for lock, holds in _holds(facts).items():
        for one, other in zip(holds, holds[1:]):
            if other["heldFrom"] < one["heldUntil"]:
                over = one["heldUntil"] - other["heldFrom"]
                yield f"{lock} was held by {one['client']} and {other['client']} at a time, for {over / 1000:.1f} ms"


def hand_out_growing_fences(facts):
    for lock, holds in _holds(facts).items():
        for one, other in zip(holds, holds[1:]):
            if other["fence"] <= one["fence"]:
                yield f"{lock} gave {other['client']} the fence {zxid_text(other['fence'])} after {zxid_text(one['fence'])}"


def _holds(facts):
    by_lock = defaultdict(list)
    for line in facts.of("hold"):
        by_lock[line["lock"]].append(line)
    return {lock: sorted(holds, key=lambda hold: hold["heldFrom"]) for lock, holds in by_lock.items()}
