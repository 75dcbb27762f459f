"""`quoll up --headless`: a whole ensemble by one command, for scripts."""

import os
import signal
import tempfile
import time

from ..checks import Skip, fault_check
from ..ensemble.quoll import QuollUp
from ..expect import equal, soon, true
from ..stage import close_kazoo, open_kazoo

GROUP = "quoll up"


def _started(workshop):
    if workshop.target != "quoll":
        raise Skip("it is a command of quoll")
    ensemble = QuollUp(tempfile.mkdtemp(prefix="up-", dir=workshop.directory))
    workshop.on_close(ensemble.stop)
    began = time.monotonic()
    ensemble.start()
    return ensemble, time.monotonic() - began


@fault_check(GROUP, "three peers serve soon, keep what they are told, and go with SIGTERM")
def up_and_down(workshop):
    ensemble, seconds = _started(workshop)
    workshop.report.note(f"one leader after {seconds:.2f} s")
    equal(sorted(peer.mode() for peer in ensemble.peers), ["follower", "follower", "leader"], "the modes")
    client = open_kazoo(ensemble.connect)
    client.create("/up", b"data")
    for peer in ensemble.peers:
        near = open_kazoo(peer.address)
        near.sync("/up")
        equal(near.get("/up")[0], b"data", f"the data at peer {peer.id}")
        close_kazoo(near)
    close_kazoo(client)
    ensemble.stop()
    true(all(_is_gone(peer) for peer in ensemble.peers), "its peers are gone when it has ended")


@fault_check(GROUP, "a killed command leaves no peers behind")
def killed(workshop):
    ensemble, _ = _started(workshop)
    ensemble.stop(signal.SIGKILL)
    soon(lambda: all(_is_gone(peer) for peer in ensemble.peers), "its peers end by themselves")


def _is_gone(peer):
    try:
        os.kill(peer.pid, 0)
    except ProcessLookupError:
        return True
    with open(f"/proc/{peer.pid}/stat") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] == "Z"
