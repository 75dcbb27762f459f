"""Sessions through kazoo: kept across a lost connection and a change of servers, expired when abandoned."""

import socket
import time

from kazoo.client import KazooState
from kazoo.exceptions import NoNodeError

from ..checks import check
from ..expect import equal, refused, soon, true
from ..wire import records
from ..wire.connection import Connection

GROUP = "sessions"


@check(GROUP, "a client that loses its connection keeps its session and its ephemerals")
def reconnect(stage):
    client = stage.kazoo()
    session = client.client_id
    states = []
    client.add_listener(states.append)
    client.create(stage.root, b"0")
    client.create(f"{stage.root}/e", ephemeral=True)
    _cut(client)
    soon(lambda: KazooState.SUSPENDED in states, "the client notices")
    soon(lambda: states[-1] == KazooState.CONNECTED, "the client is back")
    equal(client.client_id, session, "the session")
    true(KazooState.LOST not in states, "the session was never lost")
    equal(client.exists(f"{stage.root}/e").ephemeralOwner, session[0], "the owner of its ephemeral")


@check(GROUP, "DataWatch and ChildrenWatch find what changed while they were away")
def missed_changes(stage):
    client, writer = stage.kazoo(stage.ensemble.peers[0]), stage.kazoo()
    client.create(stage.root, b"0")
    values, children = [], []
    client.DataWatch(stage.root, lambda data, stat: values.append(data))
    client.ChildrenWatch(stage.root, lambda names: children.append(names))
    with _HeldBack(client):
        writer.sync(stage.root)
        writer.set(stage.root, b"1")
        writer.create(f"{stage.root}/new")
    soon(lambda: values[-1] == b"1", "the new data")
    soon(lambda: children[-1] == ["new"], "the new child")


@check(GROUP, "an abandoned session expires in time and takes its ephemerals along")
def abandoned(stage):
    observer = stage.kazoo()
    observer.create(stage.root)
    peer = stage.ensemble.peers[0]
    connection = Connection(peer.host, peer.client_port)
    handshake = connection.shake_hands(timeout=4000)
    equal(handshake.timeout, 4000, "the negotiated timeout")
    _create_ephemeral(connection, f"{stage.root}/e")
    connection.close()
    left = time.monotonic()
    gone = []
    observer.sync(stage.root)
    true(
        observer.exists(f"{stage.root}/e", watch=lambda _: gone.append(time.monotonic())) is not None,
        "the ephemeral is there at first",
    )
    soon(lambda: gone, "the ephemeral goes", within=15)
    lived = gone[0] - left
    true(3.5 <= lived <= 10, f"the session lived about its timeout of 4 s: {lived:.1f} s")
    again = stage.wire(hands=False).shake_hands(session=handshake.session, password=handshake.password)
    equal((again.timeout, again.session), (0, 0), "the answer to an expired session")


@check(GROUP, "an expired client is told so, and starts over with a new session")
def expired_client(stage):
    client = stage.kazoo()
    session, password = client.client_id
    states = []
    client.add_listener(states.append)
    client.create(stage.root, ephemeral=True)
    _close_session_elsewhere(stage, session, password)
    soon(lambda: KazooState.LOST in states, "the client hears that its session is over")
    soon(lambda: states[-1] == KazooState.CONNECTED, "the client has a new session")
    true(client.client_id[0] != session, "the session is another one")
    client.sync(stage.root)
    equal(client.exists(stage.root), None, "the ephemeral of the old session")


@check(GROUP, "a session moves between servers")
def moves(stage):
    first, second = stage.ensemble.peers[:2]
    before = stage.wire(first)
    session = before.handshake
    _create_ephemeral(before, stage.root)
    before.close()
    after = stage.wire(second, hands=False)
    answer = after.shake_hands(session=session.session, password=session.password)
    equal(
        (answer.session, answer.password, answer.timeout),
        (session.session, session.password, session.timeout),
        "the answer of the other server",
    )
    observer = stage.kazoo()
    observer.sync(stage.root)
    equal(observer.exists(stage.root).ephemeralOwner, session.session, "the owner of its ephemeral")


@check(GROUP, "a quiet client keeps its session by pings")
def idle(stage):
    client = stage.kazoo(timeout=4.0)
    session = client.client_id
    states = []
    client.add_listener(states.append)
    client.create(stage.root, ephemeral=True)
    time.sleep(7)
    equal(client.client_id, session, "the session after seven quiet seconds of a timeout of four")
    equal(states, [], "the changes of state")
    true(client.exists(stage.root) is not None, "its ephemeral is there")


@check(GROUP, "an orderly goodbye frees ephemerals at once")
def goodbye(stage):
    client, observer = stage.kazoo(timeout=40), stage.kazoo()
    client.create(stage.root, ephemeral=True)
    client.stop()
    began = time.monotonic()
    observer.sync(stage.root)
    refused(NoNodeError, observer.get, stage.root)
    true(time.monotonic() - began < 2, "that did not wait for the timeout")


def _cut(client):
    """Ends the TCP connection under the client's feet."""
    client._connection._socket.shutdown(socket.SHUT_RDWR)


class _HeldBack:
    """While inside, the client is off the net: its connection is cut and it may not dial."""

    def __init__(self, client):
        self._client = client
        self._dial = client.handler.create_connection

    def __enter__(self):
        self._client.handler.create_connection = self._refuse
        _cut(self._client)
        soon(lambda: not self._client.connected, "the connection is gone")

    def __exit__(self, *_):
        self._client.handler.create_connection = self._dial

    def _refuse(self, *_, **__):
        raise ConnectionRefusedError("held back by the check")


def _create_ephemeral(connection, path):
    reply = connection.call(records.CREATE, records.create(path, b"", records.EPHEMERAL))
    equal(reply.error, 0, "the answer to create")


def _close_session_elsewhere(stage, session, password):
    peer = stage.ensemble.peers[-1]
    other = stage.wire(peer, hands=False)
    equal(other.shake_hands(session=session, password=password).session, session, "the session attached elsewhere")
    equal(other.call(records.CLOSE_SESSION).error, 0, "the answer to closeSession")
