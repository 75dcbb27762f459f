"""Barriers, parties and partitions: clients that wait for each other or know of each other."""

import time

from ..checks import check
from ..expect import equal, true
from .together import together

GROUP = "recipes"


@check(GROUP, "Barrier: waiters go on when it is lifted, and not before")
def barrier(stage):
    keeper, waiter = stage.kazoo(), stage.kazoo()
    closed = keeper.Barrier(stage.root)
    closed.create()
    waiter.sync(stage.root)
    equal(waiter.Barrier(stage.root).wait(timeout=0.3), False, "a wait at a closed barrier")

    def lift():
        time.sleep(0.2)
        return time.monotonic() if closed.remove() else None

    def wait():
        passed = waiter.Barrier(stage.root).wait(timeout=10)
        return time.monotonic() if passed else None

    lifted, passed = together(lift, wait)
    true(
        lifted is not None and passed is not None and passed > lifted - 0.1,
        "the waiter passes when the barrier is lifted",
    )


@check(GROUP, "DoubleBarrier: all enter together and all leave together")
def double_barrier(stage):
    entered, left = [], []

    def cross(number, client):
        mine = client.DoubleBarrier(stage.root, 3, f"client-{number}")
        time.sleep(0.1 * number)
        mine.enter()
        true(mine.participating, "the client takes part")
        entered.append((number, time.monotonic()))
        time.sleep(0.1 * number)
        mine.leave()
        left.append(time.monotonic())

    began = time.monotonic()
    together(*(lambda number=number, client=stage.kazoo(): cross(number, client) for number in range(3)))
    true(min(moment for _, moment in entered) - began >= 0.19, "nobody is in before the last one came")
    true(min(left) >= max(moment for _, moment in entered), "nobody is out before everybody was in")


@check(GROUP, "Party: members see each other come and go")
def party(stage):
    clients = [stage.kazoo() for _ in range(3)]
    parties = [client.Party(stage.root, f"member-{number}") for number, client in enumerate(clients)]
    for each in parties:
        each.join()
    clients[0].sync(stage.root)
    equal(set(parties[0]), {"member-0", "member-1", "member-2"}, "the members")
    parties[1].leave()
    clients[2].stop()
    clients[0].sync(stage.root)
    equal(set(parties[0]), {"member-0"}, "who is left")


@check(GROUP, "SetPartitioner: a set is divided among its members without overlap")
def partitioner(stage):
    clients = [stage.kazoo() for _ in range(2)]
    whole = tuple(range(6))

    def share(client, name):
        mine = client.SetPartitioner(stage.root, whole, identifier=name, time_boundary=1)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if mine.release:
                mine.release_set()
            elif mine.allocating:
                mine.wait_for_acquire(1)
            elif mine.acquired and len(list(mine)) == 3:
                return mine, list(mine)
            time.sleep(0.05)
        return mine, []

    parts = together(*(lambda client=client, name=name: share(client, name) for client, name in zip(clients, "ab")))
    equal(sorted(item for _, part in parts for item in part), list(whole), "the parts together")
    together(*(mine.finish for mine, _ in parts))
    clients[0].sync(stage.root)
    held = [clients[0].get_children(f"{stage.root}/locks/{item}") for item in whole]
    equal(held, [[]] * len(whole), "the locks after the members are gone")
