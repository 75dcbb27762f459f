"""Copies of a data directory: what docs/operations.md tells operators to do with them, done."""

import os

from ..checks import fault_check
from ..expect import equal
from ..stage import close_kazoo, open_kazoo
from .directories import back_up, restore, wipe

GROUP = "copies"
ZNODES = 500


@fault_check(GROUP, "the copy of a stopped follower brings a whole ensemble back")
def restored(workshop):
    ensemble = workshop.ensemble()
    _create(ensemble.connect, "/before")
    follower = _stopped_follower(ensemble)
    copy = os.path.join(ensemble.directory, "copy")
    back_up(follower, copy)
    follower.start()
    ensemble.wait_ready()
    _create(ensemble.connect, "/after")

    for peer in ensemble.peers:
        peer.stop()
    for peer in ensemble.peers:
        restore(peer, copy)
    ensemble.start()

    for peer in ensemble.peers:
        equal(_sizes(peer, "/before", "/after"), [ZNODES, None], f"what peer {peer.id} has of before and after the copy")
    _create(ensemble.connect, "/since")


@fault_check(GROUP, "a peer with an empty directory learns everything from the others")
def replaced(workshop):
    ensemble = workshop.ensemble()
    _create(ensemble.connect, "/all")
    follower = _stopped_follower(ensemble)
    wipe(follower)
    follower.start()
    ensemble.wait_ready()
    equal(_sizes(follower, "/all"), [ZNODES], f"what peer {follower.id} has")


def _stopped_follower(ensemble):
    follower = ensemble.others(ensemble.wait_leader())[0]
    follower.stop()
    return follower


def _create(hosts, top):
    client = open_kazoo(hosts)
    client.create(top, b"")
    pending = [client.create_async(f"{top}/{at}", b"data") for at in range(ZNODES)]
    for each in pending:
        each.get(20)
    close_kazoo(client)


def _sizes(peer, *tops):
    """How many children each has at that peer; None where it is not there."""
    client = open_kazoo(peer.address)
    client.sync("/")
    found = [client.exists(top) for top in tops]
    close_kazoo(client)
    return [stat and stat.numChildren for stat in found]
