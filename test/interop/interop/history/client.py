"""
A client that writes down everything: one request at a time, a session that it keeps across lost connections, and the
truth about each request (answered, refused, or nobody knows).
"""

import random
import time

from ..wire import records
from ..wire.connection import Closed, Connection
from ..wire.records import XID_PING, Reply
from .recorder import now

DIAL_PAUSE = 0.05


class SessionLost(Exception):
    """The server says that the session is gone. The client goes on with a new one."""


class RecordedClient:
    """
    `peers` are tried in random order. `session_timeout` in milliseconds; a server that is silent for two thirds of it is
    given up, as stock clients do.
    """

    def __init__(self, recorder, number, peers, session_timeout=6000, seed=0):
        self.number = number
        self.session = 0
        self._recorder = recorder
        self._peers = list(peers)
        self._timeout = session_timeout
        self._password = bytes(16)
        self._seen = 0
        self._peer = None
        self._connection = None
        self._xid = 0
        self._spoke = 0.0
        self._chance = random.Random(f"{seed}/{number}")
        self._stopped = False

    # Requests. Each returns its outcome as it is recorded, or None when nobody knows whether it happened.

    def create(self, path, value="", flags=records.PERSISTENT):
        def read(reply):
            outcome = {"path": reply.body.string()}
            return {**outcome, "stat": _stat(records.read_stat(reply.body))}

        body = records.create(path, value.encode(), flags)
        return self._perform("create", records.CREATE2, body, path, read, value=value, flags=flags)

    def set(self, path, value, version=-1):
        body = records.set_data(path, value.encode(), version)
        return self._perform("set-data", records.SET_DATA, body, path, _only_stat, value=value, version=version)

    def delete(self, path, version=-1):
        return self._perform(
            "delete", records.DELETE, records.path_and_version(path, version), path, _nothing, version=version
        )

    def get(self, path, watch=False):
        def read(reply):
            return {"value": _text(reply.body.buffer()), "stat": _stat(records.read_stat(reply.body))}

        return self._perform("get-data", records.GET_DATA, records.path_and_flag(path, watch), path, read, watch=watch)

    def exists(self, path, watch=False):
        return self._perform(
            "exists", records.EXISTS, records.path_and_flag(path, watch), path, _only_stat, watch=watch
        )

    def children(self, path):
        def read(reply):
            return {"children": reply.body.strings(), "stat": _stat(records.read_stat(reply.body))}

        return self._perform("get-children", records.GET_CHILDREN2, records.path_and_flag(path), path, read)

    def sync(self, path):
        return self._perform("sync", records.SYNC, records.only_path(path), path, _nothing)

    # Life.

    def attach(self):
        """Until there is a connection with a session; raises SessionLost once when the old session is gone."""
        while self._connection is None:
            if self._stopped:
                raise Closed("stopped")
            peer = self._chance.choice(self._peers)
            try:
                self._dial(peer)
            except (OSError, Closed):
                self._drop()
                time.sleep(DIAL_PAUSE)

    def stay(self, until):
        """Only keeps the session alive until the function says that it is time."""
        while not until():
            try:
                self.attach()
                if time.monotonic() - self._spoke > self._timeout / 6000:
                    self._ping()
            except SessionLost:
                continue
            except Closed:
                if self._stopped:
                    return
            time.sleep(0.05)

    def stop(self):
        """From any thread: no further dialling."""
        self._stopped = True

    def leave(self):
        """Closes the session in order."""
        self._perform("close-session", records.CLOSE_SESSION, b"", "", _nothing)
        self._drop()

    def vanish(self):
        """Drops the connection and never comes back: the session is left to expire."""
        self._drop()

    # Inside.

    def _dial(self, peer):
        # A frozen peer accepts and says nothing: stock clients give each address its share of the timeout.
        self._connection = Connection(peer.host, peer.client_port, patience=self._timeout / 1000 / len(self._peers))
        again = self.session != 0
        seen = self._seen
        sent = now()
        answer = self._connection.shake_hands(
            timeout=self._timeout, session=self.session, password=self._password, seen=seen
        )
        if answer.session == 0:
            lost, self.session, self._password = self.session, 0, bytes(16)
            self._recorder.add("session-lost", client=self.number, session=hex(lost), at=now())
            self._drop()
            raise SessionLost(hex(lost))
        self._connection.patience(self._timeout * 2 / 3000)
        self.session, self._password, self._peer = answer.session, answer.password, peer
        self._recorder.add(
            "attached",
            client=self.number,
            session=hex(self.session),
            peer=peer.id,
            timeoutMs=answer.timeout,
            again=again,
            lastZxidSeen=seen,
            sentAt=sent,
            at=now(),
        )

    def _drop(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None
            self._recorder.add("detached", client=self.number, at=now())

    def _ping(self):
        sent = now()
        try:
            self._connection.send(records.PING, xid=XID_PING)
            self._await_reply(XID_PING, sent)
        except (OSError, Closed):
            self._drop()

    def _perform(self, kind, op, body, path, read, **fields):
        self.attach()
        self._xid += 1
        operation = {
            "id": self._recorder.next_id(),
            "client": self.number,
            "session": hex(self.session),
            "xid": self._xid,
            "kind": kind,
            "path": path,
            "version": -1,
            "watch": False,
            **fields,
            "peer": self._peer.id,
            "invokedAt": now(),
            "outcome": None,
        }
        try:
            self._connection.send(op, body, xid=self._xid)
            reply = self._await_reply(self._xid, operation["invokedAt"])
            operation["endedAt"] = now()
            outcome = {"error": reply.error, "zxid": reply.zxid}
            operation["outcome"] = {**outcome, **read(reply)} if reply.error == 0 else outcome
        except (OSError, Closed):
            # Nobody knows whether it happened, and nobody will be told.
            self._drop()
            operation["endedAt"] = now()
        self._recorder.add("operation", **operation)
        self._watch_set(operation)
        return operation["outcome"]

    def _await_reply(self, xid, sent):
        """Reads on until an answer; events on the way are written down in the order in which they come."""
        while True:
            frame = self._connection.read()
            if isinstance(frame, Reply):
                break
            self._note_event(frame)
        self._connection.events.clear()
        self._spoke = time.monotonic()
        if frame.zxid > 0:
            self._seen = max(self._seen, frame.zxid)
        self._recorder.add(
            "reply",
            client=self.number,
            session=hex(self.session),
            xid=frame.xid,
            expectedXid=xid,
            zxid=frame.zxid,
            sentAt=sent,
            at=now(),
        )
        return frame

    def _note_event(self, event):
        fields = {"event": event.type, "path": event.path, "zxid": event.zxid, "caughtUp": False}
        self._recorder.add("event", client=self.number, session=hex(self.session), **fields, at=now())

    def _watch_set(self, operation):
        """A watch counts once its answer is here: from then on the client relies on it."""
        outcome = operation["outcome"]
        if not operation["watch"] or outcome is None:
            return
        if outcome["error"] == 0 or (operation["kind"] == "exists" and outcome["error"] == records.NO_NODE):
            kind = "data" if operation["kind"] == "get-data" else "exists"
            self._recorder.add(
                "watch-set", client=self.number, kind=kind, path=operation["path"], asOf=outcome["zxid"], at=now()
            )


def _stat(stat):
    return {**stat._asdict(), "ephemeralOwner": hex(stat.ephemeralOwner)}


def _only_stat(reply):
    return {"stat": _stat(records.read_stat(reply.body))}


def _nothing(_reply):
    return {}


def _text(data):
    return None if data is None else data.decode()
