"""One TCP connection that speaks frames: nothing is hidden, nothing is repeated, everything may be sent wrong."""

import socket
import struct
from collections import deque, namedtuple

from ..expect import Failed
from .jute import Reader, Writer
from .records import XID_NOTIFICATION, Reply, read_event, request

Handshake = namedtuple("Handshake", "protocol timeout session password read_only size")

NEW_SESSION = 0
NO_PASSWORD = bytes(16)


class Closed(Exception):
    """The server closed the connection (or reset it)."""


def connect_request(timeout=10_000, session=NEW_SESSION, password=NO_PASSWORD, seen=0, read_only=False, protocol=0):
    """The first frame of a connection; `read_only=None` leaves the byte out, as clients before 3.4 did."""
    writer = Writer().int(protocol).long(seen).int(timeout).long(session).buffer(password)
    return writer.bytes() if read_only is None else writer.bool(read_only).bytes()


class Connection:
    def __init__(self, host, port, patience=10.0):
        """`patience`: seconds to wait for a frame before `socket.timeout` is raised."""
        self._socket = socket.create_connection((host, port), timeout=patience)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""
        self._next_xid = 1
        self.events = deque()
        self.handshake = None

    # Bytes and frames.

    def patience(self, seconds):
        self._socket.settimeout(seconds)

    def send_bytes(self, data):
        try:
            self._socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Closed(str(error)) from error

    def send_frame(self, payload):
        self.send_bytes(struct.pack(">i", len(payload)) + payload)

    def read_frame(self):
        """The payload of the next frame."""
        while len(self._buffer) < 4 or len(self._buffer) < 4 + self._length():
            self._fill()
        end = 4 + self._length()
        payload, self._buffer = self._buffer[4:end], self._buffer[end:]
        return payload

    def expect_close(self):
        """Whatever frames come first, then the end of the connection; the frames."""
        frames = []
        while True:
            try:
                frames.append(self.read_frame())
            except Closed:
                return frames

    def close(self):
        """Drops the TCP connection; the session lives on until it expires."""
        self._socket.close()

    def _length(self):
        return struct.unpack(">i", self._buffer[:4])[0]

    def _fill(self):
        try:
            part = self._socket.recv(1 << 20)
        except ConnectionResetError as error:
            raise Closed("reset") from error
        if not part:
            raise Closed("end of stream")
        self._buffer += part

    # Handshake.

    def shake_hands(self, **fields):
        """Sends a ConnectRequest and returns the answer."""
        self.send_frame(connect_request(**fields))
        return self.read_handshake()

    def read_handshake(self):
        payload = self.read_frame()
        reader = Reader(payload)
        protocol, timeout, session, password = reader.int(), reader.int(), reader.long(), reader.buffer()
        read_only = reader.bool() if reader.left() else None
        self.handshake = Handshake(protocol, timeout, session, password, read_only, len(payload))
        return self.handshake

    # Requests.

    def send(self, op, body=b"", xid=None):
        """Sends without waiting; the xid."""
        if xid is None:
            xid = self._next_xid
            self._next_xid += 1
        self.send_frame(request(xid, op, body))
        return xid

    def read(self):
        """The next frame: a Reply, or an Event (which is also put to `events`)."""
        reader = Reader(self.read_frame())
        xid, zxid, error = reader.int(), reader.long(), reader.int()
        if xid == XID_NOTIFICATION:
            event = read_event(reader, zxid)
            self.events.append(event)
            return event
        return Reply(xid, zxid, error, reader)

    def read_reply(self):
        """The next reply; events that come before it are put to `events`."""
        while True:
            frame = self.read()
            if isinstance(frame, Reply):
                return frame

    def read_event(self):
        """The next event, whether it was already read or not."""
        while not self.events:
            frame = self.read()
            if isinstance(frame, Reply):
                raise Failed(f"a reply (xid {frame.xid}) came where an event was expected")
        return self.events.popleft()

    def call(self, op, body=b"", xid=None):
        self.send(op, body, xid)
        return self.read_reply()
