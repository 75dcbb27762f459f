"""Exchanges captured byte by byte from Apache ZooKeeper, sent again; what may differ between servers is masked."""

import re
import struct

from ..checks import check
from ..expect import equal
from ..wire import records
from ..wire.connection import Connection

GROUP = "wire"

# In answers: `zz` stands for bytes of a zxid, a time or a session, which are the server's own.
Z = "zz" * 8
EXCHANGES = [
    (
        "create",
        "000000330000000100000001000000022f61000000026869000000010000001f00000005776f726c6400000006616e796f6e6500000000",
        [f"00000016 00000001 {Z} 00000000 00000002 2f61"],
    ),
    (
        "create2 of an ephemeral sequential",
        "00000034000000020000000f000000052f612f732d00000000000000010000001f00000005776f726c6400000006616e796f6e6500000003",
        [
            f"00000067 00000002 {Z} 00000000 0000000f 2f612f732d30303030303030303030 {Z*4} 00000000 00000000 00000000 {Z} 00000000 00000000 {Z}"
        ],
    ),
    (
        "getData with a watch",
        "0000000f0000000300000004000000022f6101",
        [
            f"0000005a 00000003 {Z} 00000000 00000002 6869 {Z*4} 00000000 00000001 00000000 0000000000000000 00000002 00000001 {Z}"
        ],
    ),
    (
        "setData, whose event comes before its answer",
        "000000170000000400000005000000022f61000000017800000000",
        [
            f"0000001e ffffffff {Z} 00000000 00000003 00000003 00000002 2f61",
            f"00000054 00000004 {Z} 00000000 {Z*4} 00000001 00000001 00000000 0000000000000000 00000001 00000001 {Z}",
        ],
    ),
    (
        "exists of nothing",
        "000000120000000500000003000000052f6e6f706501",
        [f"00000010 00000005 {Z} ffffff9b"],
    ),
    (
        "multi that fails",
        "00000059000000090000000e0000000100ffffffff000000022f6d00000000000000010000001f00000005776f726c6400000006616e796f6e65"
        "000000000000000d00ffffffff000000052f6e6f7065ffffffffffffffff01ffffffff",
        [
            f"00000033 00000009 {Z} 00000000 ffffffff 00 00000000 00000000 ffffffff 00 ffffff9b ffffff9b ffffffff 01 ffffffff"
        ],
    ),
    ("ping", "00000008 fffffffe 0000000b", [f"00000010 fffffffe {Z} 00000000"]),
    (
        "auth",
        "00000027 fffffffc 00000064 00000000 00000006 646967657374 0000000d 626f623a626f62736563726574",
        ["00000010 fffffffc 0000000000000000 00000000"],
    ),
    ("addWatch", "00000011 0000000b 0000006a 00000001 2f 00000001", [f"00000014 0000000b {Z} 00000000 00000000"]),
    (
        "setWatches, whose event comes before its answer",
        "00000022 fffffff8 00000065 0000000000000001 00000001 00000002 2f61 00000000 00000000",
        [
            "0000001e ffffffff ffffffffffffffff 00000000 00000003 00000003 00000002 2f61",
            f"00000010 fffffff8 {Z} 00000000",
        ],
    ),
]


@check(GROUP, "captured exchanges are answered byte for byte")
def vectors(stage):
    client = stage.kazoo()
    for path in ("/a", "/m"):
        if client.exists(path):
            client.delete(path, recursive=True)
    peer = stage.ensemble.peers[0]
    client.stop()
    connection = Connection(peer.host, peer.client_port)
    connection.send_bytes(
        _bytes("0000002d 00000000 0000000000000000 00002710 0000000000000000 00000010" + "00" * 16 + "00")
    )
    _expect(connection, "the handshake", f"00000025 00000000 00002710 {Z} 00000010 {Z*2} 00")
    for name, request, answers in EXCHANGES:
        connection.send_bytes(_bytes(request))
        for answer in answers:
            _expect(connection, name, answer)
    connection.send_bytes(_bytes("00000008 00000001 fffffff5"))
    # The recursive watch hears of the ephemeral that goes with the session.
    _expect(
        connection,
        "closeSession",
        f"0000002b ffffffff {Z} 00000000 00000002 00000003 0000000f 2f612f732d30303030303030303030",
    )
    _expect(connection, "closeSession", f"00000010 00000001 {Z} 00000000")
    equal(connection.expect_close(), [], "what follows the answer to closeSession")


@check(GROUP, "the largest frame is served and one byte more closes the connection")
def largest_frame(stage):
    limit = 1_048_575
    connection = stage.wire()
    overhead = len(records.request(1, records.CREATE, records.create(stage.root, b"")))
    equal(
        connection.call(records.CREATE, records.create(stage.root, bytes(limit - overhead))).error,
        0,
        "the answer to the largest frame",
    )
    stat = records.read_stat(connection.call(records.EXISTS, records.path_and_flag(stage.root)).body)
    equal(stat.dataLength, limit - overhead, "the length of the data")
    connection.send_bytes(struct.pack(">i", limit + 1))
    equal(connection.expect_close(), [], "the answer to a frame that is too large")


def _bytes(text):
    return bytes.fromhex(text.replace(" ", ""))


def _expect(connection, name, pattern):
    got = connection.read_frame()
    whole = (struct.pack(">i", len(got)) + got).hex()
    wanted = pattern.replace(" ", "")
    if not re.fullmatch(wanted.replace("z", "."), whole):
        equal(whole, wanted, f"the answer to {name}")
