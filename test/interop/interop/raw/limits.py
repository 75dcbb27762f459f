"""Clients that mean harm or mean nothing: they cost the server little, and others nothing."""

import socket
import struct
import time

from ..checks import Skip, check
from ..expect import equal, true
from ..wire import records
from ..wire.connection import Closed

GROUP = "limits"

MEGABYTE = 1_000_000
UNREAD = 400


@check(GROUP, "connections that say nothing, or only half of it, are closed")
def silent(stage):
    peer = stage.ensemble.peers[0]
    halves = (b"", b"\0\0", struct.pack(">i", 45), struct.pack(">i", MEGABYTE) + bytes(100))
    connections = [socket.create_connection((peer.host, peer.client_port)) for _ in range(10) for _ in halves]
    try:
        began = time.monotonic()
        for number, connection in enumerate(connections):
            connection.sendall(halves[number % len(halves)])
        for connection in connections:
            connection.settimeout(max(0.1, 25 - (time.monotonic() - began)))
            equal(_end(connection), b"", "what a silent connection gets")
        true(time.monotonic() - began > 5, "that took a while: a slow client is not a silent one")
    finally:
        for connection in connections:
            connection.close()


@check(GROUP, "a client that asks and never reads holds up nobody and fills no memory")
def never_reads(stage):
    if stage.ensemble.name != "quoll":
        raise Skip("ZooKeeper keeps all that was not read yet")
    peer = stage.ensemble.peers[0]
    other, greedy = stage.wire(), stage.wire()
    equal(other.call(records.CREATE, records.create(stage.root, bytes(MEGABYTE))).error, 0, "the answer to create")
    before = _memory(peer)
    asked = _ask_on(greedy, stage.root)
    true(asked > 0, "it asked for something")
    worst, end = 0.0, time.monotonic() + 2
    while time.monotonic() < end:
        began = time.monotonic()
        other.call(records.EXISTS, records.path_and_flag("/"))
        worst = max(worst, time.monotonic() - began)
    true(worst < 1, f"others are served meanwhile: {worst:.2f} s at worst")
    grown = _memory(peer) - before
    true(grown < 200 * MEGABYTE, f"memory grew by {grown / MEGABYTE:.0f} MB, while {asked} MB were asked for")
    for _ in range(asked):
        equal(greedy.read_reply().error, 0, "what it gets when it does read")


def _ask_on(connection, path):
    """Asks until it has asked enough or the server takes no more; the number of requests that went out whole."""
    connection.patience(1)
    for number in range(UNREAD):
        try:
            connection.send(records.GET_DATA, records.path_and_flag(path))
        except (socket.timeout, Closed):
            return number
    connection.patience(20)
    return UNREAD


def _memory(peer):
    """Resident bytes of the peer's process."""
    with open(f"/proc/{peer.pid}/statm") as statm:
        return int(statm.read().split()[1]) * 4096


def _end(connection):
    try:
        return connection.recv(1)
    except ConnectionResetError:
        return b""
