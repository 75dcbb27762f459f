"""
The simulator's checkers on our history, with the truth beside it: the log of one of the peers. Only for Quoll, whose log
they can read. They know what every transaction did, where the checkers of interop/checkers only know what clients were told.
"""

import os
import subprocess

from ..ensemble.quoll import PROJECT, node
from ..expect import Failed

JUDGE = os.path.join(PROJECT, "packages", "sim", "src", "judge", "main.ts")


def simulators_verdict(history, peer):
    """What was looked at, in one line. The peer must have stopped after it came to rest. @raises Failed with what is wrong."""
    data = os.path.join(peer.directory, "data")
    done = subprocess.run(
        [node(), "--conditions=source", JUDGE, history, data], capture_output=True, text=True, cwd=PROJECT, timeout=120
    )
    if done.returncode != 0:
        raise Failed(f"{done.stdout}{done.stderr}".strip())
    return done.stdout.strip()
