"""Watches on the wire: events before answers, setWatches after a return, persistent watches, removal."""

from ..checks import check
from ..expect import equal
from ..wire import records
from ..wire.records import (
    ADD_WATCH,
    CHILDREN_CHANGED,
    CREATE,
    CREATED,
    DATA_CHANGED,
    DELETE,
    DELETED,
    EXISTS,
    GET_DATA,
    SET_DATA,
)

GROUP = "wire"


def _events(connection, count):
    return [(event.type, event.path) for event in (connection.read_event() for _ in range(count))]


@check(GROUP, "one's own write is told before it is answered, and the steps of a change come in order")
def own_writes(stage):
    connection, path = stage.wire(), f"{stage.root}/a"
    connection.call(CREATE, records.create(stage.root))
    connection.call(EXISTS, records.path_and_flag(path, True))
    connection.call(records.GET_CHILDREN, records.path_and_flag(stage.root, True))
    connection.call(CREATE, records.create(path))
    equal(
        [(e.type, e.path, e.state) for e in connection.events],
        [(CREATED, path, 3), (CHILDREN_CHANGED, stage.root, 3)],
        "the events of create",
    )
    connection.events.clear()
    connection.call(GET_DATA, records.path_and_flag(path, True))
    connection.call(records.GET_CHILDREN2, records.path_and_flag(path, True))
    connection.call(records.GET_CHILDREN, records.path_and_flag(stage.root, True))
    connection.call(DELETE, records.path_and_version(path))
    equal(
        [(e.type, e.path) for e in connection.events],
        [(DELETED, path), (CHILDREN_CHANGED, stage.root)],
        "the events of delete",
    )


@check(GROUP, "setWatches tells what was missed and watches the rest")
def set_watches(stage):
    connection = stage.wire()
    root = stage.root
    for name in ("", "/changed", "/same", "/gone", "/parent"):
        connection.call(CREATE, records.create(root + name))
    since = connection.call(EXISTS, records.path_and_flag(root)).zxid
    connection.call(SET_DATA, records.set_data(f"{root}/changed", b"x"))
    connection.call(DELETE, records.path_and_version(f"{root}/gone"))
    connection.call(CREATE, records.create(f"{root}/new"))
    connection.call(CREATE, records.create(f"{root}/parent/child"))
    session = connection.handshake
    back = stage.wire(session=session.session, password=session.password)
    body = records.set_watches(
        since,
        data=[f"{root}/changed", f"{root}/same", f"{root}/gone"],
        exist=[f"{root}/new", f"{root}/later"],
        child=[f"{root}/parent", f"{root}/same"],
    )
    reply = back.call(records.SET_WATCHES, body, xid=records.XID_SET_WATCHES)
    equal(reply.error, 0, "the answer")
    told = {(event.type, event.path, event.zxid) for event in back.events}
    missed = {
        (DATA_CHANGED, f"{root}/changed"),
        (DELETED, f"{root}/gone"),
        (CREATED, f"{root}/new"),
        (CHILDREN_CHANGED, f"{root}/parent"),
    }
    equal(told, {(kind, path, -1) for kind, path in missed}, "what was missed")
    back.events.clear()
    back.call(SET_DATA, records.set_data(f"{root}/same", b"x"))
    back.call(CREATE, records.create(f"{root}/same/child"))
    back.call(CREATE, records.create(f"{root}/later"))
    back.call(SET_DATA, records.set_data(f"{root}/changed", b"y"))
    now = [(event.type, event.path) for event in back.events]
    equal(
        now,
        [(DATA_CHANGED, f"{root}/same"), (CHILDREN_CHANGED, f"{root}/same"), (CREATED, f"{root}/later")],
        "what was watched",
    )


@check(GROUP, "a persistent watch stays; a recursive one hears of the whole subtree, and of no children events")
def persistent(stage):
    watcher, writer = stage.wire(), stage.wire()
    root = stage.root
    writer.call(CREATE, records.create(root))
    watcher.call(records.SYNC, records.only_path(root))
    equal(watcher.call(ADD_WATCH, records.path_and_number(root, 0)).body.int(), 0, "the answer to addWatch")
    writer.call(CREATE, records.create(f"{root}/a"))
    for data in (b"1", b"2"):
        writer.call(SET_DATA, records.set_data(root, data))
    writer.call(SET_DATA, records.set_data(f"{root}/a", b"x"))
    writer.call(DELETE, records.path_and_version(f"{root}/a"))
    wanted = [(CHILDREN_CHANGED, root), (DATA_CHANGED, root), (DATA_CHANGED, root), (CHILDREN_CHANGED, root)]
    equal(_events(watcher, 4), wanted, "what a persistent watch heard")

    recursive = stage.wire()
    recursive.call(records.SYNC, records.only_path(root))
    recursive.call(ADD_WATCH, records.path_and_number(root, 1))
    writer.call(CREATE, records.create(f"{root}/b"))
    writer.call(CREATE, records.create(f"{root}/b/c"))
    writer.call(SET_DATA, records.set_data(f"{root}/b/c", b"x"))
    writer.call(DELETE, records.path_and_version(f"{root}/b/c"))
    wanted = [(CREATED, f"{root}/b"), (CREATED, f"{root}/b/c"), (DATA_CHANGED, f"{root}/b/c"), (DELETED, f"{root}/b/c")]
    equal(_events(recursive, 4), wanted, "what a recursive watch heard")


@check(GROUP, "persistent watches are set again after a return by setWatches2")
def set_watches2(stage):
    connection, root = stage.wire(), stage.root
    connection.call(CREATE, records.create(root))
    session = connection.handshake
    back = stage.wire(session=session.session, password=session.password)
    body = records.set_watches2(2**60, persistent=[root], recursive=[f"{root}/deep"])
    equal(back.call(records.SET_WATCHES2, body, xid=records.XID_SET_WATCHES).error, 0, "the answer")
    for data in (b"1", b"2"):
        back.call(SET_DATA, records.set_data(root, data))
    back.call(CREATE, records.create(f"{root}/deep"))
    back.call(CREATE, records.create(f"{root}/deep/er"))
    wanted = [
        (DATA_CHANGED, root),
        (DATA_CHANGED, root),
        (CREATED, f"{root}/deep"),
        (CHILDREN_CHANGED, root),
        (CREATED, f"{root}/deep/er"),
    ]
    equal([(event.type, event.path) for event in back.events], wanted, "the events")


@check(GROUP, "a watch that was removed is silent, and one that is not there cannot be removed")
def removed(stage):
    connection, root = stage.wire(), stage.root
    connection.call(CREATE, records.create(root))
    data, anything = 2, 3
    connection.call(GET_DATA, records.path_and_flag(root, True))
    equal(connection.call(records.REMOVE_WATCHES, records.path_and_number(root, data)).error, 0, "the removal")
    connection.call(SET_DATA, records.set_data(root, b"x"))
    equal(list(connection.events), [], "the events of a removed watch")
    equal(
        connection.call(records.REMOVE_WATCHES, records.path_and_number(root, anything)).error,
        records.NO_WATCHER,
        "removing nothing",
    )
    equal(
        connection.call(records.REMOVE_WATCHES, records.path_and_number(root, 99)).error,
        records.MARSHALLING,
        "a kind that nobody knows",
    )
    equal(
        connection.call(ADD_WATCH, records.path_and_number(root, 7)).error,
        records.MARSHALLING,
        "a mode that nobody knows",
    )
