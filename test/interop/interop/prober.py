"""
Measures how long writes stand still: one open-loop writer per peer, a write every 5 ms whether the last one was answered
or not. A program of its own, so that the clients at work do not disturb its clock:

    python3 -m interop.prober EVENTS host:port host:port …

writes `A <microseconds> <peer number> <write number>` to EVENTS for every acknowledgement, until its input ends.
"""

import selectors
import socket
import struct
import sys
import time

from .wire import records
from .wire.connection import connect_request
from .wire.jute import Reader

PERIOD = 0.005
# Enough to go on through a stall of two seconds; then the peer has had its chance.
MOST_OUTSTANDING = 400
SILENCE = 3.0
REDIAL = 0.02
SESSION_TIMEOUT = 6000


class Lane:
    """One peer's writer: dials, makes its znode, writes; dials again whenever the connection ends."""

    def __init__(self, number, address, selector, events):
        self.path = f"/probe-{number}"
        self._number = number
        host, port = address.rsplit(":", 1)
        self._address = (host, int(port))
        self._selector = selector
        self._events = events
        self._socket = None
        self._written = 0
        self._dial_at = 0.0

    def tick(self, now):
        if self._socket is None:
            if now >= self._dial_at:
                self._dial(now)
            return
        if now - self._heard > SILENCE:
            return self._hang_up(now)
        if self._ready and self._written - self._acknowledged < MOST_OUTSTANDING:
            self._written += 1
            self._send(
                records.request(self._written, records.SET_DATA, records.set_data(self.path, b"%d" % self._written)),
                now,
            )

    def readable(self, now):
        try:
            part = self._socket.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        if not part:
            return self._hang_up(now)
        self._heard = now
        self._buffer += part
        while self._socket is not None and len(self._buffer) >= 4:
            (length,) = struct.unpack_from(">i", self._buffer)
            if len(self._buffer) < 4 + length:
                return
            frame, self._buffer = self._buffer[4 : 4 + length], self._buffer[4 + length :]
            self._take(frame, now)

    def _dial(self, now):
        self._socket = socket.socket()
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer, self._heard = b"", now
        self._greeted = self._ready = False
        self._acknowledged = self._written
        self._socket.connect_ex(self._address)
        self._selector.register(self._socket, selectors.EVENT_READ | selectors.EVENT_WRITE, self)

    def writable(self, now):
        """Connected: from here on only what comes in is of interest."""
        self._selector.modify(self._socket, selectors.EVENT_READ, self)
        self._send(connect_request(timeout=SESSION_TIMEOUT), now)

    def _take(self, frame, now):
        if not self._greeted:
            self._greeted = True
            return self._send(records.request(0, records.CREATE, records.create(self.path)), now)
        reader = Reader(frame)
        xid, _zxid, error = reader.int(), reader.long(), reader.int()
        if xid == 0:
            self._ready = error in (records.OK, records.NODE_EXISTS)
        elif error == records.OK:
            self._acknowledged = xid
            self._events.write(f"A {time.monotonic_ns() // 1000} {self._number} {xid}\n")
        if not self._ready:
            self._hang_up(now)

    def _send(self, payload, now):
        try:
            self._socket.sendall(struct.pack(">i", len(payload)) + payload)
        except OSError:
            self._hang_up(now)

    def _hang_up(self, now):
        if self._socket is not None:
            self._selector.unregister(self._socket)
            self._socket.close()
            self._socket = None
            self._dial_at = now + REDIAL


def main(events_path, addresses):
    selector = selectors.DefaultSelector()
    selector.register(sys.stdin, selectors.EVENT_READ)
    with open(events_path, "w", buffering=1 << 16) as events:
        lanes = [Lane(number, address, selector, events) for number, address in enumerate(addresses, 1)]
        next_tick = time.monotonic()
        while True:
            for key, mask in selector.select(max(0.0, next_tick - time.monotonic())):
                if key.data is None:
                    return
                _serve(key.data, mask)
            now = time.monotonic()
            if now >= next_tick:
                next_tick = max(next_tick + PERIOD, now)
                for lane in lanes:
                    lane.tick(now)


def _serve(lane, mask):
    now = time.monotonic()
    if mask & selectors.EVENT_WRITE:
        lane.writable(now)
    elif mask & selectors.EVENT_READ:
        lane.readable(now)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
