"""kazoo's recipes in the background of a fault: lock holders, a queue, a counter, and a watch that follows the counter."""

import threading
import time

from kazoo.client import KazooState
from kazoo.exceptions import KazooException

from ..history.recorder import now
from ..stage import open_kazoo

ROOT = "/recipes"
SESSION_TIMEOUT = 6.0


class Program(threading.Thread):
    """A program with a kazoo client that does its one thing again and again; lost connections are everyday life."""

    def __init__(self, recorder, number, hosts):
        super().__init__(daemon=True)
        self.number = number
        self.recorder = recorder
        self.client = open_kazoo(hosts, timeout=SESSION_TIMEOUT)
        self.resting = threading.Event()
        self.trouble = None

    def run(self):
        while not self.resting.is_set():
            try:
                self.once()
            except KazooException:
                time.sleep(0.1)
            except Exception as error:
                self.trouble = error
                return

    def once(self):
        raise NotImplementedError


class Contender(Program):
    """Takes the lock, holds it for a moment, gives it back; a hold ends at once when the connection is in doubt."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self._doubt = threading.Event()
        self._doubted_at = 0
        self.client.add_listener(self._listen)

    def once(self):
        lock = self.client.Lock(f"{ROOT}/lock", str(self.number))
        self._doubt.clear()
        if not lock.acquire(timeout=10):
            return
        try:
            stat = self.client.exists(f"{ROOT}/lock/{lock.node}")
            begin = now()
            if stat is None or self.client.state != KazooState.CONNECTED or self._doubt.is_set():
                return
            end = self._doubted_at if self._doubt.wait(0.03) else now()
            self.recorder.add(
                "hold", lock=f"{ROOT}/lock", client=self.number, fence=stat.czxid, heldFrom=begin, heldUntil=end
            )
        finally:
            lock.release()

    def _listen(self, state):
        if state != KazooState.CONNECTED:
            self._doubted_at = now()
            self._doubt.set()


class Producer(Program):
    """Puts numbered items into the locking queue."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self._count = 0

    def once(self):
        self._count += 1
        item = f"{self.number}-{self._count}"
        try:
            self.client.LockingQueue(f"{ROOT}/queue").put(item.encode())
            self.recorder.add("put", queue=f"{ROOT}/queue", item=item, known=True)
        except KazooException:
            self.recorder.add("put", queue=f"{ROOT}/queue", item=item, known=False)
            raise
        time.sleep(0.05)


class Consumer(Program):
    """Takes items and finishes them."""

    def once(self):
        queue = self.client.LockingQueue(f"{ROOT}/queue")
        item = queue.get(timeout=1)
        if item is None:
            return
        try:
            if queue.consume():
                self._note(item, True)
        except KazooException:
            self._note(item, False)
            raise

    def _note(self, item, known):
        self.recorder.add("taken", queue=f"{ROOT}/queue", item=item.decode(), known=known)


class Adder(Program):
    """Adds to the shared counter; an addition that returned has counted."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self._counter = self.client.Counter(f"{ROOT}/counter")

    def once(self):
        self._counter += 1
        self.recorder.add("added", counter=f"{ROOT}/counter")
        time.sleep(0.02)


class Recipes:
    """All of them, and a DataWatch that must end up with what the counter ended with."""

    def __init__(self, recorder, hosts):
        kinds = (Contender, Contender, Contender, Producer, Consumer, Adder, Adder)
        self._recorder = recorder
        self._programs = [kind(recorder, 300 + number, hosts) for number, kind in enumerate(kinds)]
        self._onlooker = open_kazoo(hosts, timeout=SESSION_TIMEOUT)
        self._seen = None

    def start(self):
        for path in ("lock", "queue", "counter"):
            self._onlooker.ensure_path(f"{ROOT}/{path}")
        self._onlooker.DataWatch(f"{ROOT}/counter", self._see)
        for program in self._programs:
            program.start()

    def _see(self, data, _stat):
        self._seen = data

    def note_watched(self):
        """Writes down what the watch saw last; to be called once nothing changes any more."""
        text = None if self._seen is None else self._seen.decode()
        self._recorder.add("watched", path=f"{ROOT}/counter", value=text)

    def rest(self, within=20.0):
        """Nobody begins anything any more; what was begun gets `within` seconds to end."""
        deadline = time.monotonic() + within
        for program in self._programs:
            program.resting.set()
        for program in self._programs:
            program.join(max(0.0, deadline - time.monotonic()))

    def close(self):
        for program in self._programs:
            program.resting.set()
        for client in (*(program.client for program in self._programs), self._onlooker):
            client.stop()
        for client in (*(program.client for program in self._programs), self._onlooker):
            client.close()

    def trouble(self):
        """What a program met that it did not expect, or None."""
        return next((program.trouble for program in self._programs if program.trouble is not None), None)
