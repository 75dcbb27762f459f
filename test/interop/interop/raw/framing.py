"""Frames that are wrong: too long, too short, negative, cut off, garbage. The server closes, and goes on serving others."""

import random
import struct

from ..checks import check
from ..expect import equal, true
from ..wire import records
from ..wire.connection import Closed, connect_request
from ..wire.jute import Writer

GROUP = "wire"
# The same garbage each time, so that a failure can be seen again.
SEED = 4711


@check(GROUP, "a negative, empty or giant frame closes the connection without a word")
def bad_lengths(stage):
    for length in (-1, -(2**31), 0, 1, 7, 1_048_576, 2**31 - 1):
        connection = stage.wire()
        connection.send_bytes(struct.pack(">i", length) + bytes(min(max(length, 0), 64)))
        equal(connection.expect_close(), [], f"the answer to a frame of length {length}")
    _still_serves(stage)


@check(GROUP, "a first frame that is no handshake closes the connection")
def bad_first_frame(stage):
    for what, data in (
        ("nothing but a length", struct.pack(">i", 0)),
        ("a handshake cut short", struct.pack(">i", 20) + bytes(20)),
        ("a giant", struct.pack(">i", 2**30)),
        ("a negative length", struct.pack(">i", -5)),
        ("an HTTP request", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
        ("a TLS hello", bytes.fromhex("16030100") + bytes(60)),
    ):
        connection = stage.wire(hands=False)
        connection.send_bytes(data)
        equal(connection.expect_close(), [], f"the answer to {what}")
    _still_serves(stage)


@check(GROUP, "random bodies after the handshake are survived, whatever the operation")
def garbage(stage):
    # Not reconfig (16): one that cannot be decoded leaves a follower of ZooKeeper 3.8 without an answer for ever.
    operations = (
        records.CREATE,
        records.SET_DATA,
        records.MULTI,
        records.CREATE2,
        records.CREATE_TTL,
        records.SET_WATCHES,
        records.ADD_WATCH,
    )
    chance = random.Random(SEED)
    for number in range(30):
        connection = stage.wire(stage.ensemble.peers[number % len(stage.ensemble.peers)])
        body = chance.randbytes(chance.randrange(200))
        try:
            connection.call(operations[number % len(operations)], body)
        except Closed:
            pass
        connection.close()
    _still_serves(stage)


@check(GROUP, "a frame that arrives byte by byte is as good as any")
def trickle(stage):
    connection = stage.wire(hands=False)
    handshake = connect_request()
    for byte in struct.pack(">i", len(handshake)) + handshake:
        connection.send_bytes(bytes([byte]))
    true(connection.read_handshake().session != 0, "a session comes of it")
    request = records.request(1, records.EXISTS, records.path_and_flag("/"))
    for byte in struct.pack(">i", len(request)) + request:
        connection.send_bytes(bytes([byte]))
    reply = connection.read_reply()
    equal((reply.xid, reply.error), (1, 0), "the answer")


@check(GROUP, "a body that ends too early is answered, and the connection stays")
def short_body(stage):
    connection = stage.wire()
    for op, body in (
        (records.CREATE, b""),
        (records.CREATE, struct.pack(">i", 100) + b"/x"),
        (records.GET_DATA, struct.pack(">i", -2)),
        (records.SET_DATA, records.only_path("/x")),
        (records.EXISTS, struct.pack(">i", 2**31 - 1)),
        (records.MULTI, b"\0\0"),
        (records.MULTI, struct.pack(">ibi", 9, 0, -1)),
        (records.CREATE, Writer().string("/x").buffer(b"").int(2**30).bytes()),
    ):
        reply = connection.call(op, body)
        equal(reply.error, records.MARSHALLING, f"the answer to op {op} with a body of {len(body)} bytes")
    equal(connection.call(records.EXISTS, records.path_and_flag("/")).error, 0, "the connection afterwards")


@check(GROUP, "bytes after a record are ignored")
def surplus(stage):
    connection = stage.wire()
    reply = connection.call(records.EXISTS, records.path_and_flag("/") + b"surplus")
    equal(reply.error, 0, "the answer to a record with bytes behind it")
    equal(connection.call(records.PING, b"body", xid=records.XID_PING).error, 0, "the answer to a ping with a body")


def _still_serves(stage):
    for peer in stage.ensemble.peers:
        reply = stage.wire(peer).call(records.EXISTS, records.path_and_flag("/"))
        equal(reply.error, 0, f"peer {peer.id} answering others")
