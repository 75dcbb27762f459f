"""Transactions (multi) through kazoo: all or nothing, and each operation's own answer."""

from kazoo.exceptions import BadVersionError, NoNodeError, NodeExistsError, RolledBackError, RuntimeInconsistency

from ..checks import check
from ..expect import equal, true

GROUP = "transactions"


@check(GROUP, "a transaction does everything at one zxid")
def success(stage):
    client = stage.kazoo()
    client.create(stage.root, b"0")
    transaction = client.transaction()
    transaction.check(stage.root, 0)
    transaction.create(f"{stage.root}/a", b"A")
    transaction.create(f"{stage.root}/a/b", b"B", ephemeral=True)
    transaction.create(f"{stage.root}/s-", sequence=True)
    transaction.set_data(stage.root, b"1", version=0)
    transaction.create(f"{stage.root}/gone", b"")
    transaction.delete(f"{stage.root}/gone")
    results = transaction.commit()
    equal(results[:4], [True, f"{stage.root}/a", f"{stage.root}/a/b", f"{stage.root}/s-0000000001"], "the results")
    equal((results[4].version, results[5:]), (1, [f"{stage.root}/gone", True]), "the other results")
    zxids = {client.exists(f"{stage.root}{path}").czxid for path in ("/a", "/a/b", "/s-0000000001")}
    equal(zxids, {client.exists(stage.root).mzxid}, "the zxids of one transaction")
    equal(set(client.get_children(stage.root)), {"a", "s-0000000001"}, "the children")


@check(GROUP, "a transaction that fails leaves no trace, and says which part failed")
def rollback(stage):
    client = stage.kazoo()
    client.create(stage.root, b"0")
    before = client.exists(stage.root)
    transaction = client.transaction()
    transaction.create(f"{stage.root}/a")
    transaction.set_data(stage.root, b"1")
    transaction.check(stage.root, 99)
    transaction.delete(f"{stage.root}/missing")
    results = transaction.commit()
    kinds = [type(result) for result in results]
    equal(kinds, [RolledBackError, RolledBackError, BadVersionError, RuntimeInconsistency], "the results")
    equal(client.exists(stage.root), before, "the stat of a znode that was to change")
    equal(client.get_children(stage.root), [], "the children")
    equal(client.create(f"{stage.root}/s-", sequence=True), f"{stage.root}/s-0000000000", "the number given back")


@check(GROUP, "each kind of refusal inside a transaction has its own error")
def refusals(stage):
    client = stage.kazoo()
    client.create(stage.root)

    def first_error(build):
        transaction = client.transaction()
        build(transaction)
        return type(transaction.commit()[0])

    equal(first_error(lambda t: t.create(stage.root)), NodeExistsError, "creating what exists")
    equal(first_error(lambda t: t.delete(f"{stage.root}/x")), NoNodeError, "deleting what is not there")
    equal(first_error(lambda t: t.set_data(stage.root, b"", 5)), BadVersionError, "writing another version")
    equal(first_error(lambda t: t.check(f"{stage.root}/x", 0)), NoNodeError, "checking what is not there")


@check(GROUP, "watches hear of every change of a transaction that succeeds, and of none that fails")
def watched(stage):
    client, writer = stage.kazoo(), stage.kazoo()
    writer.create(stage.root)
    client.sync(stage.root)
    heard = []
    client.get(stage.root, watch=heard.append)
    client.get_children(stage.root, watch=heard.append)
    failing = writer.transaction()
    failing.set_data(stage.root, b"x")
    failing.create(f"{stage.root}/a")
    failing.check(stage.root, 99)
    failing.commit()
    working = writer.transaction()
    working.set_data(stage.root, b"y")
    working.create(f"{stage.root}/b")
    working.commit()
    client.sync(stage.root)
    equal(client.get(stage.root)[0], b"y", "the data")
    true(len(heard) == 2, "one event for the data and one for the child")
    equal(sorted(event.type for event in heard), ["CHANGED", "CHILD"], "the events")
