"""What a check is given: an ensemble, clients that are closed afterwards, and a part of the tree of its own."""

import itertools
import logging
from contextlib import ExitStack

from kazoo.client import KazooClient
from kazoo.retry import KazooRetry

from .wire.connection import Connection

_numbers = itertools.count(1)

# kazoo reports every lost connection; here they are lost on purpose.
logging.getLogger("kazoo").setLevel(logging.CRITICAL)

SESSION_TIMEOUT = 10.0


def patient_retry(attempts=-1):
    """Retries quickly and evenly, so that a check does not wait for a back-off."""
    return KazooRetry(max_tries=attempts, delay=0.05, backoff=1.5, max_delay=0.5)


def open_kazoo(hosts, timeout=SESSION_TIMEOUT, **options):
    """A started kazoo client; `timeout` is the session timeout in seconds."""
    client = KazooClient(
        hosts=hosts,
        timeout=timeout,
        connection_retry=patient_retry(),
        command_retry=patient_retry(),
        logger=logging.getLogger("kazoo"),
        **options,
    )
    client.start(timeout=20)
    return client


def close_kazoo(client):
    client.stop()
    client.close()


class Stage:
    def __init__(self, ensemble):
        self.ensemble = ensemble
        self.root = f"/check-{next(_numbers)}"
        self._open = ExitStack()

    def kazoo(self, peer=None, **options):
        """A started client, connected to the given peer only, or to any."""
        client = open_kazoo(peer.address if peer else self.ensemble.connect, **options)
        self._open.callback(close_kazoo, client)
        return client

    def wire(self, peer=None, hands=True, **handshake):
        """A raw connection, by default to the first peer and with a new session."""
        peer = peer or self.ensemble.peers[0]
        connection = Connection(peer.host, peer.client_port)
        self._open.callback(connection.close)
        if hands:
            connection.shake_hands(**handshake)
        return connection

    def close(self):
        self._open.close()
