"""What an operator does to the data directory of a peer that does not run."""

import os
import shutil


def wipe(peer):
    """Takes everything out but who it is."""
    data = _data(peer)
    for name in os.listdir(data):
        path = os.path.join(data, name)
        if name != "myid":
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)


def back_up(peer, copy):
    shutil.copytree(_data(peer), copy)


def restore(peer, copy):
    """Puts a copy, of whichever peer, in the place of what is there."""
    wipe(peer)
    shutil.copytree(copy, _data(peer), ignore=shutil.ignore_patterns("myid"), dirs_exist_ok=True)


def _data(peer):
    return os.path.join(peer.directory, "data")
