"""
How long writes stood still: the longest time without an acknowledgement on the surviving peers; or, where nobody survives,
the time from the repair to the next acknowledgement.
"""

import bisect
import subprocess
import sys

from ..ensemble.peer import DIES_WITH_US

# A gap belongs to a fault when it begins no earlier than this before it (the last answer may just have left).
MARGIN = 50_000


class Probers:
    """The prober as a program beside us; see interop/prober.py."""

    def __init__(self, ensemble, events_path):
        self._events_path = events_path
        self._program = subprocess.Popen(
            [
                *DIES_WITH_US,
                sys.executable,
                "-m",
                "interop.prober",
                events_path,
                *(peer.address for peer in ensemble.peers),
            ],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def finish(self):
        """`(microseconds, peer, number of the write)` of every acknowledgement, in order."""
        self._program.stdin.close()
        self._program.wait(10)
        with open(self._events_path) as events:
            fields = (line.split() for line in events)
            return sorted((int(at), int(peer), int(number)) for _, at, peer, number in fields)

    def kill(self):
        if self._program.poll() is None:
            self._program.kill()
            self._program.wait()


def window(acknowledged, victims, begin, end):
    """The longest gap in milliseconds that begins within the fault, on the peers that are not its victims."""
    times = [at for at, peer, _ in acknowledged if peer not in victims]
    first = max(0, bisect.bisect_left(times, begin - MARGIN) - 1)
    gaps = [
        after - before for before, after in zip(times[first:], times[first + 1 :]) if before <= end and after >= begin
    ]
    return max(gaps, default=None) and max(gaps) / 1000


def first_after(acknowledged, moment):
    """Milliseconds from the moment to the next acknowledgement."""
    return next(((at - moment) / 1000 for at, _, _ in acknowledged if at > moment), None)


def last_written(acknowledged):
    """Number of the last acknowledged write of each peer's prober."""
    last = {}
    for _, peer, number in acknowledged:
        last[peer] = max(number, last.get(peer, 0))
    return last
