"""Requests as no client library would send them: unknown operations, odd xids, strange paths; and the order of checks."""

from ..checks import Skip, check
from ..expect import equal, true
from ..wire import records
from ..wire.records import (
    AUTH,
    BAD_ARGUMENTS,
    BAD_VERSION,
    CREATE,
    DELETE,
    EXISTS,
    GET_DATA,
    INVALID_ACL,
    NO_NODE,
    NODE_EXISTS,
    PING,
    SET_DATA,
    SYNC,
    UNIMPLEMENTED,
)

GROUP = "wire"


@check(GROUP, "an unknown operation is refused with -6 and the connection closed")
def unknown_operations(stage):
    for op in (0, 10, 999, -1, 2**31 - 1, -(2**31)):
        connection = stage.wire()
        reply = connection.call(op)
        equal((reply.zxid, reply.error), (-1, UNIMPLEMENTED), f"the answer to operation {op}")
        equal(connection.expect_close(), [], "what follows")


@check(GROUP, "zero and negative xids are echoed, a ping is always answered as -2")
def odd_xids(stage):
    connection = stage.wire()
    for xid in (0, -3, -5, -100, 2**31 - 1, -(2**31)):
        reply = connection.call(EXISTS, records.path_and_flag("/"), xid=xid)
        equal((reply.xid, reply.error), (xid, 0), f"the answer to xid {xid}")
    equal(connection.call(PING, xid=77).xid, records.XID_PING, "the xid of a ping sent as 77")
    equal(connection.call(AUTH, records.auth("digest", b"a:b"), xid=78).xid, 78, "the xid of auth sent as 78")
    equal(
        connection.call(records.SET_WATCHES, records.set_watches(0), xid=79).xid, 79, "the xid of setWatches sent as 79"
    )


@check(GROUP, "auth with an unknown scheme is answered -115, then the connection is closed")
def unknown_scheme(stage):
    for scheme in ("world", "super", "nobody", None):
        connection = stage.wire()
        reply = connection.call(AUTH, records.auth(scheme, b"x"), xid=records.XID_AUTH)
        equal((reply.xid, reply.error), (records.XID_AUTH, records.AUTH_FAILED), f"the answer to scheme {scheme}")
        equal(connection.expect_close(), [], "what follows")


@check(GROUP, "paths are judged as ZooKeeper judges them, operation by operation")
def paths(stage):
    connection = stage.wire()
    connection.call(CREATE, records.create(stage.root))
    root = stage.root
    for op, body, error in (
        (CREATE, records.create("no-slash"), BAD_ARGUMENTS),
        (CREATE, records.create(""), BAD_ARGUMENTS),
        (CREATE, records.create(f"{root}/a\0b"), BAD_ARGUMENTS),
        (CREATE, records.create(f"{root}/\u0019"), BAD_ARGUMENTS),
        (CREATE, records.create(f"{root}/."), BAD_ARGUMENTS),
        (CREATE, records.create(f"{root}/.."), BAD_ARGUMENTS),
        (CREATE, records.create(f"{root}/x/"), NO_NODE),
        (CREATE, records.create(f"{root}/\uf8ff"), BAD_ARGUMENTS),
        (CREATE, records.create(f"{root}/\ufffd"), BAD_ARGUMENTS),
        (CREATE, records.create(root), NODE_EXISTS),
        (CREATE, records.create("/"), NODE_EXISTS),
        (SET_DATA, records.set_data(f"{root}/", b""), BAD_ARGUMENTS),
        (SET_DATA, records.set_data(f"{root}//a", b""), BAD_ARGUMENTS),
        (DELETE, records.path_and_version("/"), BAD_ARGUMENTS),
        (DELETE, records.path_and_version("/zookeeper"), BAD_ARGUMENTS),
        (DELETE, records.path_and_version("/zookeeper/quota"), BAD_ARGUMENTS),
        (DELETE, records.path_and_version(f"{root}/./a"), NO_NODE),
        (GET_DATA, records.path_and_flag(f"{root}/"), NO_NODE),
        (GET_DATA, records.path_and_flag("strange"), NO_NODE),
        (EXISTS, records.path_and_flag("a\0b"), BAD_ARGUMENTS),
        (SYNC, records.only_path("anything"), 0),
    ):
        equal(connection.call(op, body).error, error, f"the answer to op {op} with {body!r}")


@check(GROUP, "of several reasons to refuse, ZooKeeper's first one is given")
def precedence(stage):
    connection = stage.wire()
    root, missing = stage.root, f"{stage.root}/missing/child"
    connection.call(CREATE, records.create(root))
    connection.call(CREATE, records.create(f"{root}/child"))
    for what, op, body, error in (
        ("bad flags before a bad path", CREATE, records.create("x", flags=99), BAD_ARGUMENTS),
        ("an empty ACL before a missing parent", CREATE, records.create(missing, acl=()), INVALID_ACL),
        ("no ACL at all", CREATE, records.create(missing, acl=None), INVALID_ACL),
        ("a path without slash before a bad ACL", CREATE, records.create("x", acl=()), BAD_ARGUMENTS),
        ("a missing parent", CREATE, records.create(missing), NO_NODE),
        ("a wrong version before children", DELETE, records.path_and_version(root, 9), BAD_VERSION),
        ("children", DELETE, records.path_and_version(root, 0), records.NOT_EMPTY),
        ("version -2 matches nothing", SET_DATA, records.set_data(root, b"", -2), BAD_VERSION),
    ):
        equal(connection.call(op, body).error, error, what)


@check(GROUP, "every write takes a zxid, also one that is refused; reads take none")
def zxids(stage):
    connection = stage.wire()
    first = connection.call(CREATE, records.create(stage.root)).zxid
    refused = connection.call(CREATE, records.create(stage.root))
    true(refused.error == NODE_EXISTS and refused.zxid > first, "a refused create has a zxid of its own")
    read = connection.call(EXISTS, records.path_and_flag(stage.root))
    true(read.zxid >= refused.zxid, "a read shows what was last applied")
    equal(connection.call(AUTH, records.auth("digest", b"a:b"), xid=-4).zxid, 0, "the zxid of auth")


@check(GROUP, "null data and empty data are two things")
def null_data(stage):
    connection = stage.wire()
    for data in (None, b""):
        path = f"{stage.root}-{data!r}"
        connection.call(CREATE, records.create(path, data))
        body = connection.call(GET_DATA, records.path_and_flag(path)).body
        equal((body.buffer(), records.read_stat(body).dataLength), (data, 0), "what comes back")


@check(GROUP, "the built-in znodes are there, with the marks clients know them by")
def built_in(stage):
    connection = stage.wire()
    names = set(connection.call(records.GET_CHILDREN, records.path_and_flag("/zookeeper")).body.strings())
    equal(names, {"config", "quota"}, "the children of /zookeeper")
    root = records.read_stat(connection.call(EXISTS, records.path_and_flag("/")).body)
    equal(
        (root.czxid, root.mzxid, root.ctime, root.version, root.ephemeralOwner), (0, 0, 0, 0, 0), "the stat of the root"
    )
    reply = connection.call(SET_DATA, records.set_data("/zookeeper/config", b"x"))
    equal(reply.error, records.NO_AUTH, "a write to config")


@check(GROUP, "/zookeeper/config names the peers")
def config(stage):
    if stage.ensemble.name == "quoll":
        raise Skip("Quoll leaves it empty while membership does not change")
    text = stage.wire().call(GET_DATA, records.path_and_flag("/zookeeper/config")).body.buffer().decode()
    equal(len([line for line in text.splitlines() if line.startswith("server.")]), 3, "the peers it names")
    true("version=" in text, "it has a version")
