"""Operations that kazoo does not have: whoAmI, getEphemerals, multiRead, containers, znodes with a time to live."""

import time

from ..checks import check
from ..expect import equal, soon, true
from ..wire import records
from ..wire.records import CREATE, EXISTS

GROUP = "wire"


@check(GROUP, "whoAmI tells all identities of the connection, without secrets")
def who_am_i(stage):
    connection = stage.wire()
    connection.call(records.AUTH, records.auth("digest", b"bob:bobsecret"), xid=records.XID_AUTH)
    reply = connection.call(records.WHO_AM_I)
    names = set(reply.body.vector(lambda reader: (reader.string(), reader.string())))
    true(("digest", "bob") in names, f"the digest user is named: {names}")
    true(any(scheme == "ip" for scheme, _ in names), "the address is named")


@check(GROUP, "getEphemerals lists the session's own, by prefix")
def ephemerals(stage):
    connection, other = stage.wire(), stage.wire()
    connection.call(CREATE, records.create(stage.root))
    mine = {f"{stage.root}/a", f"{stage.root}/b"}
    for path in mine:
        connection.call(CREATE, records.create(path, flags=records.EPHEMERAL))
    other.call(CREATE, records.create(f"{stage.root}/other", flags=records.EPHEMERAL))
    equal(set(connection.call(records.GET_EPHEMERALS, records.only_path("/")).body.strings()), mine, "all of them")
    equal(
        connection.call(records.GET_EPHEMERALS, records.only_path(f"{stage.root}/a")).body.strings(),
        [f"{stage.root}/a"],
        "those below a prefix",
    )


@check(GROUP, "getAllChildrenNumber counts a whole subtree")
def all_children(stage):
    connection = stage.wire()
    for name in ("", "/a", "/a/b", "/a/b/c", "/d"):
        connection.call(CREATE, records.create(stage.root + name))
    equal(connection.call(records.ALL_CHILDREN_NUMBER, records.only_path(stage.root)).body.int(), 4, "the number")


@check(GROUP, "multiRead answers each part by itself")
def multi_read(stage):
    connection = stage.wire()
    connection.call(CREATE, records.create(stage.root, b"data"))
    connection.call(CREATE, records.create(f"{stage.root}/child"))
    parts = [
        (records.GET_DATA, records.path_and_flag(stage.root)),
        (records.GET_DATA, records.path_and_flag(f"{stage.root}/missing")),
        (records.GET_CHILDREN, records.path_and_flag(stage.root)),
    ]
    first, second, third = records.read_multi(connection.call(records.MULTI_READ, records.multi(parts)).body)
    equal((first[0], first[2][0]), (records.GET_DATA, b"data"), "the first part")
    equal(second[1:], (records.NO_NODE, records.NO_NODE), "the second part")
    equal(third[2], ["child"], "the third part")


@check(GROUP, "multi answers as on ZooKeeper: empty, undecodable, and with a bad path inside")
def multi(stage):
    connection = stage.wire()
    equal(records.read_multi(connection.call(records.MULTI, records.multi([])).body), [], "an empty multi")
    bad_path = records.multi([(CREATE, records.create(stage.root)), (records.SET_DATA, records.set_data("x", b""))])
    reply = connection.call(records.MULTI, bad_path)
    results = [error for _, error, _ in records.read_multi(reply.body)]
    equal((reply.error, results), (0, [0, records.BAD_ARGUMENTS]), "a bad path inside")
    undecodable = records.multi([(EXISTS, records.path_and_flag("/"))])
    equal(
        connection.call(records.MULTI, undecodable).error,
        records.MARSHALLING,
        "an operation that has no place in a multi",
    )
    created = connection.call(records.MULTI, records.multi([(records.CREATE2, records.create(stage.root))]))
    kind, error, _ = records.read_multi(created.body)[0]
    true(error == 0 and kind in (CREATE, records.CREATE2), "create2 inside a multi is carried out")


@check(GROUP, "a container goes once its last child is gone")
def container(stage):
    connection = stage.wire()
    reply = connection.call(records.CREATE_CONTAINER, records.create(stage.root, flags=4))
    equal((reply.error, reply.body.string()), (0, stage.root), "the answer")
    equal(records.read_stat(reply.body).ephemeralOwner, 0, "its owner on the wire")
    connection.call(CREATE, records.create(f"{stage.root}/child"))
    time.sleep(1.5)
    equal(connection.call(EXISTS, records.path_and_flag(stage.root)).error, 0, "a container with a child")
    connection.call(records.DELETE, records.path_and_version(f"{stage.root}/child"))
    soon(
        lambda: connection.call(EXISTS, records.path_and_flag(stage.root)).error == records.NO_NODE,
        "the container goes",
        every=0.2,
    )


@check(GROUP, "a znode with a time to live goes when nobody wrote it for so long")
def time_to_live(stage):
    connection = stage.wire()
    equal(
        connection.call(records.CREATE_TTL, records.create_ttl(stage.root, b"", 5, 0)).error,
        records.BAD_ARGUMENTS,
        "a time to live of nothing",
    )
    reply = connection.call(records.CREATE_TTL, records.create_ttl(stage.root, b"", 5, 1500))
    equal(reply.error, 0, "the answer")
    began = time.monotonic()
    soon(
        lambda: connection.call(EXISTS, records.path_and_flag(stage.root)).error == records.NO_NODE,
        "the znode goes",
        every=0.1,
    )
    true(time.monotonic() - began > 1.3, "not before its time")
