"""The whole tree as one peer shows it: names, data, every field of every stat, and ACLs."""

from ..wire import records
from ..wire.connection import Connection

WINDOW = 200
# The place of mtime in a stat.
MTIME = 3


def read_tree(peer):
    """`{path: [data as text or None, stat as list, ACL as list]}`, after a sync."""
    connection = Connection(peer.host, peer.client_port, patience=20)
    try:
        connection.shake_hands(timeout=30_000)
        connection.call(records.SYNC, records.only_path("/"))
        tree, level = {}, ["/"]
        while level:
            level = [
                path
                for start in range(0, len(level), WINDOW)
                for path in _visit(connection, level[start : start + WINDOW], tree)
            ]
        connection.call(records.CLOSE_SESSION)
        return tree
    finally:
        connection.close()


def _visit(connection, paths, tree):
    """Reads these znodes with many requests in flight; the paths of their children."""
    for path in paths:
        connection.send(records.GET_DATA, records.path_and_flag(path))
        connection.send(records.GET_CHILDREN, records.path_and_flag(path))
        connection.send(records.GET_ACL, records.only_path(path))
    below = []
    for path in paths:
        data, children, acl = (connection.read_reply() for _ in range(3))
        if data.error or children.error or acl.error:
            continue
        value = data.body.buffer()
        stat = records.read_stat(data.body)
        text = None if value is None else value.decode("utf-8", "backslashreplace")
        tree[path] = [text, list(stat), [list(entry) for entry in acl.body.vector(records.read_acl)]]
        prefix = "" if path == "/" else path
        below.extend(f"{prefix}/{name}" for name in children.body.strings())
    return below


def difference(one, other):
    """A sentence about the first znode in which two trees differ, or None."""
    for path in sorted({*one, *other}):
        shown = _comparable(path, one), _comparable(path, other)
        if shown[0] != shown[1]:
            return f"{path}: {shown[0]} and {shown[1]}"
    return None


def _comparable(path, tree):
    """The znode, without what is not replicated: a peer writes its static configuration down itself, at its own time."""
    if path not in tree:
        return "absent"
    data, stat, acl = tree[path]
    if path == "/zookeeper/config":
        stat = [*stat[:MTIME], *stat[MTIME + 1 :]]
    return data, stat, acl
