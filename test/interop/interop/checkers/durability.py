"""Acknowledged is durable: what the peers show at the end, compared with each other and with what clients were told."""

from collections import defaultdict

from ..history.facts import named, zxid_text
from ..history.tree import difference

# Places in a stat as read_tree gives it.
CZXID, MZXID, VERSION, EPHEMERAL_OWNER = 0, 1, 4, 7


def trees_are_equal(facts):
    """Names, data, every field of every stat, ACLs: the same on every peer."""
    peers = sorted(facts.trees)
    for peer in peers[1:]:
        differs = difference(facts.trees[peers[0]], facts.trees[peer])
        if differs:
            yield f"peers {peers[0]} and {peer} differ at {differs}"


def acknowledged_is_there(facts):
    """What was created and not deleted is there as created; of what was written, the last, or something newer."""
    deleted = defaultdict(list)
    for each in facts.carried_out("delete") + facts.unknown("delete"):
        deleted[each["path"]].append(each)
    unknown_sets = defaultdict(set)
    for each in facts.unknown("set-data"):
        unknown_sets[each["path"]].add(each["value"])
    last_set = {}
    for each in facts.carried_out("set-data"):
        other = last_set.get(each["path"])
        if other is None or each["outcome"]["zxid"] > other["outcome"]["zxid"]:
            last_set[each["path"]] = each
    for peer, tree in facts.trees.items():
        yield from _missing_creates(peer, tree, facts, deleted)
        yield from _missing_deletes(peer, tree, facts)
        for path, each in last_set.items():
            if path not in deleted:
                yield from _missing_set(peer, tree, path, each, unknown_sets[path])


def probes_are_there(facts):
    """Each prober's znode holds the number of its last acknowledged write, or a later one."""
    for line in facts.of("probe"):
        for peer, tree in facts.trees.items():
            value = tree.get(line["path"], [None])[0]
            if value is None or int(value or 0) < line["acknowledged"]:
                yield f"peer {peer} shows {value!r} at {line['path']}, acknowledged was {line['acknowledged']}"


def ephemerals_live_as_their_sessions(facts):
    """Ephemerals of those who kept their sessions are there, of those who vanished they are not."""
    for line in facts.of("ephemeral"):
        for peer, tree in facts.trees.items():
            there = line["path"] in tree
            if there and line["state"] == "dead":
                yield f"peer {peer} still shows {line['path']}, whose session vanished"
            if not there and line["state"] == "alive":
                yield f"peer {peer} does not show {line['path']}, whose session is alive"
            if there and line["state"] == "alive" and hex(tree[line["path"]][1][EPHEMERAL_OWNER]) != line["session"]:
                yield f"peer {peer} shows {line['path']} as another session's"


def queues_lose_nothing(facts):
    """Each item that was put is taken once, or still in the queue."""
    taken = defaultdict(int)
    perhaps = set()
    for line in facts.of("taken"):
        if line["known"]:
            taken[line["item"]] += 1
        else:
            perhaps.add(line["item"])
    for item, times in taken.items():
        if times > 1:
            yield f"item {item} was taken {times} times"
    for peer, tree in facts.trees.items():
        queued = {value for path, (value, _, _) in tree.items() if path.startswith("/recipes/queue/entries/")}
        for line in facts.of("put"):
            if line["known"] and line["item"] not in queued and not taken[line["item"]] and line["item"] not in perhaps:
                yield f"item {line['item']} was put, not taken, and peer {peer} does not show it"


def additions_count(facts):
    """The counter is at least the additions that returned (one that was repeated after a lost connection may count twice)."""
    added = len(facts.of("added"))
    for peer, tree in facts.trees.items():
        value = int(tree.get("/recipes/counter", ["0"])[0] or 0)
        if value < added:
            yield f"peer {peer} shows a counter of {value}, {added} additions returned"


def _missing_creates(peer, tree, facts, deleted):
    for each in facts.carried_out("create"):
        path, zxid = each["outcome"]["path"], each["outcome"]["zxid"]
        if path in deleted or each["flags"] & 1:
            continue
        if path not in tree:
            yield f"peer {peer} does not show {path}, created at {zxid_text(zxid)}: {named(each)}"
        elif tree[path][1][CZXID] != zxid:
            yield f"peer {peer} shows {path} as created at {zxid_text(tree[path][1][CZXID])}, told was {zxid_text(zxid)}"


def _missing_deletes(peer, tree, facts):
    created_later = {each["path"] for each in facts.unknown("create")}
    for each in facts.carried_out("delete"):
        if each["path"] in tree and each["path"] not in created_later:
            yield f"peer {peer} shows {each['path']}, deleted at {zxid_text(each['outcome']['zxid'])}"


def _missing_set(peer, tree, path, each, unknown):
    value, stat, _ = tree.get(path, [None, None, None])
    zxid = each["outcome"]["zxid"]
    if stat is None:
        yield f"peer {peer} does not show {path}"
    elif stat[MZXID] < zxid:
        yield f"peer {peer} shows {path} of {zxid_text(stat[MZXID])}, acknowledged was {zxid_text(zxid)}"
    elif stat[MZXID] == zxid and value != each["value"]:
        yield f"peer {peer} shows {value!r} at {path}, acknowledged was {each['value']!r}"
    elif stat[MZXID] > zxid and value not in unknown:
        yield f"peer {peer} shows {value!r} at {path}, which is newer than all that was acknowledged and nobody's"
