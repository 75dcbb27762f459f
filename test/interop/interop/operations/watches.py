"""Watches through kazoo: one-shot ones, and kazoo's own DataWatch and ChildrenWatch that set them again."""

from kazoo.protocol.states import EventType

from ..checks import check
from ..expect import equal, never, soon

GROUP = "watches"


@check(GROUP, "a data watch hears of the next write, once")
def data_watch(stage):
    client, writer = stage.kazoo(), stage.kazoo()
    writer.create(stage.root, b"0")
    client.sync(stage.root)
    heard = []
    client.get(stage.root, watch=heard.append)
    writer.set(stage.root, b"1")
    writer.set(stage.root, b"2")
    soon(lambda: heard, "an event")
    never(lambda: len(heard) > 1, "a second event of a one-shot watch")
    equal((heard[0].type, heard[0].path), (EventType.CHANGED, stage.root), "the event")


@check(GROUP, "an exists watch hears of creation, then of deletion")
def exists_watch(stage):
    client, writer = stage.kazoo(), stage.kazoo()
    heard = []
    equal(client.exists(stage.root, watch=heard.append), None, "a znode that is not there yet")
    writer.create(stage.root)
    soon(lambda: heard, "the first event")
    client.exists(stage.root, watch=heard.append)
    writer.delete(stage.root)
    soon(lambda: len(heard) == 2, "the second event")
    equal([event.type for event in heard], [EventType.CREATED, EventType.DELETED], "the events")


@check(GROUP, "a child watch hears of a new child and of a lost one, and not of their data")
def child_watch(stage):
    client, writer = stage.kazoo(), stage.kazoo()
    writer.create(stage.root)
    client.sync(stage.root)
    heard = []
    client.get_children(stage.root, watch=heard.append)
    writer.create(f"{stage.root}/a")
    soon(lambda: len(heard) == 1, "the event of a new child")
    client.get_children(stage.root, watch=heard.append)
    writer.set(f"{stage.root}/a", b"data")
    writer.set(stage.root, b"data")
    never(lambda: len(heard) > 1, "an event of a write")
    writer.delete(f"{stage.root}/a")
    soon(lambda: len(heard) == 2, "the event of a lost child")
    equal({(event.type, event.path) for event in heard}, {(EventType.CHILD, stage.root)}, "the events")


@check(GROUP, "DataWatch follows a znode through its whole life")
def kazoo_data_watch(stage):
    client, writer = stage.kazoo(), stage.kazoo()
    seen = []

    @client.DataWatch(stage.root)
    def follow(data, stat):
        seen.append(None if stat is None else (data, stat.version))

    soon(lambda: seen == [None], "first there is nothing")
    writer.create(stage.root, b"a")
    soon(lambda: seen[-1] == (b"a", 0), "its creation")
    writer.set(stage.root, b"b")
    soon(lambda: seen[-1] == (b"b", 1), "its change")
    writer.delete(stage.root)
    soon(lambda: seen[-1] is None, "its deletion")
    equal(seen, [None, (b"a", 0), (b"b", 1), None], "what DataWatch saw")


@check(GROUP, "ChildrenWatch follows a group, across a change of servers")
def kazoo_children_watch(stage):
    client, writer = stage.kazoo(), stage.kazoo()
    writer.create(stage.root)
    client.sync(stage.root)
    seen = []

    @client.ChildrenWatch(stage.root)
    def follow(names):
        seen.append(sorted(names))

    writer.create(f"{stage.root}/a")
    soon(lambda: seen[-1] == ["a"], "the first member")
    client.restart()
    writer.create(f"{stage.root}/b")
    soon(lambda: seen[-1] == ["a", "b"], "the second member, after a new session")
    writer.delete(f"{stage.root}/a")
    soon(lambda: seen[-1] == ["b"], "a member gone")


@check(GROUP, "the event of a write arrives before its data can be read")
def event_before_data(stage):
    reader, writer = stage.kazoo(), stage.kazoo()
    writer.create(stage.root, b"0")
    reader.sync(stage.root)
    order = []
    for number in range(1, 41):
        reader.get(stage.root, watch=lambda event: order.append("event"))
        writer.set(stage.root, b"%d" % number)
        while True:
            data, _ = reader.get_async(stage.root).get()
            if data == b"%d" % number:
                break
        # kazoo runs callbacks on a thread of its own, in the order in which things came from the server.
        seen = reader.handler.async_result()
        reader.handler.callback_queue.put(lambda: seen.set(len(order)))
        equal(seen.get(timeout=5), number, "the events heard when the data was read")
