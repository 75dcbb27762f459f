"""Locks, read and write locks, semaphores, leases and elections of kazoo."""

import datetime
import time

from kazoo.exceptions import LockTimeout

from ..checks import check
from ..expect import equal, refused, soon, true
from ..wire import records
from ..wire.connection import Connection
from .together import together

GROUP = "recipes"


@check(GROUP, "Lock: of three contenders one holds it at a time, in order of arrival")
def lock(stage):
    holding, holds = [], []

    def contend(client):
        for _ in range(8):
            mine = client.Lock(stage.root, "contender")
            with mine:
                holding.append(client)
                holds.append((len(holding), client.exists(f"{stage.root}/{mine.node}").czxid))
                holding.remove(client)

    together(*(lambda client=stage.kazoo(): contend(client) for _ in range(3)))
    equal(len(holds), 24, "the number of holds")
    equal({count for count, _ in holds}, {1}, "the holders at a time")
    fences = [fence for _, fence in holds]
    equal(fences, sorted(fences), "the czxids of the holders, in the order of holding")


@check(GROUP, "Lock: waits no longer than told, and is passed on when its holder dies")
def lock_of_the_dead(stage):
    waiter = stage.kazoo()
    waiter.ensure_path(stage.root)
    peer = stage.ensemble.peers[0]
    dying = Connection(peer.host, peer.client_port)
    dying.shake_hands(timeout=4000)
    _queue_up(dying, stage.root)
    waiter.sync(stage.root)
    mine = waiter.Lock(stage.root, "waiter")
    refused(LockTimeout, mine.acquire, timeout=0.3)
    equal(waiter.Lock(stage.root).acquire(blocking=False), False, "an attempt that does not wait")
    dying.close()
    began = time.monotonic()
    true(mine.acquire(timeout=15), "the lock of a dead holder is had")
    true(time.monotonic() - began > 2, "not before its session expired")
    mine.release()


@check(GROUP, "ReadLock and WriteLock: readers share, a writer does not")
def read_and_write(stage):
    one, two, three = (stage.kazoo() for _ in range(3))
    first, second = one.ReadLock(stage.root), two.ReadLock(stage.root)
    true(first.acquire(timeout=5) and second.acquire(timeout=5), "two readers share")
    writer = three.WriteLock(stage.root)
    equal(writer.acquire(blocking=False), False, "a writer beside readers")
    first.release()
    second.release()
    true(writer.acquire(timeout=5), "a writer alone")
    equal(one.ReadLock(stage.root).acquire(blocking=False), False, "a reader beside a writer")
    writer.release()


@check(GROUP, "Semaphore: as many leases as there are, and no more")
def semaphore(stage):
    clients = [stage.kazoo() for _ in range(3)]
    leases = [client.Semaphore(stage.root, max_leases=2) for client in clients]
    true(leases[0].acquire() and leases[1].acquire(), "two leases")
    equal(leases[2].acquire(blocking=False), False, "a third lease")
    leases[0].release()
    true(leases[2].acquire(timeout=5), "the lease given back")


@check(GROUP, "NonBlockingLease: one client has it until it runs out")
def lease(stage):
    one, two = stage.kazoo(), stage.kazoo()
    true(one.NonBlockingLease(stage.root, datetime.timedelta(seconds=2), identifier="one"), "the first client has it")
    equal(
        bool(two.NonBlockingLease(stage.root, datetime.timedelta(seconds=2), identifier="two")),
        False,
        "the second client having it too",
    )
    soon(
        lambda: bool(two.NonBlockingLease(stage.root, datetime.timedelta(seconds=2), identifier="two")),
        "it runs out",
        every=0.3,
    )


@check(GROUP, "Election: one leads at a time, and the next follows when it steps down")
def election(stage):
    leading, led = [], []

    def lead(name):
        leading.append(name)
        led.append((name, len(leading)))
        time.sleep(0.1)
        leading.remove(name)

    def stand(name):
        clients[name].Election(stage.root, name).run(lead, name)

    clients = {name: stage.kazoo() for name in ("a", "b", "c")}
    together(*(lambda name=name: stand(name) for name in clients))
    equal(sorted(name for name, _ in led), ["a", "b", "c"], "who led")
    equal({count for _, count in led}, {1}, "the leaders at a time")


def _queue_up(connection, path):
    """A contender that is not kazoo, but names its znode as kazoo does."""
    body = records.create(f"{path}/{'0' * 32}__lock__", b"dying", records.EPHEMERAL_SEQUENTIAL)
    equal(connection.call(records.CREATE, body).error, 0, "the answer to create")
