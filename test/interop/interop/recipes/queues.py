"""kazoo's queues and its counter: nothing lost, nothing twice, also between several clients."""

from kazoo.recipe.cache import TreeCache

from ..checks import check
from ..expect import equal, soon, true
from .together import together

GROUP = "recipes"


@check(GROUP, "Queue: everything comes out once, in order, urgent things first")
def queue(stage):
    producer, consumer = stage.kazoo(), stage.kazoo()
    incoming, outgoing = producer.Queue(stage.root), consumer.Queue(stage.root)
    for number in range(20):
        incoming.put(b"%d" % number)
    incoming.put(b"urgent", priority=1)
    consumer.sync(stage.root)
    equal(len(outgoing), 21, "the length")
    taken = [outgoing.get() for _ in range(21)]
    equal(taken, [b"urgent", *(b"%d" % number for number in range(20))], "what came out")
    equal(outgoing.get(), None, "an empty queue")


@check(GROUP, "Queue: several consumers share the work and none gets what another has")
def shared_queue(stage):
    producer = stage.kazoo()
    incoming = producer.Queue(stage.root)
    wanted = {b"%d" % number for number in range(60)}
    for item in wanted:
        incoming.put(item)

    def consume(client):
        client.sync(stage.root)
        outgoing, taken = client.Queue(stage.root), []
        while (item := outgoing.get()) is not None:
            taken.append(item)
        return taken

    parts = together(*(lambda client=stage.kazoo(): consume(client) for _ in range(3)))
    equal(sorted(item for part in parts for item in part), sorted(wanted), "what the consumers took together")


@check(GROUP, "LockingQueue: an item that was taken and not finished comes back when its consumer goes")
def locking_queue(stage):
    producer, first, second = (stage.kazoo() for _ in range(3))
    producer.LockingQueue(stage.root).put_all([b"1", b"2"])
    producer.LockingQueue(stage.root).put(b"0", priority=1)
    first.sync(stage.root)
    careless = first.LockingQueue(stage.root)
    equal(careless.get(timeout=5), b"0", "the most urgent item")
    true(careless.holds_lock(), "the consumer holds it")
    second.sync(stage.root)
    careful = second.LockingQueue(stage.root)
    taken = []
    for _ in range(2):
        taken.append(careful.get(timeout=5))
        true(careful.consume(), "the item is finished")
    equal(sorted(taken), [b"1", b"2"], "what the other consumer got meanwhile")
    equal(careful.get(timeout=0.2), None, "the item that is still held")
    first.stop()
    equal(careful.get(timeout=5), b"0", "the item whose consumer went")
    true(careful.consume(), "the item is finished")


@check(GROUP, "Counter: additions of several clients all count")
def counter(stage):
    clients = [stage.kazoo() for _ in range(3)]

    def add(client):
        mine = client.Counter(stage.root)
        for _ in range(20):
            mine += 1

    together(*(lambda client=client: add(client) for client in clients))
    clients[0].sync(stage.root)
    equal(clients[0].Counter(stage.root).value, 60, "the sum")


@check(GROUP, "TreeCache: a mirror of a subtree follows every change")
def tree_cache(stage):
    client, writer = stage.kazoo(), stage.kazoo()
    writer.create(f"{stage.root}/a/b", b"1", makepath=True)
    client.sync(stage.root)
    cache = TreeCache(client, stage.root)
    cache.start()
    soon(lambda: cache.get_children(f"{stage.root}/a", frozenset()) == {"b"}, "the tree as it was")
    writer.create(f"{stage.root}/a/c", b"2")
    writer.set(f"{stage.root}/a/b", b"3")
    soon(lambda: cache.get_children(f"{stage.root}/a", frozenset()) == {"b", "c"}, "the new child")
    soon(lambda: cache.get_data(f"{stage.root}/a/b").data == b"3", "the new data")
    writer.delete(f"{stage.root}/a/c")
    soon(lambda: cache.get_data(f"{stage.root}/a/c") is None, "the deletion")
    cache.close()
