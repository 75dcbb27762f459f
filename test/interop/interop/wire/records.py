"""Requests and replies of the client protocol, as far as the checks need them."""

from collections import namedtuple

from .jute import Writer

NOTIFICATION, CREATE, DELETE, EXISTS, GET_DATA, SET_DATA, GET_ACL, SET_ACL = range(8)
GET_CHILDREN, SYNC, PING, GET_CHILDREN2, CHECK, MULTI, CREATE2 = 8, 9, 11, 12, 13, 14, 15
REMOVE_WATCHES, CREATE_CONTAINER, CREATE_TTL, MULTI_READ = 18, 19, 21, 22
AUTH, SET_WATCHES, GET_EPHEMERALS, ALL_CHILDREN_NUMBER = 100, 101, 103, 104
SET_WATCHES2, ADD_WATCH, WHO_AM_I = 105, 106, 107
CLOSE_SESSION = -11

XID_NOTIFICATION, XID_PING, XID_AUTH, XID_SET_WATCHES = -1, -2, -4, -8

OK, MARSHALLING, UNIMPLEMENTED, BAD_ARGUMENTS = 0, -5, -6, -8
NO_NODE, NO_AUTH, BAD_VERSION, NO_CHILDREN_FOR_EPHEMERALS = -101, -102, -103, -108
NODE_EXISTS, NOT_EMPTY, INVALID_ACL, AUTH_FAILED, NO_WATCHER = -110, -111, -114, -115, -121
RUNTIME_INCONSISTENCY = -2

CREATED, DELETED, DATA_CHANGED, CHILDREN_CHANGED = 1, 2, 3, 4

PERSISTENT, EPHEMERAL, SEQUENTIAL, EPHEMERAL_SEQUENTIAL = 0, 1, 2, 3

OPEN_ACL = ((31, "world", "anyone"),)

Stat = namedtuple(
    "Stat",
    "czxid mzxid ctime mtime version cversion aversion ephemeralOwner dataLength numChildren pzxid",
)
Event = namedtuple("Event", "type state path zxid")
Reply = namedtuple("Reply", "xid zxid error body")


def read_stat(reader):
    return Stat(
        *(reader.long() for _ in range(4)),
        *(reader.int() for _ in range(3)),
        reader.long(),
        reader.int(),
        reader.int(),
        reader.long(),
    )


def _write_acl(writer, entry):
    permissions, scheme, name = entry
    writer.int(permissions).string(scheme).string(name)


def read_acl(reader):
    return reader.int(), reader.string(), reader.string()


def request(xid, op, body=b""):
    """A frame without its length word."""
    return Writer().int(xid).int(op).raw(body).bytes()


def create(path, data=b"", flags=PERSISTENT, acl=OPEN_ACL):
    return Writer().string(path).buffer(data).vector(acl, _write_acl).int(flags).bytes()


def create_ttl(path, data, flags, ttl, acl=OPEN_ACL):
    return Writer().raw(create(path, data, flags, acl)).long(ttl).bytes()


def path_and_version(path, version=-1):
    """delete and check."""
    return Writer().string(path).int(version).bytes()


def path_and_flag(path, watch=False):
    """exists, getData, getChildren and getChildren2."""
    return Writer().string(path).bool(watch).bytes()


def path_and_number(path, number):
    """addWatch (mode) and removeWatches (kind)."""
    return Writer().string(path).int(number).bytes()


def only_path(path):
    return Writer().string(path).bytes()


def set_data(path, data, version=-1):
    return Writer().string(path).buffer(data).int(version).bytes()


def set_acl(path, acl, version=-1):
    return Writer().string(path).vector(acl, _write_acl).int(version).bytes()


def auth(scheme, data):
    return Writer().int(0).string(scheme).buffer(data).bytes()


def set_watches(since, data=(), exist=(), child=()):
    return Writer().long(since).strings(data).strings(exist).strings(child).bytes()


def set_watches2(since, data=(), exist=(), child=(), persistent=(), recursive=()):
    return Writer().raw(set_watches(since, data, exist, child)).strings(persistent).strings(recursive).bytes()


def multi(parts):
    """`parts` are pairs of an op number and its request record."""
    writer = Writer()
    for op, body in parts:
        writer.int(op).bool(False).int(-1).raw(body)
    return writer.int(-1).bool(True).int(-1).bytes()


_PART_RESULTS = {
    CREATE: lambda reader: reader.string(),
    CREATE2: lambda reader: (reader.string(), read_stat(reader)),
    DELETE: lambda reader: None,
    SET_DATA: read_stat,
    CHECK: lambda reader: None,
    GET_DATA: lambda reader: (reader.buffer(), read_stat(reader)),
    GET_CHILDREN: lambda reader: reader.strings(),
    -1: lambda reader: reader.int(),
}


def read_multi(reader):
    """Triples of result type, error code, and the result (for an error: the code again)."""
    results = []
    while True:
        kind, done, error = reader.int(), reader.bool(), reader.int()
        if done:
            return results
        results.append((kind, error, _PART_RESULTS[kind](reader)))


def read_event(body, zxid):
    return Event(body.int(), body.int(), body.string(), zxid)
