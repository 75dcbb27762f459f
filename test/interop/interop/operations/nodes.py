"""Znodes through kazoo: created, read, written, deleted; names, versions, sizes."""

import time

from kazoo.exceptions import (
    BadVersionError,
    ConnectionLoss,
    NoChildrenForEphemeralsError,
    NodeExistsError,
    NoNodeError,
    NotEmptyError,
)

from ..checks import check
from ..expect import equal, refused, true

GROUP = "operations"


@check(GROUP, "a znode is created, read, written and deleted")
def life_of_a_znode(stage):
    client = stage.kazoo()
    path = client.create(stage.root, b"one")
    equal(path, stage.root, "the path of the new znode")
    data, stat = client.get(path)
    equal((data, stat.version, stat.data_length), (b"one", 0, 3), "a new znode")
    equal(stat.czxid, stat.mzxid, "mzxid of a new znode")
    written = client.set(path, b"second")
    data, again = client.get(path)
    equal((data, again.version), (b"second", 1), "a written znode")
    equal(again, written, "the stat that set returned")
    true(again.mzxid > stat.mzxid and again.czxid == stat.czxid, "a write moves mzxid and leaves czxid alone")
    client.delete(path)
    equal(client.exists(path), None, "a deleted znode")
    refused(NoNodeError, client.get, path)
    refused(NoNodeError, client.set, path, b"")
    refused(NoNodeError, client.delete, path)


@check(GROUP, "empty data, missing parents, existing names and parents with children are told apart")
def refusals(stage):
    client = stage.kazoo()
    client.create(stage.root, b"")
    equal(client.get(stage.root)[0], b"", "empty data")
    refused(NodeExistsError, client.create, stage.root, b"")
    refused(NoNodeError, client.create, f"{stage.root}/missing/child", b"")
    client.create(f"{stage.root}/a/b/c", b"deep", makepath=True)
    refused(NotEmptyError, client.delete, stage.root)
    client.delete(stage.root, recursive=True)
    equal(client.exists(stage.root), None, "a tree that was deleted")


@check(GROUP, "a write or delete with the wrong version is refused")
def versions(stage):
    client = stage.kazoo()
    client.create(stage.root, b"0")
    for version in range(3):
        equal(client.set(stage.root, b"x", version).version, version + 1, "the version after a write")
    refused(BadVersionError, client.set, stage.root, b"late", 2)
    refused(BadVersionError, client.delete, stage.root, 2)
    equal(client.get(stage.root)[0], b"x", "data after refused writes")
    client.delete(stage.root, 3)


@check(GROUP, "children are listed, counted and move their parent's cversion and pzxid")
def children(stage):
    client = stage.kazoo()
    client.create(stage.root)
    names = {f"child-{i}" for i in range(25)}
    for name in names:
        client.create(f"{stage.root}/{name}")
    listed, stat = client.get_children(stage.root, include_data=True)
    equal(set(listed), names, "the children")
    equal((stat.children_count, stat.cversion, stat.version), (25, 25, 0), "the parent's counts")
    newest = max(client.exists(f"{stage.root}/{name}").czxid for name in names)
    equal(stat.pzxid, newest, "the parent's pzxid")
    client.delete(f"{stage.root}/child-3")
    after = client.exists(stage.root)
    equal((after.children_count, after.cversion), (24, 26), "the parent's counts after a delete")
    true(after.pzxid > stat.pzxid, "a delete moves the parent's pzxid")


@check(GROUP, "sequential names share one counter, which deletes do not turn back")
def sequential(stage):
    client = stage.kazoo()
    client.create(stage.root)
    made = [client.create(f"{stage.root}/{prefix}", sequence=True) for prefix in ("a-", "b-", "a-")]
    equal(made, [f"{stage.root}/{name}" for name in ("a-0000000000", "b-0000000001", "a-0000000002")], "the names")
    client.delete(made[2])
    client.create(f"{stage.root}/plain")
    equal(client.create(f"{stage.root}/a-", sequence=True), f"{stage.root}/a-0000000004", "the next name")


@check(GROUP, "an ephemeral znode belongs to its session, has no children and goes with it")
def ephemeral(stage):
    owner, other = stage.kazoo(), stage.kazoo()
    owner.create(stage.root)
    path = owner.create(f"{stage.root}/e", ephemeral=True)
    stat = owner.exists(path)
    equal(stat.ephemeralOwner, owner.client_id[0], "the owner")
    refused(NoChildrenForEphemeralsError, owner.create, f"{path}/child")
    true(other.sync(path) and other.exists(path) is not None, "another client sees it")
    owner.stop()
    other.sync(path)
    equal(other.exists(path), None, "the ephemeral of a closed session")


@check(GROUP, "create answers with the stat when asked for it")
def create_with_stat(stage):
    client = stage.kazoo()
    path, stat = client.create(stage.root, b"abc", include_data=True)
    equal(path, stage.root, "the path")
    equal(stat, client.exists(stage.root), "the stat of the answer")


@check(GROUP, "data of almost one megabyte goes in and comes back; more ends the connection, not the session")
def large_data(stage):
    client = stage.kazoo()
    session = client.client_id[0]
    # The limit of 1,048,575 bytes is for the whole frame: header, path, ACL and flags take some.
    large = bytes(i % 251 for i in range(1_048_575 - 200))
    client.create(stage.root, large)
    equal(client.get(stage.root)[0] == large, True, "the data being what was written")
    refused(ConnectionLoss, client.set, stage.root, bytes(1_048_576))
    equal(client.retry(client.get, stage.root)[1].version, 0, "the version after a frame that was too large")
    equal(client.client_id[0], session, "the session")


@check(GROUP, "names in other scripts, with spaces and dots, are kept as they are")
def names(stage):
    client = stage.kazoo()
    client.create(stage.root)
    wanted = {"ümläut", "日本", "with space", "...", "a..b", "\u00a0"}
    for name in wanted:
        client.create(f"{stage.root}/{name}", name.encode())
    equal(set(client.get_children(stage.root)), wanted, "the names")
    for name in wanted:
        equal(client.get(f"{stage.root}/{name}")[0], name.encode(), f"the data of {name!r}")


@check(GROUP, "sync makes a write through the leader visible at a follower")
def sync(stage):
    leader = stage.ensemble.wait_leader()
    writer = stage.kazoo(leader)
    readers = [stage.kazoo(peer) for peer in stage.ensemble.others(leader)]
    writer.create(stage.root, b"0")
    for number in range(30):
        writer.set(stage.root, b"%d" % number)
        for reader in readers:
            equal(reader.sync(stage.root), stage.root, "the answer of sync")
            equal(reader.get(stage.root)[0], b"%d" % number, "data read after sync")


@check(GROUP, "times are the wall clock's, and a write moves mtime only")
def times(stage):
    client = stage.kazoo()
    before = time.time() * 1000
    client.create(stage.root)
    stat = client.exists(stage.root)
    true(before - 1000 <= stat.ctime <= time.time() * 1000 + 1000, "ctime is about now")
    equal(stat.ctime, stat.mtime, "mtime of a new znode")
    time.sleep(0.02)
    written = client.set(stage.root, b"x")
    equal(written.ctime, stat.ctime, "ctime after a write")
    true(written.mtime > stat.mtime, "mtime moves with a write")


@check(GROUP, "hundreds of requests in flight are answered in order")
def pipelined(stage):
    client = stage.kazoo()
    client.create(stage.root)
    answered = []
    pending = []
    for number in range(500):
        result = client.create_async(f"{stage.root}/n-", b"%d" % number, sequence=True)
        result.rawlink(lambda each: answered.append(each))
        pending.append(result)
    paths = [result.get(timeout=20) for result in pending]
    equal(paths, [f"{stage.root}/n-{number:010}" for number in range(500)], "the paths")
    equal(answered == pending, True, "the answers coming in the order of the requests")
    for number, path in ((0, paths[0]), (499, paths[499])):
        equal(client.get(path)[0], b"%d" % number, f"the data of {path}")
