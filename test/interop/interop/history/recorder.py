"""Collects the lines of a history from many threads."""

import itertools
import json
import threading
import time


def now():
    """Microseconds of the monotonic clock, which all processes of a machine share."""
    return time.monotonic_ns() // 1000


class Recorder:
    def __init__(self):
        self.lines = []
        self._lock = threading.Lock()
        self._ids = itertools.count(1)

    def next_id(self):
        return next(self._ids)

    def add(self, type_, /, **fields):
        with self._lock:
            self.lines.append({"type": type_, **fields})

    def save(self, path):
        with open(path, "w") as out:
            for line in self.lines:
                out.write(json.dumps(line, separators=(",", ":")) + "\n")
