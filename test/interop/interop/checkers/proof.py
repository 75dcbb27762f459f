"""The checkers are checked: histories that were made up, one lawful and one for each thing that can be wrong."""

import copy

from ..checks import fault_check
from ..expect import Failed, equal
from ..history.facts import Facts
from . import CHECKERS, judge

GROUP = "checkers"

EPOCH = 1 << 32


def _stat(czxid, mzxid, version, owner=0):
    fields = (
        "czxid",
        "mzxid",
        "ctime",
        "mtime",
        "version",
        "cversion",
        "aversion",
        "ephemeralOwner",
        "dataLength",
        "numChildren",
        "pzxid",
    )
    return dict(zip(fields, (EPOCH + czxid, EPOCH + mzxid, 0, 0, version, 0, 0, owner, 1, 0, EPOCH + czxid)))


def _operation(number, client, kind, path, at, zxid, error=0, **fields):
    shown = {key: fields.pop(key) for key in ("stat", "shown") if key in fields}
    outcome = {"error": error, "zxid": EPOCH + zxid, **({"stat": shown["stat"]} if "stat" in shown else {})}
    if "shown" in shown:
        outcome["value"] = shown["shown"]
    if kind == "create":
        outcome["path"] = path
    return {
        "type": "operation",
        "id": number,
        "client": client,
        "session": hex(client),
        "xid": number,
        "kind": kind,
        "path": path,
        "version": -1,
        "watch": False,
        "peer": 1,
        "flags": 0,
        **fields,
        "invokedAt": at,
        "endedAt": at + 5,
        "outcome": outcome,
    }


def _reply(client, xid, zxid, at):
    return {
        "type": "reply",
        "client": client,
        "session": hex(client),
        "xid": xid,
        "expectedXid": xid,
        "zxid": EPOCH + zxid,
        "sentAt": at,
        "at": at + 5,
    }


def lawful():
    """Two clients: a create, two writes, a refused one, a watch that fires, a read after a sync; and what is left of it."""
    lines = [
        {"type": "run", "target": "quoll", "name": "made up"},
        {
            "type": "attached",
            "client": 1,
            "session": "0x1",
            "peer": 1,
            "timeoutMs": 6000,
            "again": False,
            "lastZxidSeen": 0,
            "sentAt": 0,
            "at": 1,
        },
        _reply(1, 1, 1, 10),
        _operation(1, 1, "create", "/a", 10, 1, value="one", stat=_stat(1, 1, 0)),
        _reply(1, 2, 2, 20),
        _operation(2, 1, "set-data", "/a", 20, 2, value="two", stat=_stat(1, 2, 1)),
        _reply(2, 3, 2, 30),
        _operation(3, 2, "get-data", "/a", 30, 2, watch=True, shown="two", stat=_stat(1, 2, 1)),
        {"type": "watch-set", "client": 2, "kind": "data", "path": "/a", "asOf": EPOCH + 2, "at": 36},
        _reply(1, 4, 3, 40),
        _operation(4, 1, "set-data", "/a", 40, 3, value="three", version=1, stat=_stat(1, 3, 2)),
        _reply(1, 5, 4, 50),
        _operation(5, 1, "set-data", "/a", 50, 4, error=-103, value="never", version=7),
        {
            "type": "event",
            "client": 2,
            "session": "0x2",
            "event": 3,
            "path": "/a",
            "zxid": -1,
            "caughtUp": False,
            "at": 61,
        },
        _reply(2, 6, 4, 60),
        _operation(6, 2, "sync", "/a", 60, 4),
        _reply(2, 7, 4, 70),
        _operation(7, 2, "get-data", "/a", 70, 4, shown="three", stat=_stat(1, 3, 2)),
        {"type": "hold", "lock": "/l", "client": 1, "fence": 10, "heldFrom": 10, "heldUntil": 20},
        {"type": "hold", "lock": "/l", "client": 2, "fence": 11, "heldFrom": 21, "heldUntil": 30},
        {"type": "put", "queue": "/recipes/queue", "item": "i", "known": True},
        {"type": "put", "queue": "/recipes/queue", "item": "j", "known": True},
        {"type": "taken", "queue": "/recipes/queue", "item": "i", "known": True},
        {"type": "watched", "path": "/a", "value": "three"},
        {"type": "added", "counter": "/recipes/counter"},
        {"type": "probe", "path": "/probe-1", "acknowledged": 5},
        {"type": "ephemeral", "path": "/e", "session": "0x1", "state": "alive"},
        {"type": "ephemeral", "path": "/f", "session": "0x2", "state": "dead"},
    ]
    nodes = {
        "/": ["", [0] * 11, []],
        "/a": ["three", list(_stat(1, 3, 2).values()), []],
        "/e": ["", list(_stat(5, 5, 0, owner=1).values()), []],
        "/probe-1": ["6", list(_stat(6, 7, 6).values()), []],
        "/recipes/counter": ["1", list(_stat(8, 9, 1).values()), []],
        "/recipes/queue/entries/1": ["j", list(_stat(9, 9, 0).values()), []],
    }
    return lines + [{"type": "tree", "peer": peer, "nodes": copy.deepcopy(nodes)} for peer in (1, 2)]


def _find(lines, **fields):
    return next(line for line in lines if all(line.get(key) == value for key, value in fields.items()))


def _late_zxid(lines):
    _find(lines, id=4)["outcome"]["zxid"] = EPOCH + 2


def _versions_go_back(lines):
    _find(lines, id=4)["outcome"]["stat"]["version"] = 1


def _refused_is_seen(lines):
    _find(lines, id=7)["outcome"]["value"] = "never"


def _stale_read(lines):
    _find(lines, id=7)["outcome"].update(value="two", stat=_stat(1, 2, 1))


def _invented_read(lines):
    _find(lines, id=3)["outcome"]["value"] = "nobody's"


def _back_in_time(lines):
    _find(lines, type="reply", xid=7)["zxid"] = EPOCH + 1


def _stale_sync(lines):
    _find(lines, id=6)["outcome"]["zxid"] = EPOCH + 2


def _out_of_order(lines):
    _find(lines, type="reply", xid=4)["expectedXid"] = 3


def _early_expiry(lines):
    lines.append({"type": "session-lost", "client": 1, "session": "0x1", "at": 3_000_000})


def _missing_event(lines):
    lines.remove(_find(lines, type="event"))


def _event_twice(lines):
    lines.append(_find(lines, type="event"))


def _left_behind(lines):
    _find(lines, type="watched")["value"] = "two"


def _trees_differ(lines):
    _find(lines, type="tree", peer=2)["nodes"]["/a"][1][5] = 9


def _change_node(path, change):
    def wrong(lines):
        for line in lines:
            if line["type"] == "tree":
                change(line["nodes"], path)

    return wrong


def _lose(nodes, path):
    del nodes[path]


def _roll_back(nodes, path):
    nodes[path] = ["two", list(_stat(1, 2, 1).values()), []]


def _reset(nodes, path):
    nodes[path][0] = "0"


def _appear(nodes, path):
    nodes[path] = ["", list(_stat(5, 5, 0, owner=2).values()), []]


def _taken_twice(lines):
    lines.append(_find(lines, type="taken"))


def _two_holders(lines):
    _find(lines, type="hold", client=2)["heldFrom"] = 15


def _old_fence(lines):
    _find(lines, type="hold", client=2)["fence"] = 9


WRONG = (
    ("writes respect real time", _late_zxid),
    ("writes have a zxid each", _late_zxid),
    ("writes make one chain of versions", _versions_go_back),
    ("writes refused leave no trace", _refused_is_seen),
    ("reads match the writes", _stale_read),
    ("reads match the writes", _invented_read),
    ("reads see one system", _back_in_time),
    ("reads are fresh after sync", _stale_sync),
    ("sessions answer in order", _out_of_order),
    ("sessions live as promised", _early_expiry),
    ("watches come before the data", _missing_event),
    ("watches fire once", _event_twice),
    ("watches end with the truth", _left_behind),
    ("durability trees are equal", _trees_differ),
    ("durability acknowledged is there", _change_node("/a", _lose)),
    ("durability acknowledged is there", _change_node("/a", _roll_back)),
    ("durability probes are there", _change_node("/probe-1", _reset)),
    ("durability ephemerals live as their sessions", _change_node("/e", _lose)),
    ("durability ephemerals live as their sessions", _change_node("/f", _appear)),
    ("durability queues lose nothing", _taken_twice),
    ("durability queues lose nothing", _change_node("/recipes/queue/entries/1", _lose)),
    ("durability additions count", _change_node("/recipes/counter", _reset)),
    ("locks have one holder", _two_holders),
    ("locks hand out growing fences", _old_fence),
)


@fault_check(GROUP, "a lawful history is acquitted, and each kind of wrong is found")
def proof(_workshop):
    equal(list(judge(Facts(lawful()))), [], "what is wrong with a lawful history")
    for name, make_wrong in WRONG:
        lines = lawful()
        make_wrong(lines)
        found = list(judge(Facts(lines)))
        if not any(sentence.startswith(f"{name}:") for sentence in found):
            raise Failed(f"{make_wrong.__name__} was not found by {name!r}; found: {found}")
    equal(len({name for name, _ in WRONG}), len(CHECKERS), "the number of checkers that were seen to find something")
