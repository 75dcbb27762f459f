"""
What must hold of every history. Each checker is a function that takes `Facts` and yields a sentence for each thing that
is wrong. They know nothing of the server: only what clients were told, and the trees that the peers show at the end.
"""

from . import durability, locks, reads, sessions, watches, writes

CHECKERS = (
    writes.respect_real_time,
    writes.have_a_zxid_each,
    writes.make_one_chain_of_versions,
    writes.refused_leave_no_trace,
    reads.match_the_writes,
    reads.see_one_system,
    reads.are_fresh_after_sync,
    sessions.answer_in_order,
    sessions.live_as_promised,
    watches.come_before_the_data,
    watches.fire_once,
    watches.end_with_the_truth,
    durability.trees_are_equal,
    durability.acknowledged_is_there,
    durability.probes_are_there,
    durability.ephemerals_live_as_their_sessions,
    durability.queues_lose_nothing,
    durability.additions_count,
    locks.have_one_holder,
    locks.hand_out_growing_fences,
)


def judge(facts, most=5):
    """`name: sentence` for what is wrong; no more than `most` of each checker."""
    for checker in CHECKERS:
        name = f"{checker.__module__.rsplit('.', 1)[-1]} {checker.__name__.replace('_', ' ')}"
        for count, sentence in enumerate(checker(facts)):
            if count == most:
                yield f"{name}: and more"
                break
            yield f"{name}: {sentence}"
