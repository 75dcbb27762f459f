"""Proof that a fault run can fail: an ensemble that really loses what it acknowledged is found out."""

from ..checks import fault_check
from ..expect import Failed, includes
from .directories import wipe
from .scenario import Scenario

GROUP = "checkers"


@fault_check(GROUP, "an ensemble that lost its disks is found out")
def lost_disks(workshop):
    ensemble = workshop.ensemble()
    scenario = Scenario(workshop, ensemble, "lost-disks")

    def kill():
        for peer in ensemble.peers:
            peer.kill()

    def start_empty():
        for peer in ensemble.peers:
            wipe(peer)
            peer.start()

    scenario.fault("start with lost disks", ensemble.peers, kill, lambda: None, start_empty)
    try:
        scenario.finish()
    except Failed as found:
        includes(str(found), "durability acknowledged is there", "what was found")
        return
    raise Failed("all that was acknowledged is lost, and nobody noticed")
