"""What runs in the background of a fault: recorded clients that read and write, and kazoo's recipes."""

import random
import threading
import time

from ..history.client import RecordedClient, SessionLost
from ..wire import records
from ..wire.connection import Closed

ROOT = "/work"
# An `r` before the number: the simulator's checker of registers knows them by it.
SHARED = [f"{ROOT}/r{number}" for number in range(4)]


class Worker(threading.Thread):
    """Reads and writes the shared registers, and makes and removes znodes of its own, until told to rest."""

    def __init__(self, recorder, number, peers, seed):
        super().__init__(daemon=True)
        self.client = RecordedClient(recorder, number, peers, seed=seed)
        self._chance = random.Random(f"{seed}/worker/{number}")
        self._written = 0
        self._mine = []
        self._rest = threading.Event()
        self._done = threading.Event()
        self.trouble = None

    def run(self):
        try:
            while not self._rest.is_set():
                try:
                    self._one()
                except SessionLost:
                    continue
                time.sleep(self._chance.uniform(0.001, 0.012))
            self.client.stay(self._done.is_set)
            self.client.leave()
        except Closed:
            return
        except Exception as error:
            self.trouble = error

    def rest(self):
        self._rest.set()

    def finish(self):
        self._rest.set()
        self._done.set()

    def _one(self):
        chance, client = self._chance.random(), self.client
        key = self._chance.choice(SHARED)
        if chance < 0.30:
            client.set(key, self._value())
        elif chance < 0.40:
            self._compare_and_set(key)
        elif chance < 0.60:
            client.get(key, watch=self._chance.random() < 0.5)
        elif chance < 0.70:
            if client.sync(key):
                client.get(key)
        elif chance < 0.85:
            self._make()
        elif chance < 0.92:
            self._remove()
        elif chance < 0.97:
            client.create(f"{ROOT}/sequence/n-", self._value(), records.SEQUENTIAL)
        else:
            client.exists(self._chance.choice(self._mine) if self._mine else key, watch=True)

    def _compare_and_set(self, key):
        seen = self.client.get(key)
        if seen and seen["error"] == records.OK:
            self.client.set(key, self._value(), seen["stat"]["version"])

    def _make(self):
        value = self._value()
        path = f"{ROOT}/own/{value}"
        if self.client.create(path, value):
            self._mine.append(path)

    def _remove(self):
        if len(self._mine) > 5:
            self.client.delete(self._mine.pop(self._chance.randrange(len(self._mine))))

    def _value(self):
        """No two writes of a run carry the same."""
        self._written += 1
        return f"{self.client.number}-{self._written}"


class Keeper(threading.Thread):
    """Holds one ephemeral and nothing else: alive it must stay, and so must its ephemeral."""

    def __init__(self, recorder, number, peers, seed):
        super().__init__(daemon=True)
        self.client = RecordedClient(recorder, number, peers, seed=seed)
        self.path = f"{ROOT}/ephemerals/{number}"
        self.owner = 0
        self._vanish = threading.Event()
        self._done = threading.Event()
        self.trouble = None

    def run(self):
        try:
            while not self._made():
                time.sleep(0.05)
            self.owner = self.client.session
            self.client.stay(lambda: self._vanish.is_set() or self._done.is_set())
            if self._vanish.is_set():
                self.client.vanish()
            else:
                self.client.leave()
        except (Closed, SessionLost):
            return
        except Exception as error:
            self.trouble = error

    def vanish(self):
        """As if its machine lost power."""
        self._vanish.set()
        self.join(15)

    def finish(self):
        self._done.set()

    def _made(self):
        outcome = self.client.create(self.path, str(self.client.number), records.EPHEMERAL)
        return outcome is not None and outcome["error"] in (records.OK, records.NODE_EXISTS)


class Workload:
    """Workers and keepers together; the first keepers are to vanish half-way."""

    def __init__(self, recorder, peers, workers=6, keepers=3, doomed=2, seed=1):
        self._recorder = recorder
        self._setup = RecordedClient(recorder, 100, peers, seed=seed)
        self._workers = [Worker(recorder, number, peers, seed) for number in range(1, workers + 1)]
        self._keepers = [Keeper(recorder, 200 + number, peers, seed) for number in range(keepers + doomed)]
        self._doomed = self._keepers[:doomed]

    def start(self):
        for path in (ROOT, f"{ROOT}/own", f"{ROOT}/sequence", f"{ROOT}/ephemerals", *SHARED):
            if not self._setup.create(path):
                raise RuntimeError(f"could not prepare {path}")
        self._setup.leave()
        for thread in (*self._workers, *self._keepers):
            thread.start()

    def lose_some(self):
        """The doomed keepers vanish."""
        for keeper in self._doomed:
            keeper.vanish()

    def rest(self):
        """Nobody asks for anything any more; the living keep their sessions."""
        for worker in self._workers:
            worker.rest()

    def note_ephemerals(self):
        """Writes down whose ephemerals must be there at the end."""
        for keeper in self._keepers:
            kept = keeper not in self._doomed and keeper.client.session == keeper.owner
            self._recorder.add(
                "ephemeral", path=keeper.path, session=hex(keeper.owner), state="alive" if kept else "dead"
            )

    def dead_paths(self):
        return [keeper.path for keeper in self._doomed]

    def close(self):
        """Everybody closes their sessions and goes; whoever cannot within ten seconds goes without."""
        everybody = (*self._workers, *self._keepers)
        for thread in everybody:
            thread.finish()
        _join(everybody, 10)
        for thread in everybody:
            thread.client.stop()
        _join(everybody, 10)

    def trouble(self):
        """What a thread met that it did not expect, or None."""
        return next((each.trouble for each in (*self._workers, *self._keepers) if each.trouble is not None), None)


def _join(threads, within):
    """Waits for all of them together, `within` seconds."""
    deadline = time.monotonic() + within
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
